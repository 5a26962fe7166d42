"""The whole grid of CI over four machines of scripts/cluster-lab: every cell runs, or is skipped for the right reason.

Exit 77: skipped, the reason is printed.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import cluster

PROGRAMS = pathlib.Path(sys.argv.pop(1))
MACHINES = PROCESSES = (1, 2, 4)
POLICIES = ("baseline", "local", "interleave", "remote")
COMMAND = ["sweep", "--policies", "all", "--num-machines", "1,2,4", "--num-processes", "1,2,4", "--preset", "tiny"]
SMALLER = ["--layers", "1", "--channels", "32", "--heads", "2", "--context", "16", "--batch", "4"]
HOSTS = ["node-1", "node-2", "node-3", "node-4"]


def usable_cores():
    """A core counts once, however many of its threads are ours."""
    cpu = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
    return len({pathlib.Path(cpu.format(number)).read_text() for number in os.sched_getaffinity(0)})


def nodes_with_memory_and_cpus():
    nodes = pathlib.Path("/sys/devices/system/node")
    if not nodes.exists():
        return 1
    return sum((nodes / f"node{number}" / "cpulist").read_text().strip() != ""
               for node in (nodes / "has_memory").read_text().strip().split(",")
               for number in range(int(node.split("-")[0]), int(node.split("-")[-1]) + 1))


def skip_of(policy, machines, processes, environment):
    """What a cell of this grid must be skipped for; None: it runs."""
    if processes % machines:
        below = processes // machines * machines
        nearest = f"the nearest that does: {machines}"
        if below:
            nearest = f"the nearest that do: {below} and {below + machines}"
        return f"{processes} processes do not divide over {machines} machines; {nearest}$"
    if policy in ("interleave", "remote") and nodes_with_memory_and_cpus() < 2:
        return f"{policy} needs 2 NUMA nodes with memory.*; this machine has 1$"
    if processes // machines > usable_cores():
        return r"\d+ processes of 1 thread do not fit the \d+ core"
    if policy != "baseline" and environment["mempolicy"] != "permitted":
        return re.escape(environment["mempolicy"])
    return None


class GridTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        lab = cluster.Lab()
        cls.addClassCleanup(lab.close)
        lab.up("4", "--rate", "1Gbit")
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = pathlib.Path(folder.name, "out", "result.json")
        cls.done = lab.call("run", "--", str(PROGRAMS / "accelbench"), *COMMAND, *SMALLER, "--hosts",
                            ",".join(HOSTS), "--launches", "1", "--steps", "2", "--out", str(cls.path.parent),
                            timeout=300)
        assert cls.done.returncode == 0, cls.done.stdout + cls.done.stderr
        cls.document = json.loads(cls.path.read_text())
        cls.trials = {trial["cell"]: trial for trial in cls.document["trials"]}
        cls.cells = {(cell["policy"], cell["machines"], cell["processes"]): cell for cell in cls.document["cells"]}

    def test_every_cell_of_the_grid_ran_or_says_why_not(self):
        self.assertEqual(set(self.cells), {(p, m, n) for p in POLICIES for m in MACHINES for n in PROCESSES})
        for key, cell in self.cells.items():
            with self.subTest(key):
                wanted = skip_of(*key, self.document["environment"])
                if not wanted and key[0] != "baseline" and nodes_with_memory_and_cpus() > 1 and cell["skip"]:
                    # One process has a thread for each core, and these policies keep it on one node.
                    self.assertIn("binds a rank to one node", cell["skip"])
                elif wanted:
                    self.assertRegex(cell["skip"], wanted)
                    self.assertNotIn(cell["id"], self.trials)
                else:
                    self.assertEqual((cell["skip"], self.trials[cell["id"]]["status"]), ("", "ok"),
                                     self.trials.get(cell["id"]))

    def test_ranks_fill_the_first_machines_and_nothing_is_misplaced(self):
        for (_, machines, processes), cell in self.cells.items():
            if cell["id"] in self.trials:
                ranks = self.trials[cell["id"]]["ranks"]
                self.assertEqual([rank["host"] for rank in ranks],
                                 [host for host in HOSTS[:machines] for _ in range(processes // machines)])
                self.assertEqual(sum(rank["misplaced_pages"] + rank["misplaced_threads"] for rank in ranks), 0)

    def test_losses_are_the_same_bits_under_every_policy(self):
        losses = {}
        for (_, machines, processes), cell in self.cells.items():
            if cell["id"] in self.trials:
                # Launches warm up for as long as they need: the first steps are those that all have.
                losses.setdefault((machines, processes), []).append(self.trials[cell["id"]]["losses"][:6])
        self.assertGreaterEqual(len(losses), 4)
        if self.document["environment"]["mempolicy"] == "permitted":
            self.assertGreaterEqual(len(losses[(4, 4)]), 2)
        for size, found in losses.items():
            self.assertEqual(found, found[:1] * len(found), size)
            self.assertEqual(len(found[0]), 6)

    def test_the_document_is_valid_and_tells_how_it_scales(self):
        validate = [sys.executable, str(cluster.SOURCE / "tests" / "validate_document.py"), str(self.path)]
        valid = subprocess.run(validate, capture_output=True, text=True, check=False)
        self.assertIn(valid.returncode, (0, 77), valid.stdout + valid.stderr)
        found = {curve["policy"]: [int(re.search("/machines=([0-9]+)", point["cell"])[1]) for point in curve["points"]]
                 for curve in self.document["scaling"] if "/processes=1/" in curve["base_cell"]}
        self.assertEqual(found["baseline"], [1, 2, 4])
        self.assertIn("over fewer machines", self.done.stdout)


if __name__ == "__main__":
    if not shutil.which("mpirun"):
        print("SKIPPED: Open MPI is not installed")
        sys.exit(77)
    cluster.skip_without_machines()
    unittest.main()
