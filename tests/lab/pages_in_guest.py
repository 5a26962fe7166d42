"""Runs in a guest with two nodes: ranks whose pages are the pool's, or transparent huge ones.

usage: pages_in_guest.py BINARIES      leaves pages.json under $LAB_OUT; judges nothing
"""
import json
import os
import pathlib
import sys

import in_guest
from red_in_guest import BOTH, ON_NODE_1

MIB = 1 << 20
POOL = {0: 8, 1: 4}  # node 1 is short of what "short" wants, the pool as a whole is not
RANKS = {"pool": (ON_NODE_1, "2m", 3 * MIB),  # rounded up to two pages
         "pool, short": (ON_NODE_1, "2m", 16 * MIB),
         "pool, interleaved": (BOTH, "2m", 8 * MIB),
         "transparent": (ON_NODE_1, "thp", 32 * MIB),
         "transparent, interleaved": (BOTH, "thp", 30 * MIB + 102 * 4096)}  # 15 huge ones, and some more


def set_aside():
    for node, pages in POOL.items():
        path = pathlib.Path(f"/sys/devices/system/node/node{node}/hugepages/hugepages-2048kB/nr_hugepages")
        path.write_text(str(pages))
        if int(path.read_text()) != pages:
            sys.exit(f"node {node} gave {path.read_text().strip()} huge pages of {pages}")


def start(binaries, folder, asked, pages, memory_bytes):
    return in_guest.start_rank(binaries, folder, {**asked, "memory_pages": pages}, 0.01, memory_bytes)


def report_of(folder, placer):
    """A rank that gives up leaves its reason; one that was killed does not."""
    placer.wait()
    report = folder / "rank-0.json"
    return json.loads(report.read_text()) if report.exists() else in_guest.report_of(folder, placer)


def main(binaries):
    set_aside()
    folders = {name: pathlib.Path("/tmp/pages") / name for name in RANKS}
    started = {name: start(binaries, folders[name], *rank) for name, rank in RANKS.items()}
    found = {name: report_of(folders[name], placer) for name, placer in started.items()}
    (pathlib.Path(os.environ["LAB_OUT"]) / "pages.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
