"""The checker of placements is seen red: what is spoiled on purpose ends in the right status, never in a number.

usage: red_test.py BINARIES SOURCE      exit 77: skipped, the reason is printed
"""
import json
import pathlib
import re
import sys
import tempfile

import lab

# case -> (status, a pattern in the reason)
WANTED = {
    "threads moved": ("misplaced", r"thread \d+ .* may run on cpus 1, outside 0"),
    "pages migrated": ("misplaced", r"1024 of 1024 pages are not where bind on nodes 0 puts them"),
    "pages away and back": ("misplaced", r"\d+ of 64 pages checked after measured step \d+ were not "
                            r"where they had been placed"),
    "threads away and back": ("misplaced", r"thread \d+ .*(on cpu 1|on cpus 1|bound to one cpu, was moved)"),
    "baseline away and back": ("ok", r"^[1-9]\d+ of \d+ looks"),
    "huge pages always": ("ok", r"^$"),
    "huge pages madvise": ("ok", r"^$"),
    "huge pages never": ("ok", r"^$"),
    "NUMA balancing 0": ("ok", r"^$"),
    "NUMA balancing 1": ("ok", r"^$"),
    "NUMA balancing, wandering baseline": ("ok", r"^numa_pages_migrated [1-9]\d\d"),
    "node too small": ("refused", r"exit code 2: .*needs 1\.1 GiB on node 1, which has 1\.0"),
    "node too full": ("failed", r"exit code 3: .*out-of-memory killer"),
    "node too full, preferred": ("misplaced", r"pages are not where preferred on nodes 1 puts them"),
    "node hidden, baseline": ("ok", r"^$"),
    "node hidden, local": ("ok", r"^$"),
    "node hidden, interleave": ("skipped", r"needs 2 NUMA nodes .* has 1"),
    "node hidden, remote": ("skipped", r"needs 2 NUMA nodes .* has 1"),
    "node hidden after the plan": ("failed", r"cpuset.mems hides it|cpuset.mems hides nodes"),
}


def main(binaries, source):
    lab.skip_without_lab(source)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        script = [sys.executable, "-B", str(lab.HERE / "red_in_guest.py"), binaries]
        lab.boot(source, "2nodes", pathlib.Path(folder), script)
        found = json.loads((pathlib.Path(folder) / "red.json").read_text())
    for case, (status, pattern) in WANTED.items():
        got = found[case]
        reason = got["reason"]
        good = got["status"] == status and re.search(pattern, reason)
        wrong += not good
        print(f"{'ok   ' if good else 'WRONG'} {case:34} {got['status']:10} "
              f"{reason}{'' if good else f'   wanted: {status} /{pattern}/'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
