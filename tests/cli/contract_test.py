"""Runs one row of contract.txt, or all of them: contract_test.py CONTRACT PROGRAM_FOLDER SOURCE [LINE]"""
import os
import re
import subprocess
import sys
import tempfile


def rows(path):
    """Yields (line number, exit code, shell line, stream, text)."""
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        code, rest = line.split(" | ", 1)
        command, expectation = rest.rsplit(" | ", 1)
        stream, text = re.match(r"(err~|out~|err:|out:) (.*)", expectation).groups()
        yield number, int(code), command, stream, text


def holds(stream, text, output):
    return re.search(text, output) if stream.endswith("~") else text in output


def complaints(code, command, stream, text, programs, source):
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, PATH=f"{programs}:{os.environ['PATH']}", SOURCE=source)
        done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=100)
    output = done.stderr if stream.startswith("err") else done.stdout
    if done.returncode != code:
        yield f"exit code {done.returncode}, not {code}"
    if not holds(stream, text, output):
        yield f"{stream[:3]} lacks: {text}"
    for mark in ("terminate called", "what():", "core dumped", "defect of accelbench"):
        if mark in done.stderr + done.stdout:
            yield f"shows '{mark}'"
    if code and not (done.stderr.startswith("accelbench: ") and done.stderr.count("\n") == 1):
        yield "an error is one line on stderr that begins with 'accelbench: '"
    if code and "--dry-run" not in command and done.stdout:
        yield "an error leaves stdout empty"
    if code and "Error" in done.stderr.split(":")[1]:
        yield "a library's error class shows"
    if done.returncode != code or not holds(stream, text, output):
        yield "stderr was: " + done.stderr.strip()


def main():
    contract, programs, source = (os.path.abspath(argument) for argument in sys.argv[1:4])
    wanted = int(sys.argv[4]) if len(sys.argv) > 4 else None
    bad = ran = 0
    for number, code, command, stream, text in rows(contract):
        if wanted is not None and number != wanted:
            continue
        ran += 1
        found = list(complaints(code, command, stream, text, programs, source))
        bad += bool(found)
        for complaint in found:
            print(f"contract.txt:{number}: {command}\n    {complaint}")
    print(f"{ran - bad} of {ran} rows hold")
    return 1 if bad or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
