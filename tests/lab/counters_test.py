"""What counters say of known amounts, in a guest with two nodes: 64 MiB are 16,384 pages, on the node that was asked
for.

usage: counters_test.py BINARIES SOURCE PROBE      exit 77: skipped, the reason is printed
"""
import json
import pathlib
import re
import sys
import tempfile

import lab

TOPOLOGY = "2nodes"
MEBIBYTES = 64
PAGES = MEBIBYTES * 256
# The counters are the whole machine's: what else ran in the guest meanwhile (its kernel's threads, the reading itself).
# A hundredth of the amount, far from what a wrong node or a missing half would be.
OTHERS = PAGES // 100


def is_about(value, wanted):
    return wanted <= value <= wanted + OTHERS


def complaints_about_probe(name, said, memory_node):
    """`memory_node`: where 64 MiB were asked for; the cpu is on node 0."""
    node = str(memory_node)
    home = memory_node == 0
    wanted = {"numa_hit": PAGES, "numa_local": PAGES if home else 0, "numa_other": 0 if home else PAGES, "numa_miss": 0,
              "numa_foreign": 0}
    found = [f"{name}: {counter} of node {node} moved by {said[counter]['by_node'][node]}, wanted {pages}"
             for counter, pages in wanted.items() if not is_about(said[counter]["by_node"][node], pages)]
    resident = {int(at): count for at, count in said["resident_bytes"]["by_node"].items()}
    grown = resident.get(memory_node, 0)
    if not MEBIBYTES << 20 <= grown <= (MEBIBYTES + 1) << 20:
        found.append(f"{name}: {grown} bytes more lie on node {node}, wanted {MEBIBYTES << 20}")
    return found


def complaints_about_sweep(document):
    """From the ranks to the document: where each policy's memory lies, and who may say local or remote here."""
    found = []
    for trial in document["trials"]:
        node = "0" if "policy=local" in trial["cell"] else "1"
        said = {counter["name"]: counter for counter in trial["ranks"][0]["counters"]}["resident_bytes"]
        lies_there = said.get("by_node", {}).get(node, 0)
        print(trial["cell"], trial["status"], said)
        # The program itself and its libraries are some tens of MiB, wherever the page cache has them.
        if not MEBIBYTES << 20 <= lies_there <= (MEBIBYTES + 40) << 20:
            found.append(f"{trial['cell']}: {lies_there} bytes lie on node {node}, {MEBIBYTES << 20} were asked for")
    if len(document["trials"]) != 2:
        found.append(f"{len(document['trials'])} trials, wanted 2")
    return found + complaints_about_catalogue(document["counters"])


def complaints_about_catalogue(catalogue):
    calibrations = {one["metric"]: one for one in catalogue["calibrations"]}
    print(calibrations, catalogue["roof_reason"])
    found = [f"{metric} is not usable where its answers are known: {calibrations[metric]}"
             for metric in ("page_local_ratio", "resident_local_ratio")
             if not (calibrations[metric]["usable"] and calibrations[metric]["local_stream"] < 0.05
                     and calibrations[metric]["remote_stream"] > 0.95)]
    ratio = calibrations["local_dram_ratio"]
    if ratio["usable"] or "dram_reads_local can't be read" not in ratio["reason"]:
        found.append(f"an emulated processor counts no reads of memory: {calibrations['local_dram_ratio']}")
    if catalogue["roof_bytes_per_second"] or "emulated" not in catalogue["roof_reason"]:
        found.append(f"bandwidth under emulation: {catalogue['roof_bytes_per_second']}, {catalogue['roof_reason']}")
    return found


def complaints_about_reasons(catalogue):
    """What counters that hardware alone has say: QEMU's own processor is in no data file, and none is pretended."""
    reasons = {counter["name"]: counter["reason"] for counter in catalogue["counters"]}
    print({name: reasons[name] for name in ("cycles", "mbm_total_bytes", "energy_dram_joules", "minor_faults")})
    wanted = {"cycles": "no data file for this processor|no PMU|perf_event_paranoid",
              "mbm_total_bytes": "no /sys/fs/resctrl", "energy_dram_joules": "no RAPL"}
    return [f"{name}: {reasons[name]}" for name, pattern in wanted.items() if not re.search(pattern, reasons[name])]


def main(binaries, source, probe):
    lab.skip_without_lab(source)
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)
        script = [sys.executable, "-B", str(lab.HERE / "counters_in_guest.py"), binaries, probe, str(MEBIBYTES)]
        lab.boot(source, TOPOLOGY, out, script)
        said = json.loads((out / "counters.json").read_text())
    found = []
    for name, memory_node in (("local", 0), ("remote", 1)):
        print(name, {counter: values["by_node"] for counter, values in said[name].items()})
        found += complaints_about_probe(name, said[name], memory_node)
    found += complaints_about_sweep(said["document"])
    found += complaints_about_reasons(said["document"]["counters"])
    found += complaints_about_reasons(said["nobody"])
    for words in found:
        print("WRONG:", words)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
