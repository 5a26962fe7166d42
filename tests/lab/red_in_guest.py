"""Runs in a guest with two nodes and spoils placements on purpose. What became of each goes to red.json under $LAB_OUT.

usage: red_in_guest.py BINARIES
"""
import ctypes
import json
import os
import pathlib
import subprocess
import sys
import time

import in_guest

MIGRATE_PAGES = 256  # the number of the system call on x86-64
ON_NODE_0 = {"local_rank": 0, "threads": 1, "cpus": "0", "home_node": 0, "memory_mode": "bind", "memory_nodes": "0",
             "gpu": ""}
ON_NODE_1 = {**ON_NODE_0, "cpus": "1", "home_node": 1, "memory_nodes": "1"}
PREFERS_NODE_1 = {**ON_NODE_1, "memory_mode": "preferred"}
UNBOUND = {**ON_NODE_0, "cpus": "", "home_node": -1, "memory_mode": "default", "memory_nodes": ""}
BOTH = {**ON_NODE_0, "memory_mode": "interleave", "memory_nodes": "0-1"}


def wait_until_whole(placer):
    """The rank, or None where it ended first: the machine under the guest was busy."""
    while placer.poll() is None:
        rank = in_guest.child_of(placer.pid)
        if rank and in_guest.look_from_outside(rank):
            return rank
        time.sleep(0.02)
    return None


def spoil(binaries, name, spoiler):
    """A rank on node 0, and what `spoiler` does to it once its buffer is there."""
    for step_seconds in (0.4, 4):
        folder = pathlib.Path(f"/tmp/red/{name}-{step_seconds}")
        placer = in_guest.start_rank(binaries, folder, ON_NODE_0, step_seconds)
        if rank := wait_until_whole(placer):
            spoiler(rank)
            placer.wait()
            return in_guest.report_of(folder, placer)
    sys.exit(f"the rank ended before it could be spoiled: {placer.stderr.read()}")


def move_threads(pid, cpu=1):
    for thread in os.listdir(f"/proc/{pid}/task"):
        os.sched_setaffinity(int(thread), {cpu})


def migrate_pages(pid, origin=0, target=1):
    system = ctypes.CDLL(None, use_errno=True)
    nodes = [ctypes.c_ulong(1 << node) for node in (origin, target)]
    if system.syscall(MIGRATE_PAGES, pid, ctypes.c_ulong(64), ctypes.byref(nodes[0]), ctypes.byref(nodes[1])) < 0:
        sys.exit(f"migrate_pages: {os.strerror(ctypes.get_errno())}")


def wait_until_watched(placer):
    """The rank, once its measured steps have begun: from then on it keeps the stat files of its threads open."""
    while placer.poll() is None:
        rank = in_guest.child_of(placer.pid)
        try:
            if rank and any(os.readlink(link).endswith("/stat") for link in pathlib.Path(f"/proc/{rank}/fd").iterdir()):
                return rank
        except OSError:
            pass  # a file that was closed meanwhile
        time.sleep(0.02)
    sys.exit(f"the rank ended before it could be spoiled: {placer.stderr.read()}")


def away_and_back(binaries):
    """Ranks whose pages or threads leave during the measured steps and are back before the check after them."""
    asked = {"pages away and back": ON_NODE_0, "threads away and back": ON_NODE_0, "baseline away and back": UNBOUND}
    folders = {name: pathlib.Path("/tmp/red") / name.replace(" ", "-") for name in asked}
    parameters = [["memory", str(in_guest.MEMORY_BYTES)], ["step", "0.1"]]
    placers = {name: in_guest.start_trial(binaries, folders[name], "null", parameters, placement, steps=50)
               for name, placement in asked.items()}
    pages, threads, baseline = (wait_until_watched(placer) for placer in placers.values())
    for node, other in ((0, 1), (1, 0)):
        migrate_pages(pages, node, other)
        migrate_pages(baseline, node, other)
        move_threads(threads, other)
        time.sleep(0.5)
    for placer in placers.values():
        placer.wait()
    reports = {name: in_guest.report_of(folders[name], placer) for name, placer in placers.items()}
    moves = reports["baseline away and back"]["facts"]["moves"]
    reports["baseline away and back"]["reason"] += f"{moves['moved_pages']} of {moves['page_looks']} looks"
    return reports


def alone(binaries, name, asked):
    folder = pathlib.Path("/tmp/red") / name
    placer = in_guest.start_rank(binaries, folder, asked, 0.01)
    placer.wait()
    return in_guest.report_of(folder, placer)


def write(path, text):
    pathlib.Path(path).write_text(text)


def hide_node_1(binaries):
    """A container whose cgroup shows node 0 only: what is planned inside, and a plan that was made outside."""
    group = pathlib.Path("/sys/fs/cgroup/hidden")
    write("/sys/fs/cgroup/cgroup.subtree_control", "+cpuset")
    group.mkdir()
    write(group / "cpuset.mems", "0")
    write(group / "cgroup.procs", str(os.getpid()))
    skipped = {policy["name"]: policy["skipped"] for policy in in_guest.rank_map(binaries, 1, 1)["policies"]}
    outside = alone(binaries, "hidden", ON_NODE_1)
    write("/sys/fs/cgroup/cgroup.procs", str(os.getpid()))
    return skipped, outside


def end_of_sweep(binaries, memory):
    """The whole pipeline with one rank whose buffer goes to node 1."""
    words = [f"{binaries}/accelbench", "sweep", "--kernel", "null", "--policies", "remote", "--num-processes", "1",
             "--memory", memory, "--launches", "1", "--steps", "1", "--timeout", "120",
             "--out", f"/tmp/red/sweep-{memory}"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    journal = pathlib.Path(f"/tmp/red/sweep-{memory}/trials.jsonl")
    if not journal.exists():
        return {"status": "refused", "reason": f"exit code {done.returncode}: {done.stdout}{done.stderr}"}
    trial = json.loads(journal.read_text().splitlines()[0])
    return {"status": trial["status"], "reason": f"exit code {done.returncode}: {trial['reason']}"}


def rank_pids():
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "comm").read_text() == "accelbench-rank\n":
                yield int(folder.name)
        except OSError:
            pass  # it ended meanwhile


def wander(sweep):
    """Sends the rank's threads from node to node, so that NUMA balancing has pages to bring after them."""
    while sweep.poll() is None:
        for pid in rank_pids():
            try:
                for thread in os.listdir(f"/proc/{pid}/task"):
                    os.sched_setaffinity(int(thread), {int(time.monotonic() / 2) % 2})
            except OSError:
                pass  # it ended meanwhile
        time.sleep(0.2)


def balanced_baseline(binaries):
    """A real step whose pages the kernel moves: where they are is baseline's to leave open, but the trial must say
    it."""
    subprocess.run(["mount", "-t", "debugfs", "debugfs", "/sys/kernel/debug"], check=True)
    for name in ("scan_period_min_ms", "scan_delay_ms"):  # oftener than once a second; the rank lives for few
        write(f"/sys/kernel/debug/sched/numa_balancing/{name}", "100")
    words = [f"{binaries}/accelbench", "sweep", "--policies", "baseline", "--num-processes", "1", "--threads", "1",
             "--layers", "1", "--batch", "1", "--launches", "1", "--steps", "5", "--timeout", "400",
             "--out", "/tmp/red/balanced"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as sweep:
        wander(sweep)
        said = sweep.stderr.read()
    journal = pathlib.Path("/tmp/red/balanced/trials.jsonl")
    if not journal.exists():
        return {"status": "refused", "reason": said}
    trial = json.loads(journal.read_text().splitlines()[0])
    migrated = trial["kernel_counters"]["numa_pages_migrated"]
    return {"status": trial["status"], "reason": f"{trial['reason']}numa_pages_migrated {migrated}"}


def fill_node_1(binaries):
    """Another program has most of node 1, and the kernel may not end it."""
    placer = in_guest.start_rank(binaries, pathlib.Path("/tmp/red/filler"), ON_NODE_1, 3600, 700 << 20)
    while not (rank := in_guest.child_of(placer.pid)):
        time.sleep(0.02)
    for pid in (placer.pid, rank):
        write(f"/proc/{pid}/oom_score_adj", "-1000")
    while int(pathlib.Path(f"/proc/{rank}/statm").read_text().split()[1]) < (700 << 20) // 4096:
        time.sleep(0.1)
    return placer


def full_node(binaries):
    """What bind and preferred do where there is no room: the one is ended, the other goes elsewhere."""
    write("/sys/kernel/mm/transparent_hugepage/enabled", "always")  # 1.7 GB to fill, page by page half a million faults
    filler = fill_node_1(binaries)
    spilled = in_guest.start_rank(binaries, pathlib.Path("/tmp/red/spilled"), PREFERS_NODE_1, 0.01, 400 << 20)
    spilled.wait()
    bound = end_of_sweep(binaries, "600M")
    filler.kill()
    return bound, in_guest.report_of(pathlib.Path("/tmp/red/spilled"), spilled)


def main(binaries):
    found = {"threads moved": spoil(binaries, "moved", move_threads),
             "pages migrated": spoil(binaries, "migrated", migrate_pages), **away_and_back(binaries)}
    for mode in ("always", "madvise", "never"):
        write("/sys/kernel/mm/transparent_hugepage/enabled", mode)
        found[f"huge pages {mode}"] = alone(binaries, f"thp-{mode}", BOTH)
    for balancing in ("0", "1"):
        write("/proc/sys/kernel/numa_balancing", balancing)
        found[f"NUMA balancing {balancing}"] = alone(binaries, f"balancing-{balancing}", ON_NODE_1)
    found["NUMA balancing, wandering baseline"] = balanced_baseline(binaries)
    found["node too small"] = end_of_sweep(binaries, "1100M")
    found["node too full"], found["node too full, preferred"] = full_node(binaries)
    skipped, outside = hide_node_1(binaries)
    for policy, reason in skipped.items():
        found[f"node hidden, {policy}"] = {"status": "skipped" if reason else "ok", "reason": reason}
    found["node hidden after the plan"] = outside
    (pathlib.Path(os.environ["LAB_OUT"]) / "red.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
