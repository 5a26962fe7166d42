"""What no stub can show of scripts/numa-lab: a kernel that really panics, and a guest of an ordinary user.

usage: guest_test.py SOURCE      exit 77: skipped, the reason is printed
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import lab

NOBODY = 65534


def panic(source):
    """The guest's kernel finds no first process."""
    with tempfile.TemporaryDirectory() as folder:
        done = lab.start(source, "uma", pathlib.Path(folder), ["true"], "--kernel-arguments", "rdinit=/none")
    if done.returncode != 125 or "the guest's kernel panicked: Kernel panic - not syncing" not in done.stderr:
        return f"a panic ended with {done.returncode}: {done.stderr}"
    return ""


def readable_copy(source, folder):
    """The lab, where a user who owns nothing can read it: above the checkout there may be a folder of mode 700."""
    cache = pathlib.Path(os.environ.get("ACCELBENCH_LAB_CACHE", f"{source}/build/numa-lab")) / "default"
    shutil.copytree(f"{source}/scripts", f"{folder}/lab/scripts", ignore=shutil.ignore_patterns("reference"))
    os.makedirs(f"{folder}/cache/default")
    for name in ("vmlinux", "initrd", "ready"):
        shutil.copy2(cache / name, f"{folder}/cache/default/{name}")
        os.chmod(f"{folder}/cache/default/{name}", 0o644)
    for path in pathlib.Path(folder, "lab").rglob("*"):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


def ordinary_user(source):
    """Files, exit code and both streams, by a user who owns nothing."""
    if os.geteuid() != 0:
        return ""  # then every other test of the lab is the proof
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o777)
        readable_copy(source, folder)
        words = [f"{folder}/lab/scripts/numa-lab", "--topology", "uma", "--out", f"{folder}/out", "--", "sh", "-c",
                 "echo data; echo talk >&2; echo file >$LAB_OUT/file; exit 9"]
        done = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/", user=NOBODY, group=NOBODY,
                              extra_groups=[], env={"PATH": os.defpath, "HOME": folder,
                                                    "ACCELBENCH_LAB_CACHE": f"{folder}/cache"})
        said = (done.returncode, done.stdout, done.stderr)
        if said != (9, "data\n", "talk\n"):
            return f"an ordinary user's guest: {said}"
        file = pathlib.Path(folder, "out/file")
        return "" if file.read_text() == "file\n" and file.stat().st_uid == NOBODY else "its file did not come back"


def main(source):
    lab.skip_without_lab(source)
    wrong = [words for words in (panic(source), ordinary_user(source)) if words]
    for words in wrong:
        print("WRONG:", words)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
