"""Runs in the guest: scripts/prepare-host as root of a real kernel, then the undo commands that it printed.

usage: fixes_in_guest.py ACCELBENCH SOURCE      leaves fixes.json under $LAB_OUT: grades before, after the fixes, after
                                                the undo
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import audit_check


def grades(accelbench):
    text = subprocess.run([accelbench, "doctor", "--json"], check=True, capture_output=True, text=True).stdout
    return {row["id"]: row["grade"] for row in json.loads(text)["rows"] if row["id"] in audit_check.FIXED}


def main(accelbench, source):
    steps = [grades(accelbench)]
    done = subprocess.run([f"{source}/scripts/prepare-host", *audit_check.FIXED], check=True, capture_output=True,
                          text=True)
    steps.append(grades(accelbench))
    for command in re.findall("undo: (.*)", done.stdout):
        subprocess.run(["bash", "-c", command], check=True, capture_output=True)
    steps.append(grades(accelbench))
    pathlib.Path(os.environ["LAB_OUT"], "fixes.json").write_text(json.dumps(steps))


if __name__ == "__main__":
    main(*sys.argv[1:])
