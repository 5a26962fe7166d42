"""Runs in the guest: a real training step whose classes of allocation go different ways, looked at from outside.

usage: classes_in_guest.py BINARIES PLACE      leaves classes.json under $LAB_OUT; judges nothing
"""
import json
import os
import pathlib
import re
import sys
import time

import in_guest
import sums_in_guest

# Small, but with enough pages of each class to be dealt.
STEPS = 5  # some seconds under emulation, in which to look
MODEL = {"layers": "1", "heads": "2", "channels": "64", "context": "16", "batch": "1", "vocab": "1024"}


def pages_by_policy(pid):
    """{"interleave:0-3": {"0": pages, ...}} of the memory that has been touched; numa_maps names each mapping's
    policy."""
    found = {}
    for line in pathlib.Path(f"/proc/{pid}/numa_maps").read_text().splitlines():
        if "anon=" not in line or "file=" in line or "stack" in line or "heap" in line:
            continue
        pages = found.setdefault(line.split()[1], {})
        for node, count in re.findall(r" N(\d+)=(\d+)", line):
            pages[node] = pages.get(node, 0) + int(count)
    return found


def size_of(look):
    return sum(count for pages in look.values() for count in pages.values())


def fullest_look(placer):
    """Of all that were taken: before it the rank still touches its memory, after it the memory is being given back."""
    fullest = {}
    while placer.poll() is None:
        rank = in_guest.child_of(placer.pid)
        try:
            fullest = max(fullest, pages_by_policy(rank) if rank else {}, key=size_of)
        except OSError:
            pass  # it ended meanwhile
        time.sleep(0.05)
    return fullest


def main(binaries, place):
    policy = in_guest.rank_map(binaries, 1, 1, "--place", place)["policies"][0]
    folder = pathlib.Path("/tmp/classes")
    placer = in_guest.start_trial(binaries, folder, "gpt", list(MODEL.items()), policy["ranks"][0], STEPS)
    outside = fullest_look(placer)
    found = {"name": policy["name"], "asked": policy["ranks"][0], "outside": outside,
             "report": in_guest.report_of(folder, placer), "sums": sums_in_guest.observe(binaries, MODEL)}
    (pathlib.Path(os.environ["LAB_OUT"]) / "classes.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
