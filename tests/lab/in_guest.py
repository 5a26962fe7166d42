"""Runs in the guest: every cell of one topology, observed by accelbench itself and from outside through /proc.

usage: in_guest.py BINARIES CELLS.json      leaves cells.json, machine.json, doctor.json and topology.txt under $LAB_OUT
No verdict is given here: the host compares what was observed with what the topology's file lets it expect.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import audit_check

OUT = pathlib.Path(os.environ["LAB_OUT"])
os.environ["ONEDNN_MAX_CPU_ISA"] = "SSE41"  # for all that starts here: emulated AVX is slow, and pages lie the same
MEMORY_BYTES = 4 << 20  # small, so that pages are dealt one by one; 1024 faults are quick even under emulation
PAGES = MEMORY_BYTES // 4096
AT_ONCE = 6  # more would only wait for the cpus of the machine under the guest
STEP_SECONDS = 0.2  # a rank has five steps: a second in which to look


def brought_near(binaries, near=pathlib.Path("/dev/shm/near")):
    """Copies the programs and their libraries into the guest's memory: 40 files to open over 9p are most of the time
    that a rank takes. Leaves LD_LIBRARY_PATH set."""
    near.mkdir()
    for name in ("accelbench", "accelbench-rank"):
        asked = {**os.environ, "LD_TRACE_LOADED_OBJECTS": "1"}
        lines = subprocess.run([f"{binaries}/{name}"], env=asked, check=True, capture_output=True, text=True).stdout
        for path in [f"{binaries}/{name}", *re.findall(r"=> (/\S+)", lines)]:
            if not (near / pathlib.Path(path).name).exists():
                shutil.copy(path, near)
    os.environ["LD_LIBRARY_PATH"] = str(near)
    return str(near)


def rank_map(binaries, processes, threads, *options):
    words = [f"{binaries}/accelbench", "topology", "--json", "--num-processes", str(processes),
             "--threads", str(threads), *options]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def start_rank(binaries, folder, asked, step_seconds, memory_bytes=MEMORY_BYTES):
    return start_trial(binaries, folder, "null", [["memory", str(memory_bytes)], ["step", str(step_seconds)]], asked)


def start_trial(binaries, folder, kernel, parameters, asked, steps=2):
    """One rank by the program that every launcher calls, alone: without MPI a guest runs ten times as many cells."""
    folder.mkdir(parents=True)
    trial = {"accelbench_trial": 2, "cell": folder.name, "kernel": kernel, "seed": 1, "steps": steps, "mpi": False,
             "oversubscribed": False, "folder": str(folder), "parameters": dict(parameters), "placement": [asked]}
    (folder / "trial.json").write_text(json.dumps(trial))
    words = [f"{binaries}/accelbench", "place", "--trial", str(folder / "trial.json"), "--",
             f"{binaries}/accelbench-rank"]
    return subprocess.Popen(words, stderr=subprocess.PIPE, text=True)


def child_of(pid):
    """The rank that `place` supervises, or None while there is none."""
    try:
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(children[0]) if children else None
    except OSError:
        return None


def look_from_outside(pid):
    """(pages by node of the kernel's buffer, cpus of each thread), or None until the buffer is whole."""
    try:
        # Asking is dear, so first whether that much memory is there at all.
        if int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) < PAGES:
            return None
        maps = pathlib.Path(f"/proc/{pid}/numa_maps").read_text()
        status = [path.read_text() for path in pathlib.Path(f"/proc/{pid}/task").glob("*/status")]
    except OSError:
        return None
    for line in maps.splitlines():
        pages = {node: int(count) for node, count in re.findall(r" N(\d+)=(\d+)", line)}
        if sum(pages.values()) == PAGES and "anon=" in line:
            return {"pages": pages,
                    "cpus": re.findall(r"^Cpus_allowed_list:\s*(\S+)$", "\n".join(status), re.MULTILINE)}
    return None


def watch(placer):
    """What was seen of one rank; None where it ended first."""
    seen = None
    while placer.poll() is None:
        rank = child_of(placer.pid) if seen is None else None
        seen = seen or (look_from_outside(rank) if rank else None)
        time.sleep(0.1)  # looking is dear under emulation, and the rank waits
    return seen


def report_of(folder, placer):
    for name in ("rank-0.end", "rank-0.json"):
        if (folder / name).exists():
            return {"status": "failed", "reason": "", **json.loads((folder / name).read_text())}
    return {"status": "failed", "reason": f"no report, exit code {placer.returncode}: {placer.stderr.read()}"}


def seen_at_last(binaries, folder, asked):
    """A rank that ended before anybody looked, because the machine under the guest was busy: again, alone and
    slower."""
    for step_seconds in (1, 4):
        again = folder / f"{step_seconds}s"
        placer = start_rank(binaries, again, {**asked, "local_rank": 0}, step_seconds)
        outside = watch(placer)
        if outside or report_of(again, placer)["status"] != "ok":
            break
    return {"asked": asked, "outside": outside, "report": report_of(again, placer)}


def observation(binaries, asked, folder, placer, outside):
    report = report_of(folder, placer)
    if report["status"] == "ok" and not outside:
        return seen_at_last(binaries, folder, asked)
    return {"asked": asked, "outside": outside, "report": report}


def observe_all(binaries, wanted):
    """Of each (folder, asked) in `wanted`. A few ranks at a time: nothing here is timed, and the first of many would
    have to wait until the last have started."""
    waiting, running, seen = list(enumerate(wanted)), {}, {}
    placers = [None] * len(wanted)
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            index, (folder, asked) = waiting.pop(0)
            running[index] = placers[index] = start_rank(binaries, folder, {**asked, "local_rank": 0}, STEP_SECONDS)
        for index in [index for index, placer in running.items() if placer.poll() is not None]:
            del running[index]
        for index, placer in running.items():
            rank = None if seen.get(index) else child_of(placer.pid)
            seen[index] = seen.get(index) or (look_from_outside(rank) if rank else None)
        time.sleep(0.05)  # looking is dear under emulation
    return [observation(binaries, asked, folder, placers[index], seen.get(index))
            for index, (folder, asked) in enumerate(wanted)]


def run_cells(binaries, pairs):
    """`pairs`: (processes, threads, what accelbench says of the policies)."""
    cells, wanted = [], []
    for processes, threads, policies in pairs:
        for policy in policies:
            cell = {"policy": policy["name"], "processes": processes, "threads": threads, "skipped": policy["skipped"]}
            cells.append(cell)
            if not policy["skipped"]:
                folder = pathlib.Path(f"/tmp/lab/{policy['name']}-{processes}-{threads}")
                cell["ranks"] = [(folder / str(rank), asked) for rank, asked in enumerate(policy["ranks"])]
                wanted += cell["ranks"]
    observed = iter(observe_all(binaries, wanted))
    for cell in cells:
        if "ranks" in cell:
            cell["ranks"] = [next(observed) for _ in cell["ranks"]]
    return cells


def audit(binaries):
    """What doctor says, and what the files say that it must have read."""
    text = subprocess.run([f"{binaries}/accelbench", "doctor", "--json"], check=True, capture_output=True,
                          text=True).stdout
    settings = {name: pathlib.Path(path).read_text().strip() for name, path in audit_check.FILES.items()}
    return {**json.loads(text), "settings": settings}


def main(binaries, wanted):
    binaries = brought_near(binaries)
    mapped = [(processes, threads, rank_map(binaries, processes, threads, "--policies", policies))
              for processes, threads, policies in json.loads(pathlib.Path(wanted).read_text())]
    machine = mapped[0][-1]["machine"]
    cells = run_cells(binaries, [(processes, threads, said["policies"]) for processes, threads, said in mapped])
    (OUT / "cells.json").write_text(json.dumps(cells))
    (OUT / "doctor.json").write_text(json.dumps(audit(binaries)))
    (OUT / "machine.json").write_text(json.dumps(machine))
    text = subprocess.run([f"{binaries}/accelbench", "topology"], check=True, capture_output=True, text=True).stdout
    (OUT / "topology.txt").write_text(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
