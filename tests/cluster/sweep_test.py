"""accelbench sweep over the machines of scripts/cluster-lab: who runs where, and what the loss of one costs.

Exit 77: skipped, the reason is printed.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import time
import unittest

import cluster

PROGRAMS = pathlib.Path(sys.argv.pop(1))
SWEEP = [str(PROGRAMS / "accelbench"), "sweep", "--kernel", "null", "--policies", "baseline", "--oversubscribe"]


class Sweep(cluster.MachinesTest):
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

    def test_master_addr_is_where_rank_0_runs_wherever_that_machine_is_named(self):
        # mpirun on node-1 gives it rank 0; a failed trial keeps what its ranks were told.
        words = ["--hosts", "node-2,node-1", "--num-machines", "2", "--num-processes", "2", "--launches", "1",
                 "--steps", "2"]
        self.lab.must(*self.words(*words))
        first = self.hosts_by_cell()["2"][0]
        self.out = self.out.with_name("failed")
        self.lab.call(*self.words(*words, "--fail", "exit:1"))
        told = json.loads((self.out / "trials" / "000000" / "trial.json").read_text())
        self.assertEqual(told["master_address"], first)

    def test_without_hosts_one_machine_is_this_one(self):
        self.lab.must(*self.words("--num-processes", "4", "--launches", "1", "--steps", "2"))
        self.assertEqual(self.hosts_by_cell(), {"1": ["node-1"] * 4})


class LossTest(Sweep):
    """One machine of three goes while a trial runs over all of them."""

    def lose(self, how):
        sweep = self.lab.start(*self.words("--hosts", "node-1,node-2,node-3", "--num-machines", "3,2",
                                           "--num-processes", "6", "--step", "0.05", "--steps", "40", "--timeout", "8",
                                           "--launches", "2", "--seed", "1"), stdout=subprocess.DEVNULL)
        self.assertTrue(cluster.wait_until(lambda: self.ranks_run_on("node-3")), "no trial over three machines began")
        time.sleep(0.5)
        self.lab.must(how, "node-3")
        self.assertEqual(sweep.wait(100), 3)
        lost = [trial for trial in self.journal() if "machines=3" in trial["cell"]]
        others = [trial for trial in self.journal() if "machines=2" in trial["cell"]]
        self.assertEqual(len(lost), 2)
        for trial in lost:
            self.assertIn(trial["status"], ("timeout", "failed"))
            self.assertIn("node-3", trial["reason"])
            self.assertLess(trial["wall_seconds"], 8 + 5 + 10 + 5, "the timeout, the grace, the question, and slack")
        self.assertEqual([trial["status"] for trial in others], ["ok", "ok"], others)
        left = [host for host in ("node-1", "node-2") if self.ranks_run_on(host)]
        self.assertEqual(left, [])

    def ranks_run_on(self, host):
        """Ranks of a trial: those that measure the links before the first one come and go."""
        mark = f"CLUSTER_LAB_MACHINE={self.lab.state}/{self.lab.name}/{host}"
        for process in self.lab.processes():
            folder = pathlib.Path(f"/proc/{process}")
            try:
                if (folder / "comm").read_text().startswith("accelbench-rank") and \
                        f"{self.out}/trials/0" in (folder / "cmdline").read_text() and \
                        any(line.decode().startswith(mark) for line in (folder / "environ").read_bytes().split(b"\0")):
                    return True
            except OSError:
                pass
        return False

    def test_a_cut_machine_costs_its_trials_and_is_named(self):
        self.lose("cut")

    def test_a_killed_machine_costs_its_trials_and_is_named(self):
        self.lose("kill")


if __name__ == "__main__":
    if not shutil.which("mpirun"):
        print("SKIPPED: Open MPI is not installed")
        sys.exit(77)
    cluster.skip_without_machines()
    unittest.main()
