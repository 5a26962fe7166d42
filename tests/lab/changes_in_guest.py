"""Runs in a guest with two nodes: a cpu goes offline while a sweep runs. What became of it goes to changes.json.

usage: changes_in_guest.py BINARIES      judges nothing
"""
import json
import os
import pathlib
import subprocess
import sys
import time

LAUNCHES = 4
CPU = pathlib.Path("/sys/devices/system/cpu/cpu1/online")


def lines_of(journal):
    return len(journal.read_text().splitlines()) if journal.exists() else 0


def ended(process):
    _, stderr = process.communicate()
    return {"code": process.returncode, "stderr": stderr}


def resume(binaries, folder):
    words = [f"{binaries}/accelbench", "sweep", "--resume", str(folder)]
    return ended(subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))


def main(binaries):
    folder = pathlib.Path(os.environ["LAB_OUT"]) / "changed"
    words = [f"{binaries}/accelbench", "sweep", "--kernel", "null", "--policies", "local", "--num-processes", "1",
             "--threads", "1", "--steps", "2", "--launches", str(LAUNCHES), "--counters", "none", "--out", str(folder)]
    sweep = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while sweep.poll() is None and lines_of(folder / "trials.jsonl") == 0:
        time.sleep(0.05)
    CPU.write_text("0")
    found = {"sweep": ended(sweep), "kept": lines_of(folder / "trials.jsonl"), "refused": resume(binaries, folder)}
    CPU.write_text("1")
    found |= {"resumed": resume(binaries, folder), "all": lines_of(folder / "trials.jsonl"), "launches": LAUNCHES}
    (folder.parent / "changes.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
