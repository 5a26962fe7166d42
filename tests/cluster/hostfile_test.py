"""A hostfile means the same to accelbench and to Accelerate and DeepSpeed: hosts, their order, and ranks of each.

Their answers are also committed, and a unit test holds accelbench to those everywhere; this one is for whom has them.
Exit 77: skipped, the reason is printed. scripts/reference/launchers installs both for it.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import cluster

PROGRAMS = pathlib.Path(sys.argv.pop(1))
VENV = cluster.SOURCE / "build" / "reference-venv" / "bin"
ACCELERATE = shutil.which("accelerate", path=f"{VENV}:{os.environ['PATH']}")
SLOTS = {"node-2": 2, "node-1": 2, "node-3": 1}  # no more than the two cpus that Accelerate's mpirun binds ranks to
# (machines, processes): those that fit, and those that are too many for a host.
FIT, TOO_MANY = [(1, 2), (2, 2), (2, 4), (3, 3)], [(1, 3), (3, 6)]


def hostfile(slots):
    return "# as DeepSpeed documents it\n\n" + "".join(f"{host} slots={count}\n" for host, count in slots.items())


class HostfileTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lab = cluster.Lab()
        cls.addClassCleanup(cls.lab.close)
        cls.lab.up("3", "--rate", "1Gbit")
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.hostfile = cls.folder / "hostfile"
        cls.hostfile.write_text(hostfile(SLOTS))

    def run_from_first(self, *words):
        """mpirun counts the machine that it runs on as the first of the file, wherever it stands there."""
        return self.lab.call("run", "--on", "node-2", "--", *words)

    def by_accelerate(self, machines, processes):
        """The host of each rank; None: refused."""
        sizes = ["--num_machines", str(machines), "--num_processes", str(processes)]
        first = ["--machine_rank", "0", "--main_process_ip", "node-2", "--main_process_port", "29500"]
        done = self.run_from_first(ACCELERATE, "launch", "--cpu", *sizes, *first, "--mpirun_hostfile",
                                   str(self.hostfile), "--no_python", "sh",
                                   "-c", 'echo "$OMPI_COMM_WORLD_RANK at $(hostname)"')
        if done.returncode != 0:
            self.assertIn("slots", done.stderr)
            return None
        ranks = dict(line.split(" at ") for line in done.stdout.splitlines() if " at " in line)
        return [ranks[str(rank)] for rank in range(processes)]

    def sweep(self, machines, processes, *more):
        sizes = ["--num-machines", str(machines), "--num-processes", str(processes), "--threads", "1"]
        return self.run_from_first(str(PROGRAMS / "accelbench"), "sweep", "--kernel", "null", "--policies", "baseline",
                                   "--hostfile", str(self.hostfile), *sizes, *more)

    def plan(self, machines, processes):
        return self.sweep(machines, processes, "--dry-run").stdout

    def by_accelbench(self, machines, processes):
        """As by_accelerate. Slots are asked for by a plan, which needs no cpus: these machines may have fewer."""
        if "has slots=" in self.plan(machines, processes):
            return None
        out = self.folder / f"{machines}-{processes}"
        done = self.sweep(machines, processes, "--oversubscribe", "--launches", "1", "--steps", "2", "--out", str(out))
        self.assertEqual(done.returncode, 0, done.stderr)
        (trial,) = [json.loads(line) for line in (out / "trials.jsonl").read_text().splitlines()]
        return [rank["host"] for rank in trial["ranks"]]

    def test_ranks_go_where_accelerate_puts_them_and_slots_are_its_limits(self):
        for machines, processes in FIT + TOO_MANY:
            with self.subTest(machines=machines, processes=processes):
                theirs = self.by_accelerate(machines, processes)
                self.assertEqual(theirs is None, (machines, processes) in TOO_MANY)
                self.assertEqual(self.by_accelbench(machines, processes), theirs)

    def test_what_accelerate_drops_or_moves_is_skipped_with_the_reason(self):
        # 3 processes on 2 machines: one each by its division, and the third on a machine that nobody asked for.
        self.assertEqual(set(self.by_accelerate(2, 3)), set(SLOTS))
        self.assertIn("3 processes do not divide over 2 machines; the nearest that do: 2 and 4", self.plan(2, 3))

    def test_the_committed_answers_are_those_that_they_give_now(self):
        reference = cluster.SOURCE / "scripts" / "reference" / "hostfile_reference.py"
        python, now = pathlib.Path(ACCELERATE).parent / "python3", self.folder / "now.json"
        done = subprocess.run([str(python), str(reference), str(now)], capture_output=True, text=True, check=False)
        if "ModuleNotFoundError" in done.stderr:
            self.skipTest(f"DeepSpeed can't be imported: {done.stderr.strip().splitlines()[-1]}")
        self.assertEqual(done.returncode, 0, done.stderr)
        committed = cluster.SOURCE / "tests" / "fixtures" / "launch" / "hostfiles.json"
        answers = [json.loads(path.read_text())["hostfiles"] for path in (committed, now)]
        self.maxDiff = None
        self.assertEqual(*answers, "scripts/reference/hostfiles makes the committed file anew")

    def test_deepspeed_counts_the_same_slots(self):
        script = ("import json, sys; from deepspeed.launcher.runner import fetch_hostfile; "
                  "print(json.dumps(fetch_hostfile(sys.argv[1])))")
        python = pathlib.Path(ACCELERATE).parent / "python3"
        done = subprocess.run([str(python), "-c", script, str(self.hostfile)], capture_output=True, text=True,
                              check=False)
        if "ModuleNotFoundError" in done.stderr:
            self.skipTest(f"DeepSpeed can't be imported: {done.stderr.strip().splitlines()[-1]}")
        self.assertEqual(done.returncode, 0, done.stderr)
        theirs = json.loads(done.stdout.splitlines()[-1])
        self.assertEqual(list(theirs.items()), list(SLOTS.items()))
        for host in theirs:
            with self.subTest(host):
                self.hostfile.write_text(hostfile({host: theirs[host], **theirs}))
                self.addCleanup(self.hostfile.write_text, hostfile(SLOTS))
                self.assertIn(f"99 ranks per machine; {host} has slots={theirs[host]} ", self.plan(1, 99))


if __name__ == "__main__":
    if not ACCELERATE:
        print("SKIPPED: Accelerate is not installed; scripts/reference/launchers puts it into build/reference-venv")
        sys.exit(77)
    if not shutil.which("mpirun"):
        print("SKIPPED: Open MPI is not installed")
        sys.exit(77)
    cluster.skip_without_machines()
    unittest.main(verbosity=2)
