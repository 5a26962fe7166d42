"""What accelbench doctor must say in a guest, from the guest's own files: shares no code with accelbench."""
import re

FILES = {"numa_balancing": "/proc/sys/kernel/numa_balancing", "zone_reclaim": "/proc/sys/vm/zone_reclaim_mode",
         "thp": "/sys/kernel/mm/transparent_hugepage/enabled", "aslr": "/proc/sys/kernel/randomize_va_space",
         "perf_event_paranoid": "/proc/sys/kernel/perf_event_paranoid"}
FIXED = {"numa_balancing": ("bad", "good"), "thp": ("warn", "good")}  # by prepare-host: before and after


def expected_words(settings, several_nodes):
    """Grade and value of the facts that a guest's files decide alone; a guest's user is root, who may count at any
    level."""
    thp = re.search(r"\[(\w+)\]", settings["thp"]).group(1)
    balancing = ("good", "off") if settings["numa_balancing"] == "0" else ("bad", "on")
    alone = ("good", "on, without effect: one node with memory")
    return {"thp": ("warn" if thp == "always" else "good", thp),
            "numa_balancing": alone if not several_nodes and balancing[1] == "on" else balancing,
            "zone_reclaim": (("good", "off") if settings["zone_reclaim"] == "0" else
                             ("warn", f"on (mode {settings['zone_reclaim']})")),
            "aslr": ("good", "on") if settings["aslr"] != "0" else ("warn", "off"),
            "memory_channels": ("unknown", "not reported: the hypervisor decides it"),
            "mempolicy": ("good", "permitted (tried)")}


def complaints(topology, doctor):
    rows = {row["id"]: row for row in doctor["rows"]}
    found = [f"doctor: {name} is {rows[name]['grade']}: {rows[name]['value']}, wanted {grade}: {value}"
             for name, (grade, value) in expected_words(doctor["settings"], len(topology.memory) > 1).items()
             if (rows[name]["grade"], rows[name]["value"]) != (grade, value)]
    if rows["virtualisation"]["grade"] != "bad" or "emulated (numa-lab" not in rows["virtualisation"]["value"]:
        found.append(f"doctor: an emulated guest is {rows['virtualisation']}")
    if rows["free_memory"]["grade"] == "unknown":
        found.append("doctor: free memory per node is not told")
    return found


def fix_complaints(steps):
    """`steps`: grades before, after scripts/prepare-host, and after the undo commands that it printed."""
    found = [f"{name}: {[step[name] for step in steps]}" for name, (before, fixed) in FIXED.items()
             if [step[name] for step in steps] != [before, fixed, before]]
    return [f"prepare-host on a real kernel, and back: {words}" for words in found]
