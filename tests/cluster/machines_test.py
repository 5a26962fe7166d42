"""What a machine of scripts/cluster-lab has for itself, and how it is lost."""
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

import cluster


def alive(process):
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def still_alive(processes, seconds=10):
    """Those that outlive the patience: a killed process has let go of its words, but not yet of its network."""
    until = time.monotonic() + seconds
    while (left := [process for process in processes if alive(process)]) and time.monotonic() < until:
        time.sleep(0.05)
    return left


class Machines(unittest.TestCase):
    WIRES = ["--rate", "1Gbit"]

    def setUp(self):
        self.lab = cluster.Lab()
        self.addCleanup(self.lab.close)
        self.lab.up("3", *self.WIRES)


class OneMachineTest(Machines):
    def test_each_machine_has_its_own_name_card_and_shared_memory(self):
        self.lab.must("exec", "node-2", "--", "touch", "/dev/shm/segment")
        script = ("hostname; ls /dev/shm; ip -o -4 address show eth0 | awk '{print $4}'; "
                  "getent hosts node-3 | cut -d' ' -f1")
        self.assertEqual(self.lab.must("exec", "node-2", "--", "sh", "-c", script).split(),
                         ["node-2", "segment", "10.77.0.2/24", "10.77.0.3"])
        self.assertEqual(self.lab.must("exec", "node-1", "--", "sh", "-c", "hostname; ls /dev/shm").split(), ["node-1"])

    def test_a_command_keeps_its_words_folder_and_exit_code(self):
        with tempfile.TemporaryDirectory() as folder:
            script = 'pwd; printf "<%s>" "$@"; exit 7'
            done = self.lab.call("exec", "node-2", "--", "sh", "-c", script, "sh", "a b", "", cwd=folder)
            self.assertEqual((done.returncode, done.stdout), (7, f"{os.path.realpath(folder)}\n<a b><>"))

    def test_a_signal_to_the_tool_is_a_signal_to_the_command(self):
        process = self.lab.start("run", "--", "sleep", "1000")
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(5), -signal.SIGTERM)

    def test_a_replaced_file_is_seen_by_one_machine_only(self):
        with tempfile.TemporaryDirectory() as folder:
            path, other = pathlib.Path(folder, "accelbench"), pathlib.Path(folder, "other")
            path.write_text("version 1")
            other.write_text("version 2")
            self.lab.must("replace", "node-2", str(path), str(other))
            self.assertEqual(self.lab.must("exec", "node-2", "--", "cat", str(path)), "version 2")
            self.assertEqual(self.lab.must("exec", "node-1", "--", "cat", str(path)), "version 1")
            self.assertEqual(path.read_text(), "version 1")
            self.lab.must("restore", "node-2", str(path))
            self.assertEqual(self.lab.must("exec", "node-2", "--", "cat", str(path)), "version 1")


class LostMachinesTest(Machines):
    def test_a_cut_machine_is_silent_until_its_cable_is_restored(self):
        self.assertEqual(self.lab.reach("node-2"), (0, "node-2"))
        self.lab.must("cut", "node-2")
        code, words = self.lab.reach("node-2")
        self.assertEqual(code, 255)
        self.assertIn("connect to node-2 (10.77.0.2)", words)
        self.assertEqual(self.lab.reach("node-3"), (0, "node-3"))
        self.assertIn("node-2  10.77.0.2  cut", self.lab.must("status"))
        self.lab.must("restore", "node-2")
        self.assertEqual(self.lab.reach("node-2"), (0, "node-2"))

    def test_a_killed_machine_takes_all_its_processes_along(self):
        # The second one cleared its environment and left its session: only its network tells where it belongs.
        plain = self.lab.start("exec", "node-2", "--", "sleep", "1000")
        hidden = self.lab.start("exec", "node-2", "--", "env", "-i", "/usr/bin/setsid", "-w", "/bin/sleep", "1000")
        other = self.lab.start("exec", "node-3", "--", "sleep", "1000")
        time.sleep(0.5)
        self.lab.must("kill", "node-2")
        self.assertEqual((plain.wait(5), hidden.wait(5)), (-signal.SIGKILL, -signal.SIGKILL))
        self.assertIsNone(other.poll())
        self.assertEqual(self.lab.reach("node-2")[0], 255)
        self.assertEqual(self.lab.reach("node-3"), (0, "node-3"))
        self.assertIn("node-2  10.77.0.2  killed", self.lab.must("status"))
        refused = self.lab.call("exec", "node-2", "--", "true")
        self.assertEqual(refused.returncode, 5)
        self.assertIn("node-2 of lab 'test' is gone", refused.stderr)

    def test_two_labs_never_meet(self):
        second = cluster.Lab("second", self.lab.state)
        self.addCleanup(second.close)
        second.up("1", *self.WIRES)
        code, words = second.reach("node-2")
        self.assertEqual(code, 255, words)
        connect = "timeout 1 bash -c ': >/dev/tcp/10.77.0.2/22' 2>&1"
        self.assertIn("refused", self.lab.call("exec", "node-1", "--", "sh", "-c", connect).stdout)
        self.assertNotIn("refused", second.call("exec", "node-1", "--", "sh", "-c", connect).stdout)
        second.must("down")
        self.assertEqual(self.lab.reach("node-2"), (0, "node-2"))


class LostBehindTheSwitchTest(LostMachinesTest):
    """The same promises where the switch carries the frames."""
    WIRES = ["--rate", "1Gbit", "--delay", "50us"]

    def setUp(self):
        if reason := cluster.why_no_delay():
            self.skipTest(reason)
        super().setUp()


class LeftoversTest(unittest.TestCase):
    def setUp(self):
        self.lab = cluster.Lab()
        self.addCleanup(self.lab.close)
        self.before = self.machine_state()

    def machine_state(self):
        """What a lab could leave behind on the real machine, besides processes."""
        cards = sorted(os.listdir("/sys/class/net"))
        mounts = [line for line in pathlib.Path("/proc/self/mounts").read_text().splitlines() if self.lab.state in line]
        return cards, mounts

    def assert_nothing_left(self, processes):
        self.assertEqual(self.lab.processes(), [])
        self.assertEqual(still_alive(processes), [])
        self.assertEqual(self.machine_state(), self.before)
        self.assertFalse(pathlib.Path(self.lab.state, self.lab.name).exists())

    def test_down_leaves_nothing(self):
        self.lab.up("2", "--rate", "100Mbit")
        self.lab.start("exec", "node-1", "--", "sleep", "1000")
        time.sleep(0.3)
        processes = self.lab.processes()
        self.assertGreaterEqual(len(processes), 4)  # two machines, the wire, the sleep
        self.lab.must("down")
        self.assert_nothing_left(processes)
        self.lab.must("down")  # again, with nothing there

    def test_down_leaves_nothing_after_the_switch_was_killed(self):
        if reason := cluster.why_no_delay():
            self.skipTest(reason)
        self.lab.up("2", "--delay", "50us")
        processes = self.lab.processes()
        switch = int(pathlib.Path(self.lab.state, "test", "switch.pid").read_text().split()[0])
        self.assertIn(switch, processes)
        os.kill(switch, signal.SIGKILL)
        time.sleep(0.1)
        self.assertIn("the switch is gone", self.lab.call("status").stderr)
        self.assertEqual(self.lab.call("cut", "node-1").returncode, 5)
        self.lab.must("down")
        self.assert_nothing_left(processes)

    def test_down_ends_what_a_killed_up_left(self):
        process = self.lab.start("up", "40", "--rate", "1Gbit", stderr=subprocess.DEVNULL)
        while len(self.lab.processes()) < 10 and process.poll() is None:
            time.sleep(0.01)
        process.kill()
        process.wait()
        processes = self.lab.processes()
        self.assertGreaterEqual(len(processes), 5)  # some of those seen were on their way out
        self.lab.must("down")
        self.assert_nothing_left(processes)

    def test_of_two_ups_at_once_the_second_leaves_the_first_alone(self):
        ups = [self.lab.start("up", "3", stderr=subprocess.DEVNULL) for _ in range(2)]
        self.assertEqual(sorted(up.wait(30) for up in ups), [0, 2])
        self.assertEqual(self.lab.reach("node-3"), (0, "node-3"))

    def test_an_interrupted_up_leaves_nothing(self):
        up = self.lab.start("up", "40", stderr=subprocess.DEVNULL)
        while len(self.lab.processes()) < 10 and up.poll() is None:
            time.sleep(0.01)
        processes = self.lab.processes()
        up.terminate()
        self.assertNotEqual(up.wait(30), 0)
        self.assert_nothing_left(processes)

    def test_up_after_a_crash_starts_anew(self):
        self.lab.up("2")
        os.remove(pathlib.Path(self.lab.state, "test", "lab"))  # what `up` writes last
        processes = self.lab.processes()
        self.lab.up("1")
        self.assertEqual(still_alive(processes), [])
        self.assertEqual(self.lab.must("status"), "node-1  10.77.0.1  up\n")


if __name__ == "__main__":
    cluster.skip_without_machines()
    unittest.main(verbosity=2)
