"""Open MPI over the machines of scripts/cluster-lab: who runs where, and over which transport they speak.

Exit 77: skipped, the reason is printed.
"""
import re
import shutil
import sys
import unittest

import cluster

CHOSEN = re.compile(r"\[(node-\d+):\d+\] mca: bml: Using (\w+) btl for send to \[\[\d+,\d+\],\d+\] on node (node-\d+)")


class MessagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lab = cluster.Lab()
        cls.lab.up("4", "--rate", "1Gbit")

    @classmethod
    def tearDownClass(cls):
        cls.lab.close()

    def mpirun(self, *words):
        return self.lab.call("run", "--", "mpirun", "--map-by", "node", "--oversubscribe", "--bind-to", "none", *words)

    def test_shared_memory_inside_a_machine_and_tcp_between(self):
        done = self.mpirun("-np", "8", "--mca", "btl_base_verbose", "100", str(cluster.BINARIES / "all-pairs"))
        self.assertEqual(done.returncode, 0, done.stderr)
        ranks = dict(line.split() for line in done.stdout.splitlines() if line[:1].isdigit())
        self.assertEqual(ranks, {str(rank): f"node-{rank % 4 + 1}" for rank in range(8)})
        used = {(name, start == end) for start, name, end in CHOSEN.findall(done.stdout + done.stderr)}
        used = {("sm" if name == "vader" else name, near) for name, near in used}  # its name before Open MPI 5
        self.assertEqual(used, {("self", True), ("sm", True), ("tcp", False)})

    def test_a_variable_that_is_not_handed_over_stays_behind(self):
        # As over ssh: a lab that hid a forgotten -x would pass programs that fail on a cluster.
        self.lab.environment["FORGOTTEN"] = "1"
        done = self.mpirun("-np", "4", "sh", "-c", 'echo "$(hostname) ${FORGOTTEN:-none}"')
        self.assertEqual(sorted(done.stdout.splitlines()), ["node-1 1", "node-2 none", "node-3 none", "node-4 none"])

    def test_a_machine_that_does_not_answer_ends_mpirun_with_its_name(self):
        self.lab.must("cut", "node-3")
        done = self.mpirun("-np", "4", "hostname")
        self.lab.must("restore", "node-3")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("connect to node-3 (10.77.0.3)", done.stderr)


if __name__ == "__main__":
    if not (shutil.which("mpirun") and (cluster.BINARIES / "all-pairs").exists()):
        print("SKIPPED: Open MPI is not installed")
        sys.exit(77)
    cluster.skip_without_machines()
    unittest.main()
