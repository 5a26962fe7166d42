"""accelbench sweep --rotate-hosts over the machines of scripts/cluster-lab: each pair of three, one of them far away.

Exit 77: skipped, the reason is printed.
"""
import json
import pathlib
import shutil
import sys
import unittest

import cluster

PROGRAMS = pathlib.Path(sys.argv.pop(1))
HOSTS = ("node-1", "node-2", "node-3")
# node-3 is 4 ms away: far beyond what a launch on a busy machine varies by.
MATRIX = "-    50us 4ms\n50us -    4ms\n4ms 4ms -\n"
# The smallest training step that sums gradients over both machines.
WORK = ("--kernel", "gpt", "--layers", "1", "--channels", "16", "--heads", "1", "--context", "8", "--batch", "1",
        "--threads", "1", "--steps", "3")


class RotationTest(cluster.MachinesTest):
    matrix = MATRIX

    def test_the_far_machine_is_named(self):
        out = self.folder / "out"
        sweep = self.lab.call("run", "--", str(PROGRAMS / "accelbench"), "sweep", "--policies", "baseline",
                              "--oversubscribe", "--hosts", ",".join(HOSTS), "--num-machines", "2", "--num-processes",
                              "2", "--rotate-hosts", "--launches", "10", "--seed", "1", "--out", str(out), *WORK,
                              timeout=200)
        self.assertEqual(sweep.returncode, 0, sweep.stderr)
        document = json.loads((out / "result.json").read_text())
        self.assert_ranks_ran_where_they_were_sent(document)
        effects = {effect["host"]: effect for effect in document["host_effects"]}
        print({host: round(effect["ratio"]["value"], 2) for host, effect in effects.items()}, flush=True)
        self.assertEqual(set(effects), set(HOSTS))
        slow = [host for host, effect in effects.items() if effect["verdict"] == "slower"]
        self.assertEqual(slow, ["node-3"], effects)
        self.assertGreater(effects["node-3"]["ratio"]["low"], 1.5)
        self.assertEqual(effects["node-3"]["ratio"]["n"], 10)
        self.assertIn("a slow host\n    node-3: choices with it take", sweep.stdout)

    def assert_ranks_ran_where_they_were_sent(self, document):
        sent = {cell["id"]: cell["parameters"]["hosts"].split("+") for cell in document["cells"]}
        self.assertEqual(sorted(sent.values()), [["node-1", "node-2"], ["node-1", "node-3"], ["node-2", "node-3"]])
        self.assertEqual(len(document["trials"]), 30)
        for trial in document["trials"]:
            self.assertEqual([rank["host"] for rank in trial["ranks"]], sent[trial["cell"]])


if __name__ == "__main__":
    if not shutil.which("mpirun"):
        print("SKIPPED: Open MPI is not installed")
        sys.exit(77)
    cluster.skip_without_machines()
    if reason := cluster.why_no_delay():
        print("SKIPPED:", reason)
        sys.exit(77)
    unittest.main()
