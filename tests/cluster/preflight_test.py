"""What accelbench sweep asks the machines of scripts/cluster-lab before the first trial, and what it makes of the
answers.

Exit 77: skipped, the reason is printed.
"""
import json
import pathlib
import shutil
import signal
import sys
import time
import unittest

import cluster

PROGRAMS = pathlib.Path(sys.argv.pop(1))
ACCELBENCH = str(PROGRAMS / "accelbench")
SWEEP = [ACCELBENCH, "sweep", "--kernel", "null", "--policies", "baseline", "--oversubscribe", "--launches", "1",
         "--steps", "2", "--num-processes", "6"]
AGENT = str(cluster.SOURCE / "scripts" / "cluster-lab.d" / "agent")


class Preflight(cluster.MachinesTest):
    def sweep(self, *more):
        return self.lab.call("run", "--", *SWEEP, "--hosts", "node-1,node-2,node-3", *more)

    def document(self):
        return json.loads((self.out / "result.json").read_text())

    def skips(self):
        return {cell["machines"]: cell["skip"] for cell in self.document()["cells"]}

    def ran(self):
        return [trial["cell"].split("machines=")[1][0] for trial in self.document()["trials"]]

    def stand_in(self, host, words_for_facts):
        """`host` alone sees another accelbench, which says of itself what the shell line `words_for_facts` prints."""
        real = self.folder / "real"
        real.mkdir()
        shutil.copy(ACCELBENCH, real)
        (real / "accelbench-rank").symlink_to(PROGRAMS / "accelbench-rank")
        other = self.folder / "other"
        other.write_text(f'#!/bin/sh\nreal={real}/accelbench\n[ "$1" = host-facts ] || exec $real "$@"\n'
                         f"{words_for_facts}\n")
        other.chmod(0o755)
        self.lab.must("replace", host, ACCELBENCH, str(other))


class TroubleTest(Preflight):
    def test_a_cut_machine_is_named_its_cells_are_skipped_and_run_when_it_is_back(self):
        self.lab.must("cut", "node-3")
        done = self.sweep("--num-machines", "3,2", "--out", str(self.out))
        self.assertEqual(done.returncode, 0, done.stderr)
        tried = f"node-3 does not answer ({AGENT} node-3 {ACCELBENCH} host-facts: "
        self.assertIn("warning: " + tried, done.stderr)
        self.assertIn("connect to node-3", done.stderr)
        self.assertEqual(self.ran(), ["2"])
        self.assertIn("needs node-3, which does not answer", self.skips()[3])
        self.assertEqual(self.skips()[2], "")
        self.lab.must("restore", "node-3")
        cluster.wait_until(lambda: self.lab.reach("node-3")[0] == 0)  # neighbours may hold it for gone a while longer
        done = self.lab.call("run", "--", ACCELBENCH, "sweep", "--resume", str(self.out))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.ran(), ["2", "3"])
        self.assertEqual([host["trouble"] for host in self.document()["hosts"]], ["", "", ""])

    def test_a_rotation_goes_on_with_the_choices_that_are_left(self):
        self.lab.must("cut", "node-3")
        done = self.sweep("--num-machines", "2", "--rotate-hosts", "--out", str(self.out))
        self.assertEqual(done.returncode, 0, done.stderr)
        (trial,) = self.document()["trials"]
        self.assertIn("/hosts=node-1+node-2/", trial["cell"])
        self.assertEqual([cell["skip"][:12] for cell in self.document()["cells"]], ["", "needs node-3", "needs node-3"])
        self.assertEqual([(link["from"], link["to"]) for link in self.document()["links"]], [("node-1", "node-2")])

    def test_with_nothing_left_to_run_the_environment_is_to_blame(self):
        self.lab.must("cut", "node-3")
        done = self.sweep("--num-machines", "3", "--out", str(self.out))
        self.assertEqual(done.returncode, 5)
        self.assertRegex(done.stderr, r"^accelbench: no cell can run here: needs node-3, which does not answer .*\n$")
        self.assertFalse(self.out.exists())

    def test_machines_that_hang_are_asked_side_by_side(self):
        self.stand_in("node-2", "exec sleep 60")
        self.lab.must("replace", "node-3", ACCELBENCH, str(self.folder / "other"))
        start = time.monotonic()
        done = self.sweep("--num-machines", "3", "--out", str(self.out))
        self.assertEqual(done.returncode, 5)
        self.assertIn(f"needs node-[2-3], each of which does not answer "
                      f"({AGENT} HOST {ACCELBENCH} host-facts: no output)",
                      done.stderr)
        self.assertLess(time.monotonic() - start, 18, "two machines in turn would take twice 10 s")

    def test_a_signal_ends_the_questions_and_leaves_nothing(self):
        self.stand_in("node-2", "exec sleep 60")
        scratch = self.folder / "scratch"
        scratch.mkdir()
        self.lab.environment["TMPDIR"] = str(scratch)
        sweep = self.lab.start("run", "--", *SWEEP, "--hosts", "node-1,node-2", "--num-machines", "2", "--out",
                               str(self.out))
        cluster.wait_until(lambda: list(scratch.glob("*/ask-node-2.out")))
        time.sleep(0.5)
        sweep.send_signal(signal.SIGINT)
        self.assertEqual(sweep.wait(8), -signal.SIGINT)
        self.assertEqual(list(scratch.iterdir()), [])
        self.assertFalse(self.out.exists())

    def test_another_version_takes_no_part(self):
        other = 's/"accelbench_version": "[^"]*"/"accelbench_version": "9.8.7"/'
        self.stand_in("node-2", f"$real host-facts | sed '{other}'")
        done = self.sweep("--num-machines", "1,2", "--out", str(self.out))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("warning: node-2 can't take part: it has accelbench 9.8.7, this is ", done.stderr)
        self.assertEqual(self.ran(), ["1"])
        self.assertIn("it has accelbench 9.8.7", self.skips()[2])

    def test_a_machine_without_accelbench_takes_no_part(self):
        self.stand_in("node-2", "exit 127")
        done = self.sweep("--num-machines", "1,2", "--out", str(self.out))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("warning: node-2 can't run this accelbench", done.stderr)


class DifferenceTest(Preflight):
    def setUp(self):
        super().setUp()
        self.stand_in("node-2", '$real host-facts | sed \'s/"kernel": "/&other-/; '
                                's/unix_seconds": \\([0-9]\\)/unix_seconds": 9/\'')

    def test_machines_that_differ_are_a_table_and_a_warning(self):
        done = self.sweep("--num-machines", "2", "--out", str(self.out))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("warning: hosts differ", done.stderr)
        self.assertRegex(done.stderr, r"\nLinux kernel +\S+ +node-1\n +other-\S+ +node-2\n")
        self.assertRegex(done.stderr, r"\nclock +as the launching machine's +node-1\n +\+\d+\.\d\d s .*node-2\n")
        hosts = self.document()["hosts"]
        self.assertEqual([host["name"] for host in hosts], ["node-1", "node-2"])
        self.assertEqual([host["facts"]["machine"]["hostname"] for host in hosts], ["node-1", "node-2"])
        self.assertLess(abs(hosts[0]["clock"]["offset_seconds"]), 0.5)
        self.assertTrue(all(sum(host["facts"]["free_memory_bytes"].values()) > 0 for host in hosts))

    def test_strict_hosts_makes_that_an_error(self):
        done = self.sweep("--num-machines", "2", "--strict-hosts", "--out", str(self.out))
        self.assertEqual(done.returncode, 5)
        self.assertRegex(done.stderr, r"^accelbench: --strict-hosts: hosts differ: "
                         r"Linux kernel \S+ \(node-1\) and other-.*\n$")


if __name__ == "__main__":
    if not shutil.which("mpirun"):
        print("SKIPPED: Open MPI is not installed")
        sys.exit(77)
    cluster.skip_without_machines()
    unittest.main()
