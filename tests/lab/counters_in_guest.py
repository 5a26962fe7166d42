"""Runs in the guest: touches known amounts of memory and writes down what counters say of it.

usage: counters_in_guest.py BINARIES PROBE MEBIBYTES      leaves counters.json under $LAB_OUT; judges nothing
"""
import json
import os
import pathlib
import subprocess
import sys

import in_guest

NOBODY = 65534
OUT = pathlib.Path(os.environ["LAB_OUT"])


def no_huge_pages():
    """One would count once where 512 pages were allocated."""
    pathlib.Path("/sys/kernel/mm/transparent_hugepage/enabled").write_text("never")


def said_by(*words, **options):
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True, **options).stdout)


def probed(probe, memory_node, mebibytes):
    words = [probe, "0", str(memory_node), mebibytes]
    # Its libraries come into the page cache: no pages of theirs are counted.
    subprocess.run(words, check=True, capture_output=True)
    return said_by(*words)


def swept(binaries, mebibytes):
    """What two policies of a sweep say: the whole way from a rank to the document."""
    words = [f"{binaries}/accelbench", "sweep", "--kernel", "null", "--memory", f"{mebibytes}M", "--step", "0.01",
             "--policies", "local,remote", "--num-processes", "1", "--threads", "1", "--steps", "2", "--launches", "1",
             "--out", str(OUT / "swept")]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return json.loads((OUT / "swept" / "result.json").read_text())


def main(binaries, probe, mebibytes):
    no_huge_pages()
    found = {"local": probed(probe, 0, mebibytes), "remote": probed(probe, 1, mebibytes)}
    binaries = in_guest.brought_near(binaries)
    found["document"] = swept(binaries, mebibytes)
    found["nobody"] = said_by(f"{binaries}/accelbench", "counters", "--json", user=NOBODY, group=NOBODY,
                              extra_groups=[])
    (OUT / "counters.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
