"""accelbench sweep inside salloc, on a Slurm of the distribution's packages over three machines of scripts/cluster-lab.

Exit 77: skipped, the reason is printed.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import cluster
import slurm

PROGRAMS = pathlib.Path(sys.argv.pop(1))
SWEEP = [str(PROGRAMS / "accelbench"), "sweep"]
NULL = ["--kernel", "null", "--policies", "baseline", "--oversubscribe"]
SMALL = ["--preset", "tiny", "--layers", "1", "--channels", "32", "--heads", "2", "--context", "16", "--batch", "1"]
SHORT = ["--launches", "1", "--steps", "2"]


def setUpModule():
    """One Slurm for all tests: its daemons take seconds to start."""
    SlurmTest.lab = cluster.Lab()
    SlurmTest.slurm = slurm.Slurm(SlurmTest.lab, 3)
    unittest.addModuleCleanup(SlurmTest.slurm.close)
    unittest.addModuleCleanup(SlurmTest.lab.close)
    SlurmTest.lab.up("3", "--rate", "1Gbit")
    SlurmTest.slurm.start()


def load_tests(loader, *_):
    """In this order: the last one leaves a node without its daemon."""
    return unittest.TestSuite(map(loader.loadTestsFromTestCase, (InsideAnAllocationTest, LostStepTest, LostNodeTest)))


class SlurmTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name, "out")
        self.addCleanup(self.end_jobs)

    def end_jobs(self):
        """Of a test that failed: the next one would wait for their nodes."""
        jobs = self.lab.call("exec", "node-1", "--", "squeue", "-h", "-o", "%i").stdout.split()
        if jobs:
            self.lab.call("exec", "node-1", "--", "scancel", *jobs)

    allocation = ["--nodes=2", "--exclusive"]

    def words(self, *more):
        # Nodes of such a cluster need not take ssh, nor what stands in for it.
        agents = ["-u", "OMPI_MCA_plm_rsh_agent", "-u", "PRTE_MCA_plm_ssh_agent"]
        return ["exec", "node-1", "--", "env", *agents, "salloc", *self.allocation, *SWEEP, "--out", str(self.out),
                *more]

    def journal(self):
        return [json.loads(line) for line in (self.out / "trials.jsonl").read_text().splitlines()]

    def document(self):
        return json.loads((self.out / "result.json").read_text())

    def hosts(self, trial):
        return [rank["host"] for rank in trial["ranks"]]

    def steps(self):
        """Steps of jobs that run now, without those that Slurm itself needs."""
        said = self.lab.must("exec", "node-1", "--", "squeue", "-h", "-s", "-o", "%i").split()
        return [step for step in said if step.split(".")[1].isdigit()]


class InsideAnAllocationTest(SlurmTest):
    def test_the_main_job_runs_by_srun_on_the_nodes_of_the_job(self):
        done = self.lab.call(*self.words(*SMALL, "--policies", "all", "--num-machines", "1,2", "--num-processes", "2,4",
                                         "--oversubscribe", *SHORT), timeout=150)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("launcher: slurm (inside Slurm job", done.stderr)
        trials = self.journal()
        self.assertEqual({(trial["status"], trial["reason"]) for trial in trials}, {("ok", "")})
        losses = {}
        for trial in trials:
            machines, ranks = [int(trial["cell"].split(f"/{axis}=")[1].split("/")[0])
                               for axis in ("machines", "processes")]
            nodes = [f"node-{number + 1}" for number in range(machines) for _ in range(ranks // machines)]
            self.assertEqual(self.hosts(trial), nodes, trial["cell"])
            # Launches warm up for as long as they need: the first steps are those that all have.
            losses.setdefault((machines, ranks), set()).add(tuple(trial["losses"][:6]))
        self.assertEqual(sorted(losses), [(1, 2), (1, 4), (2, 2), (2, 4)])
        self.assertEqual({len(different) for different in losses.values()}, {1}, losses)
        self.check_document()

    def check_document(self):
        validate = [sys.executable, cluster.SOURCE / "tests" / "validate_document.py", self.out / "result.json"]
        valid = subprocess.run(validate, capture_output=True, text=True, check=False)
        self.assertIn(valid.returncode, (0, 77), valid.stdout + valid.stderr)
        self.assertIn("slurm", json.dumps(self.document()["launcher"]))
        hosts = self.document()["hosts"]
        self.assertEqual([(host["name"], host["trouble"], host["facts"]["machine"]["hostname"]) for host in hosts],
                         [("node-1", "", "node-1"), ("node-2", "", "node-2")])

    def test_a_node_with_another_accelbench_takes_no_part(self):
        accelbench = str(PROGRAMS / "accelbench")
        with tempfile.TemporaryDirectory() as folder:
            other = pathlib.Path(folder, "other")
            other.write_text('#!/bin/sh\necho "{\\"accelbench_host\\": 1, \\"version\\": \\"9.8.7\\",'
                             ' \\"node_name\\": \\"$SLURMD_NODENAME\\"}"\n')
            other.chmod(0o755)
            self.lab.must("replace", "node-2", accelbench, str(other))
            self.addCleanup(self.lab.must, "restore", "node-2", accelbench)
            done = self.lab.call(*self.words(*NULL, *SHORT, "--num-machines", "1,2", "--num-processes", "2"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("warning: node-2 can't take part: it has accelbench 9.8.7", done.stderr)
        self.assertIn("(srun --nodes=2 ", done.stderr)
        self.assertEqual([self.hosts(trial) for trial in self.journal()], [["node-1"] * 2])

    def test_more_machines_than_the_job_has_are_skipped(self):
        said = self.lab.must(*self.words(*NULL, *SHORT, "--num-machines", "1,3", "--num-processes", "3"))
        self.assertIn("3 machines requested; this Slurm allocation has 2\n    baseline 3 x 3 x", said)
        self.assertEqual([self.hosts(trial) for trial in self.journal()], [["node-1"] * 3])

    def test_hosts_choose_among_the_nodes_of_the_job(self):
        self.lab.must(*self.words(*NULL, *SHORT, "--hosts", "node-2,node-1", "--num-processes", "1"))
        self.assertEqual([self.hosts(trial) for trial in self.journal()], [["node-2"]])

    def test_a_rotation_takes_each_choice_of_the_nodes_of_the_job(self):
        # No name is given: they are read from SLURM_JOB_NODELIST, node-[1-2].
        self.lab.must(*self.words(*NULL, *SHORT, "--num-machines", "1,2", "--num-processes", "2", "--rotate-hosts"))
        ran = {trial["cell"].split("/hosts=")[1].split("/")[0]: self.hosts(trial) for trial in self.journal()}
        self.assertEqual(ran, {"node-1": ["node-1"] * 2, "node-2": ["node-2"] * 2,
                               "node-1+node-2": ["node-1", "node-2"]})


    def test_master_addr_is_where_rank_0_runs_whatever_order_hosts_have(self):
        # srun sorts its nodes; a failed trial keeps what its ranks were told.
        words = [*NULL, *SHORT, "--hosts", "node-2,node-1", "--num-machines", "2", "--num-processes", "2"]
        self.lab.must(*self.words(*words))
        (trial,) = self.journal()
        self.out = self.out.with_name("failed")
        self.lab.call(*self.words(*words, "--fail", "exit:1"))
        told = json.loads((self.out / "trials" / "000000" / "trial.json").read_text())
        self.assertEqual(told["master_address"], self.hosts(trial)[0])


class LostNodeTest(SlurmTest):
    """A node of a job that Slurm doesn't end with it."""
    allocation = ["--no-kill", *SlurmTest.allocation]

    def ranks(self):
        """Ids of the ranks of the lab's jobs, on whatever node."""
        found = subprocess.run(["pgrep", "-f", f"accelbench-rank --trial {self.out}"], capture_output=True, text=True,
                               check=False)
        return found.stdout.split()

    def test_a_lost_node_costs_its_trials_and_is_named(self):
        sweep = self.lab.start(*self.words(*NULL, "--num-machines", "2,1", "--num-processes", "2", "--step", "0.05",
                                           "--steps", "40", "--launches", "2", "--seed", "1", "--timeout", "6"),
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.slurm.wait(lambda: self.two_machines_run() and len(self.ranks()) == 2)
        time.sleep(0.5)
        self.slurm.lose(2)
        said = sweep.communicate(timeout=150)[1]
        self.assertEqual(sweep.returncode, 3, said)
        lost = [trial for trial in self.journal() if "machines=2" in trial["cell"]]
        self.assertEqual(len(lost), 2)
        for trial in lost:
            self.assertIn(trial["status"], ("timeout", "failed"))
            self.assertRegex(trial["reason"], "; node-2 does not answer .srun .*nodelist=node-2 true: ")
            self.assertNotIn("node-1 does not answer", trial["reason"])
        others = [trial["status"] for trial in self.journal() if "machines=1" in trial["cell"]]
        self.assertEqual(others, ["ok", "ok"])
        self.assertEqual(self.ranks(), [])

    def two_machines_run(self):
        folders = sorted((self.out / "trials").glob("0*/trial.json"))
        return folders and "machines=2" in folders[-1].read_text()


class LostStepTest(SlurmTest):
    def test_a_killed_step_costs_its_trial_and_is_named(self):
        sweep = self.lab.start(*self.words(*NULL, "--num-machines", "2", "--num-processes", "2", "--step", "0.05",
                                           "--steps", "60", "--launches", "2"), stdout=subprocess.DEVNULL)
        # Steps that come before ask the nodes and measure their links.
        self.slurm.wait(lambda: (self.out / "trials" / "000000").exists() and self.steps())
        time.sleep(1)
        (killed,) = self.steps()
        self.lab.must("exec", "node-1", "--", "scancel", killed)
        self.assertEqual(sweep.wait(100), 3)
        first, second = self.journal()
        self.assertEqual((first["status"], second["status"]), ("failed", "ok"), (first["reason"], second["reason"]))
        self.assertRegex(first["reason"], f"STEP {killed} .*CANCELLED|StepId={killed}")  # whichever srun said first
        self.assertEqual(self.steps(), [])

    def test_a_job_that_slurm_ends_ends_the_sweep_and_another_goes_on(self):
        words = [*NULL, "--num-machines", "2", "--num-processes", "2", "--step", "0.05", "--steps", "40",
                 "--launches", "2"]
        sweep = self.lab.start(*self.words(*words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.slurm.wait(lambda: (self.out / "trials" / "000001").exists() and self.steps())
        time.sleep(1)
        self.lab.must("exec", "node-1", "--", "scontrol", "update", "NodeName=node-2", "State=DOWN", "Reason=test")
        said = sweep.communicate(timeout=100)[1]
        self.lab.must("exec", "node-1", "--", "scontrol", "update", "NodeName=node-2", "State=RESUME")
        self.assertEqual(sweep.returncode, 5, said)
        self.assertRegex(said,
                         "Slurm job [0-9]+ is over .*--no-kill; continue in another with: accelbench sweep --resume ")
        self.assertEqual([trial["status"] for trial in self.journal()], ["ok"])
        self.assertIn("is over", self.document()["ended"])
        self.slurm.wait(lambda: self.slurm.states() == ["idle"] * 3)
        before = self.words()
        before[before.index("--out"):] = ["--resume", str(self.out)]
        done = self.lab.call(*before)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual([trial["status"] for trial in self.journal()], ["ok", "ok"])

    def test_a_hang_ends_at_the_timeout_and_asks_no_host_over_ssh(self):
        done = self.lab.call(*self.words(*NULL, *SHORT, "--hosts", "node-1,node-2", "--num-machines", "2",
                                         "--num-processes", "2", "--fail", "hang:1", "--timeout", "4"))
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        (trial,) = self.journal()
        self.assertEqual(trial["status"], "timeout", trial["reason"])
        self.assertIn("not finished after 4 s", trial["reason"])
        self.assertNotIn("does not answer", trial["reason"])
        self.assertEqual(self.steps(), [])


def skip_without_slurm():
    probe = cluster.Lab("probe")
    try:
        slurm.Slurm(probe, 1).close()
    except slurm.Missing as reason:
        print("SKIPPED:", reason)
        sys.exit(77)
    finally:
        probe.close()


if __name__ == "__main__":
    cluster.skip_without_machines()
    skip_without_slurm()
    unittest.main()
