"""What the tests of the lab share: starting a guest, leaving the test where none can be, the table of cells."""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def start(source, topology, out, command, *options, timeout_seconds=550):
    """Runs `command` in a guest and lets it end as it will. What its kernel said is in the file `console` under
    `out`."""
    words = [f"{source}/scripts/numa-lab", "--topology", topology, "--timeout", str(timeout_seconds), "--out", str(out),
             "--console", str(out / "console"), *options]
    return subprocess.run([*words, "--", *command], capture_output=True, text=True, check=False)


def boot(source, topology, out, command, *options):
    """As start(), for a command that must end with 0; else the test ends here, with all that the guest said."""
    done = start(source, topology, out, command, *options)
    if done.returncode != 0:
        console = (out / "console").read_text(errors="replace") if (out / "console").exists() else ""
        sys.exit(f"the guest's command ended with {done.returncode}\n{done.stdout}\n{done.stderr}\n"
                 f"the guest's console, its last lines:\n" + "\n".join(console.splitlines()[-60:]))
    return done


def skip_without_lab(source, kernel="default"):
    words = [f"{source}/scripts/numa-lab", "--kernel", kernel, "--prepare"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode == 5:
        print("SKIPPED: no guest can be started here:", done.stderr.strip())
        sys.exit(77)
    if done.returncode != 0:
        sys.exit(f"numa-lab --prepare ended with {done.returncode}: {done.stderr}")


def print_rows(rows):
    print(f"{'topology':18} {'policy':20} {'processes':>9} {'threads':>7} {'pages checked':>13} {'misplaced':>9}")
    for row in rows:
        seen = row["skipped"] or f"{row['pages']:13} {row['misplaced']:9}"
        print(f"{row['topology']:18} {row['policy']:20} {row['processes']:9} {row['threads']:7} {seen}")
