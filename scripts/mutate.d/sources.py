"""Which lines of which sources are mutated: those of the files that are named, or those that a diff changed."""
import os
import pathlib
import re
import subprocess

from failure import Failure
from mutations import mutants_of

ROOMS = ("topology", "bench", "reports", "harness")
ENDINGS = (".cpp", ".h")
HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def named(root, name):
    """The path below `root` of what a user typed."""
    path = pathlib.Path(name).resolve()
    if not path.is_file():
        raise Failure(2, f"'{name}' is no file")
    inside = os.path.relpath(path, root)
    if inside.split(os.sep)[0] not in ROOMS or not inside.endswith(ENDINGS):
        raise Failure(2, f"'{name}' is not a C++ source of ours: give .cpp or .h files of {', '.join(ROOMS)}")
    return inside


def diff_of(root, revision):
    command = ["git", "-c", "safe.directory=*", "-c", "core.quotePath=false", "diff", "-U0", "--no-color",
               "--no-ext-diff", "--no-prefix", "--diff-filter=d", "--end-of-options", revision, "--",
               *(f"{room}/*{ending}" for room in ROOMS for ending in ENDINGS)]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    except OSError as error:
        raise Failure(5, f"--diff needs git: {error}") from error
    if done.returncode != 0:
        raise Failure(2, f"--diff {revision}: {done.stderr.strip()}")
    return done.stdout


def lines_by_path(diff):
    """{path: numbers of the lines that the diff wrote}"""
    lines, path = {}, None
    for line in diff.splitlines():
        if line.startswith("+++ "):
            path = line[4:].rstrip("\t")
        elif found := HUNK.match(line):
            first, count = int(found.group(1)), int(found.group(2) or 1)
            lines.setdefault(path, set()).update(range(first, first + count))
    return lines


def find_mutants(root, names, revision):
    """Of all lines of the files named; of the changed lines alone (of these files, if any) with a revision."""
    wanted = sorted({named(root, name) for name in names})
    lines = {path: None for path in wanted}
    if revision is not None:
        changed = lines_by_path(diff_of(root, revision))
        lines = {path: numbers for path, numbers in sorted(changed.items()) if not wanted or path in wanted}
    mutants = []
    for path, numbers in lines.items():
        mutants += mutants_of(path, (root / path).read_text(encoding="utf-8"), numbers)
    return mutants
