"""Runs in the guest: touches known amounts of memory and writes down what counters say of it.

usage: counters_in_guest.py BINARIES PROBE MEBIBYTES      leaves counters.json under $LAB_OUT; judges nothing
"""
import json
import os
import pathlib
import subprocess
import sys


def no_huge_pages():
    """One would count once where 512 pages were allocated."""
    pathlib.Path("/sys/kernel/mm/transparent_hugepage/enabled").write_text("never")


def probed(probe, memory_node, mebibytes):
    words = [probe, "0", str(memory_node), mebibytes]
    subprocess.run(words, check=True, capture_output=True)  # its libraries come into the page cache: no pages of theirs are counted
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def main(_binaries, probe, mebibytes):
    no_huge_pages()
    found = {"local": probed(probe, 0, mebibytes), "remote": probed(probe, 1, mebibytes)}
    (pathlib.Path(os.environ["LAB_OUT"]) / "counters.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
