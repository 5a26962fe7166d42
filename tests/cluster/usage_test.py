"""The messages of scripts/cluster-lab: what was typed, the cause, the remedy, and the exit code."""
import os
import pathlib
import subprocess
import tempfile
import unittest

import cluster

# (words, exit code, a part of the message)
REFUSED = [
    ([], 2, "no command; scripts/cluster-lab --help lists them"),
    (["fly"], 2, "'fly' is not a command"),
    (["--name"], 2, "--name needs a value"),
    (["--name", "A/b", "status"], 2, "--name 'A/b': use lower-case letters"),
    (["up"], 2, "up '': give the number of machines, 1 to 250"),
    (["up", "0"], 2, "up '0': give the number of machines, 1 to 250"),
    (["up", "251"], 2, "up '251': give the number of machines"),
    (["up", "2", "--fast"], 2, "'--fast' is not an option of up"),
    (["up", "2", "--rate"], 2, "--rate needs a value"),
    (["up", "2", "--rate", "1000"], 2, "--rate '1000' is not valid; write for example 100Mbit or 1Gbit"),
    (["up", "2", "--delay", "50"], 2, "--delay '50' is not valid; write for example 50us or 2ms"),
    (["up", "2", "--delay", "1ms", "--matrix", "f"], 2, "--delay and --matrix can't be combined"),
    (["run", "hostname"], 2, "'hostname' where -- was expected"),
    (["run", "--"], 2, "no command after --"),
    (["exec", "--", "hostname"], 2, "exec needs a machine"),
    (["cut"], 2, "cut takes 1 argument and got 0"),
    (["restore"], 2, "restore takes HOST, or HOST and PATH, and got 0 arguments"),
    (["run", "--", "true"], 5, "lab 'test' is not running; start it with"),
    (["exec", "node-1", "--", "true"], 5, "lab 'test' is not running"),
    (["status"], 5, "lab 'test' is not running"),
    (["kill", "node-1"], 5, "lab 'test' is not running"),
]
# (text of the matrix, a part of the message)
BAD_MATRICES = [
    ("- 1ms\n", "1 lines for 2 machines"),
    ("- 1ms\n1ms -\n- -\n", "line 3: more lines than the 2 machines"),
    ("- 1ms 1ms\n1ms -\n", "line 1: 3 words for 2 machines"),
    ("- 1\n1ms -\n", "line 1: '1' is no link"),
    ("- 1ms/fast\n1ms -\n", "line 1: '1ms/fast' is no link"),
    ("1ms 1ms\n1ms -\n", "line 1: '1ms' on the diagonal"),
]


class UsageTest(unittest.TestCase):
    def setUp(self):
        self.lab = cluster.Lab()
        self.addCleanup(self.lab.close)

    def assert_refused(self, words, code, message):
        done = self.lab.call(*words)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.assertIn(message, done.stderr)

    def test_what_is_refused_says_why_and_what_helps(self):
        for words, code, message in REFUSED:
            with self.subTest(words):
                self.assert_refused(words, code, message)

    def test_help_is_data(self):
        done = self.lab.call("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("usage: scripts/cluster-lab", done.stdout)

    def test_a_bad_matrix_is_refused_before_anything_stands(self):
        if reason := cluster.why_no_delay():
            self.skipTest(reason)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "matrix")
            for text, message in BAD_MATRICES:
                with self.subTest(text):
                    path.write_text(text)
                    self.assert_refused(["up", "2", "--matrix", str(path)], 2, message)
            self.assert_refused(["up", "2", "--matrix", folder + "/none"], 2, "No such file")

    # "Delays need root" was shown to root, in a container whose rules forbid the device.
    def test_why_there_are_no_delays_is_the_true_cause(self):
        with tempfile.TemporaryDirectory() as folder:
            for device, cause in ((f"{folder}/none", f"{folder}/none, which is missing here"),
                                  (folder, f"{folder}, which can't be opened here (Is a directory)")):
                self.lab.environment["CLUSTER_LAB_TUN"] = device
                self.assert_refused(["up", "2", "--delay", "50us"], 5, cause)
            self.assertIn("none, which is missing here", cluster.why_no_delay(f"{folder}/none"))
            self.assertIn("can't be opened (Is a directory)", cluster.why_no_delay(folder))

    def test_what_stands_is_not_started_twice_and_other_machines_are_refused(self):
        self.lab.up("2")
        self.assert_refused(["up", "2"], 2, "lab 'test' is already running")
        self.assert_refused(["cut", "node-3"], 2, "'node-3' is not a machine of lab 'test'; it has node-1 to node-2")
        self.assert_refused(["replace", "node-1", "/none", "/none"], 2, "'/none' doesn't exist")
        self.assert_refused(["restore", "node-1", "/etc/passwd"], 2, "'/etc/passwd' was not replaced on node-1")


class WithoutRootTest(unittest.TestCase):
    """The same tool as the user nobody, where the checkout can be read and users may make namespaces."""

    def call(self, *words):
        as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        environment = {**os.environ, "HOME": "/tmp", "CLUSTER_LAB_STATE": self.state}
        return subprocess.run([*as_nobody, cluster.TOOL, *words], env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60, check=False)

    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("only root can become another user; all other tests ran without root")
        folder = tempfile.TemporaryDirectory(dir="/tmp")
        self.addCleanup(folder.cleanup)
        os.chmod(folder.name, 0o777)
        self.state = folder.name + "/labs"
        probe = self.call("up", "3", "--rate", "100Mbit")
        self.addCleanup(self.call, "down")
        if probe.returncode in (126, 127) or "this user may not create namespaces here" in probe.stderr:
            self.skipTest(f"nobody may not: {probe.stderr.strip()}")
        self.assertEqual(probe.returncode, 0, probe.stderr)

    def test_rates_cables_and_losses_work_without_root(self):
        reach = ["run", "--", "sh", "-c", "CLUSTER_LAB_CONNECT_SECONDS=1 $CLUSTER_LAB_AGENT node-2 hostname"]
        self.assertEqual(self.call(*reach).stdout, "node-2\n")
        self.assertEqual(self.call("cut", "node-2").returncode, 0)
        self.assertEqual(self.call(*reach).returncode, 255)
        self.assertEqual(self.call("kill", "node-3").returncode, 0)
        self.assertIn("node-3  10.77.0.3  killed", self.call("status").stdout)

    def test_delays_say_that_they_need_root(self):
        if os.stat("/dev/net/tun").st_mode & 0o006 == 0o006:
            self.skipTest("everybody may open /dev/net/tun here")
        done = self.call("--name", "delayed", "up", "2", "--delay", "50us")
        self.assertEqual(done.returncode, 5)
        self.assertIn("delays need root here", done.stderr)


if __name__ == "__main__":
    cluster.skip_without_machines()
    unittest.main(verbosity=2)
