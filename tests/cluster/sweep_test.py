"""accelbench sweep over the machines of scripts/cluster-lab: who runs where, and what the loss of one costs.

Exit 77: skipped, the reason is printed.
"""
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

import cluster

PROGRAMS = pathlib.Path(sys.argv.pop(1))
SWEEP = [str(PROGRAMS / "accelbench"), "sweep", "--kernel", "null", "--policies", "baseline", "--oversubscribe"]


class Sweep(unittest.TestCase):
    def setUp(self):
        self.lab = cluster.Lab()
        self.addCleanup(self.lab.close)
        self.lab.up("3", "--rate", "1Gbit")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name, "out")

    def words(self, *more):
        return ["run", "--", *SWEEP, "--out", str(self.out), *more]

    def journal(self):
        return [json.loads(line) for line in (self.out / "trials.jsonl").read_text().splitlines()]

    def hosts_by_cell(self):
        return {trial["cell"].split("machines=")[1].split("/")[0]: [rank["host"] for rank in trial["ranks"]]
                for trial in self.journal()}


class WhereRanksRunTest(Sweep):
    def test_ranks_fill_the_first_machines_evenly_also_where_there_is_only_one(self):
        # The lab's default hostfile names three machines of two cores: mpirun alone would go on to the second.
        self.lab.must(*self.words("--hosts", "node-2,node-3", "--num-machines", "1,2", "--num-processes", "4",
                                  "--launches", "1", "--steps", "2"))
        self.assertEqual(self.hosts_by_cell(), {"1": ["node-2"] * 4, "2": ["node-2"] * 2 + ["node-3"] * 2})

    def test_without_hosts_one_machine_is_this_one(self):
        self.lab.must(*self.words("--num-processes", "4", "--launches", "1", "--steps", "2"))
        self.assertEqual(self.hosts_by_cell(), {"1": ["node-1"] * 4})


if __name__ == "__main__":
    if not shutil.which("mpirun"):
        print("SKIPPED: Open MPI is not installed")
        sys.exit(77)
    cluster.skip_without_machines()
    unittest.main()
