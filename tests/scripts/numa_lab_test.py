"""What scripts/numa-lab says of a guest that ends in each way, with a stub qemu in the guest's place."""
import unittest

from numa_lab_machine import LabMachine
from start_test import CMAKE

REACHED = 'echo 1 >"$session/reached"\n'


class NumaLabTest(unittest.TestCase):
    def machine(self, guest="", **how):
        machine = LabMachine(guest, **how)
        self.addCleanup(machine.close)
        return machine

    def assert_ends(self, result, code, *words):
        self.assertEqual(result.returncode, code, result.stderr)
        for part in words:
            self.assertIn(part, result.stderr)

    def test_exit_code_of_the_command_is_the_labs_own(self):
        result = self.machine(REACHED + 'echo 43 >"$session/code"').lab("--", "true")
        self.assert_ends(result, 43)
        self.assertEqual((result.stdout, result.stderr), ("", ""))

    def test_stdout_and_stderr_of_the_command_stay_apart(self):
        result = self.machine(REACHED + 'echo data >&8; echo talk >&9; echo 0 >"$session/code"').lab("--", "true")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "data\n", "talk\n"))

    def test_output_comes_while_the_command_runs(self):
        machine = self.machine(REACHED + 'echo first >&8; while [ ! -e "$STATE/seen" ]; do sleep 0.05; done; '
                               'echo 0 >"$session/code"')
        process = machine.start("--timeout", "20", "--", "true")
        self.assertEqual(process.stdout.readline(), "first\n")
        self.assertIsNone(process.poll(), "it ended before what it printed was seen")
        machine.set_state("seen")
        process.communicate(timeout=30)
        self.assertEqual(process.returncode, 0)

    def test_files_of_the_command_come_back(self):
        machine = self.machine(REACHED + 'echo result >"$out/file"; echo 0 >"$session/code"')
        self.assert_ends(machine.lab("--out", "new folder", "--", "true"), 0)
        self.assertEqual((machine.folder / "new folder" / "file").read_text(), "result\n")

    def test_files_without_a_folder_of_the_users_are_named(self):
        result = self.machine(REACHED + 'echo result >"$out/file"; echo 0 >"$session/code"').lab("--", "true")
        self.assertRegex(result.stderr, r"numa-lab: the command's files are in /\S+")

    def test_words_of_the_command_reach_the_guest_as_they_were_typed(self):
        machine = self.machine(REACHED + '. "$session/command" >&8; echo 0 >"$session/code"')
        machine.stub("show", '#!/bin/sh\nfor a in "$@"; do printf "<%s>\\n" "$a"; done\n')
        result = machine.lab("--", "show", "a b", "", "it's", "$HOME & \\1", "*")
        self.assertEqual(result.stdout, "<a b>\n<>\n<it's>\n<$HOME & \\1>\n<*>\n")

    def test_timeout_before_the_command_is_told_apart(self):
        result = self.machine("exec sleep 30").lab("--timeout", "1", "--", "true")
        self.assert_ends(result, 124, "timeout: the guest had not started the command after 1 s (--timeout)")

    def test_timeout_of_the_command_is_told_apart(self):
        result = self.machine(REACHED + "exec sleep 30").lab("--timeout", "1", "--", "true")
        self.assert_ends(result, 124, "timeout: the command was still running after 1 s (--timeout)")

    def test_guest_that_hangs_once_is_started_once_more(self):
        machine = self.machine('[ -e "$STATE/hung" ] || { touch "$STATE/hung"; exec sleep 30; }\n' + REACHED +
                               'echo 0 >"$session/code"')
        machine.variables["ACCELBENCH_LAB_BOOT_SECONDS"] = "1"
        result = machine.lab("--", "true")
        self.assert_ends(result, 0, "the guest did not boot within 1 s; starting it again")
        self.assertEqual(machine.qemu_starts(), 2)

    def test_guest_that_hangs_twice_is_given_up(self):
        machine = self.machine("echo last words >$session/console; exec sleep 30")
        machine.variables["ACCELBENCH_LAB_BOOT_SECONDS"] = "1"
        self.assert_ends(machine.lab("--", "true"), 125, "did not boot within 1 s", "last words")
        self.assertEqual(machine.qemu_starts(), 2)

    def test_panic_is_named_with_the_kernels_words(self):
        machine = self.machine('echo "[ 1.0] Kernel panic - not syncing: VFS: no root" >"$session/console"; exit 0')
        self.assert_ends(machine.lab("--", "true"), 125,
                         "the guest's kernel panicked: Kernel panic - not syncing: VFS: no root")

    def test_what_the_guests_first_process_met_is_repeated(self):
        machine = self.machine('echo "numa-lab: guest: the kernel refuses 9p.ko" >"$session/console"')
        self.assert_ends(machine.lab("--", "true"), 125, "accelbench: numa-lab: guest: the kernel refuses 9p.ko\n")

    def test_words_of_a_qemu_that_does_not_start_are_shown(self):
        machine = self.machine('echo "qemu: unknown machine q35" >&2; exit 1')
        self.assert_ends(machine.lab("--", "true"), 125, "qemu: unknown machine q35", "QEMU ended with exit code 1")

    def test_guest_that_shuts_itself_down_is_no_success(self):
        self.assert_ends(self.machine(REACHED).lab("--", "true"), 125, "ended without the command's exit code")

    def test_console_is_kept_whole_for_those_who_ask(self):
        machine = self.machine(REACHED + 'printf "one\\r\\ntwo\\r\\n" >"$session/console"; echo 0 >"$session/code"')
        self.assert_ends(machine.lab("--console", "log", "--", "true"), 0)
        self.assertEqual((machine.folder / "log").read_bytes(), b"one\ntwo\n")

    def test_kernel_is_told_by_what_it_is_emulated(self):
        machine = self.machine(REACHED + 'echo 0 >"$session/code"')
        machine.lab("--", "true")
        self.assertIn(" accelbench.numa_lab=tcg ", machine.calls()[-1])

    def test_program_that_is_not_here_is_named_before_anything_starts(self):
        machine = self.machine()
        self.assert_ends(machine.lab("--", "no-such-program"), 127, "no program 'no-such-program' here")
        self.assertEqual(machine.qemu_starts(), 0)

    def test_accelbench_is_built_on_the_host_before_the_guest_starts(self):
        machine = self.machine(REACHED + 'echo 0 >"$session/code"')
        machine.set_state("all")
        machine.set_state("cmdline", "quiet\n")
        machine.variables["ACCELBENCH_LAB_CMDLINE"] = str(machine.state / "cmdline")
        machine.stub("cmake", CMAKE)
        (machine.checkout / "CMakePresets.json").touch()
        self.assert_ends(machine.lab("--", str(machine.checkout / "scripts" / "accelbench"), "topology"), 0)
        calls = [call.split()[:2] for call in machine.calls() if call.startswith(("cmake --build", "qemu "))]
        self.assertEqual([call[0] for call in calls], ["cmake", "qemu"])

    def test_session_folder_is_gone_afterwards(self):
        machine = self.machine(REACHED + 'echo "$session" >"$STATE/where"; echo 0 >"$session/code"')
        machine.lab("--", "true")
        where = machine.folder / (machine.state / "where").read_text().strip()
        self.assertFalse(where.exists())


class OptionsTest(unittest.TestCase):
    CASES = [
        (["--topology", "9nodes", "--", "true"], "--topology '9nodes' is neither a file nor one of: 2nodes"),
        (["--kernel", "lts", "--", "true"], "--kernel 'lts' is not one of: default backports"),
        (["--accel", "hvf", "--", "true"], "--accel 'hvf' is neither tcg nor kvm"),
        (["--timeout", "soon", "--", "true"], "--timeout 'soon' is not a number of seconds"),
        (["--memory", "1T", "--", "true"], "--memory '1T' is not a size; write 512M or 2G"),
        (["--topology"], "--topology needs a value"),
        (["true"], "'true' is not an option; put the command after --"),
        ([], "no command given; usage"),
    ]

    def test_what_was_typed_is_refused_by_name_before_anything_starts(self):
        machine = LabMachine()
        self.addCleanup(machine.close)
        for words, message in self.CASES:
            with self.subTest(words=words):
                result = machine.lab(*words)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertIn(message, result.stderr)
        self.assertEqual(machine.qemu_starts(), 0)

    def test_list_names_every_topology_and_kernel(self):
        machine = LabMachine()
        self.addCleanup(machine.close)
        listed = [line.split()[0] for line in machine.lab("--list").stdout.splitlines() if line]
        files = {path.name for path in (machine.checkout / "scripts/numa-lab.d/topologies").iterdir()}
        self.assertEqual(set(listed), files | {"default", "backports"})


if __name__ == "__main__":
    unittest.main()
