"""Runs in the guest: two ranks that sum through shared memory at home on another node, looked at from outside.

A segment is mapped by both ranks, and its pages may be touched first by either: the policy must belong to the pages.
"""
import json
import os
import pathlib
import re
import subprocess
import time

PLACE = "communication=remote,rest=local"
STEPS = 5  # some seconds under emulation, in which to look


def ranks():
    """Of the policy in question: --place comes beside --policies, whose ranks are left alone."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "comm").read_text().strip() == "accelbench-rank":
                words = (folder / "cmdline").read_text().split("\0")
                if PLACE.split(",")[0] in pathlib.Path(words[words.index("--trial") + 1]).read_text():
                    yield folder
        except (OSError, ValueError):
            pass  # it ended meanwhile, or is about to become a rank


def segments_of(folder):
    """(policy, pages by node) of each mapping of a segment, the rank's own and its neighbour's."""
    found = []
    for line in (folder / "numa_maps").read_text().splitlines():
        if "memfd:communication" in line:
            found.append([line.split()[1], {node: int(pages) for node, pages in re.findall(r" N(\d+)=(\d+)", line)}])
    return found


def look():
    seen = []
    for folder in ranks():
        try:
            seen.append(segments_of(folder))
        except OSError:
            pass
    return seen


def pages_in(seen):
    return sum(sum(pages.values()) for segments in seen for _, pages in segments)


def observe(binaries, model):
    """The trial as the journal has it, and the fullest look at its ranks."""
    folder = pathlib.Path("/tmp/sums")
    sizes = [word for name, value in model.items() for word in (f"--{name}", value)]
    # A policy must stand beside --place: one that the guest's kernel lacks costs no trial.
    words = [f"{binaries}/accelbench", "sweep", "--policies", "weighted-interleave", "--place", PLACE,
             "--allreduce", "hierarchical", *sizes, "--num-processes", "2", "--threads", "1", "--steps", str(STEPS),
             "--launches", "1", "--timeout", "400", "--out", str(folder)]
    outside = []
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, env={**os.environ, "OMP_WAIT_POLICY": "passive"}) as sweep:
        while sweep.poll() is None:
            outside = max(outside, look(), key=pages_in)
            time.sleep(0.3)
    journal = folder / "trials.jsonl"
    trials = [json.loads(line) for line in journal.read_text().splitlines()] if journal.exists() else []
    asked = [trial for trial in trials if "communication=" in trial["cell"]]
    return {"trial": asked[0] if asked else None, "outside": outside}
