"""What scripts/setup promises to somebody on a machine that lacks packages."""
import os
import pty
import re
import time
import unittest

from fake_machine import ROOT, FakeMachine

LIST = """# a comment
run  | tool | required | command tool | the tool
run  | lib  | required | pc lib | the library
run  | nice | optional | command nice-to-have | niceness; without it nothing is nice
test | check | required | command check | the checker
"""


class SetupTest(unittest.TestCase):
    def machine(self, **how):
        machine = FakeMachine(**how)
        self.addCleanup(machine.close)
        machine.write_packages(LIST)
        return machine

    def test_nothing_missing_installs_nothing_and_says_nothing(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nlib\nnice\n")
        result = machine.script("setup", "run")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))
        self.assertEqual(machine.calls(), [])

    def test_root_installs_what_is_missing_and_prints_the_list_first(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nnice\n")
        result = machine.script("setup", "test")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(machine.installs(), [["lib", "check"]])
        self.assertEqual(result.stderr, "accelbench: set-up: missing packages: lib check\n")
        self.assertEqual(result.stdout, "")

    def test_optional_packages_stand_in_the_list_before_anything_is_installed(self):
        result = self.machine().script("setup")
        self.assertEqual(result.stderr.splitlines()[0],
                         "accelbench: set-up: missing packages: tool lib; optional: nice")

    def test_lists_are_fetched_only_when_an_install_cannot_do_without_them(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nnice\n")
        machine.set_state("no-lists")
        self.assertEqual(machine.script("setup").returncode, 0)
        verbs = [re.search(r" (install|update)\b", call).group(1) for call in machine.calls()]
        self.assertEqual(verbs, ["update", "install"])

    def test_sudo_is_used_without_a_password_prompt(self):
        machine = self.machine(uid=1000, sudo=True)
        machine.set_state("installed", "tool\nnice\n")
        self.assertEqual(machine.script("setup").returncode, 0)
        self.assertIn("sudo -n env DEBIAN_FRONTEND=noninteractive", "\n".join(machine.calls()))
        self.assertEqual(machine.installs()[-1], ["lib"])

    def assert_names_the_line(self, machine):
        result = machine.script("setup")
        self.assertEqual(result.returncode, 5)
        self.assertIn("run: apt-get update && apt-get install --no-install-recommends tool lib\n", result.stderr)
        self.assertEqual(machine.installs(), [])

    def test_without_root_and_sudo_the_exact_line_is_named(self):
        self.assert_names_the_line(self.machine(uid=1000))

    def test_sudo_that_asks_where_nobody_can_type_is_reported_as_that(self):
        machine = self.machine(uid=1000, sudo=True)
        machine.set_state("sudo-asks")
        self.assert_names_the_line(machine)
        said = machine.script("setup").stderr
        self.assertIn("sudo asks for a password, and there is no terminal to enter it", said)
        self.assertNotIn("neither root nor sudo", said)

    def test_sudo_that_refuses_for_another_reason_is_quoted(self):
        machine = self.machine(uid=1000, sudo=True)
        machine.set_state("sudo-refuses", 'sudo: The "no new privileges" flag is set\nmore\n')
        self.assert_names_the_line(machine)
        self.assertIn('sudo refused: sudo: The "no new privileges" flag is set.', machine.script("setup").stderr)

    def test_what_is_installed_is_sized_and_timed_before_the_silence(self):
        machine = self.machine()
        machine.set_state("sizes", "0 upgraded, 45 newly installed, 0 to remove and 2 not upgraded.\n"
                                   "Need to get 350 MB of archives.\n"
                                   "After this operation, 1664 MB of additional disk space will be used.\n")
        said = machine.script("setup").stderr
        self.assertIn("installing 45 packages, including dependencies: 350 MB to download, 1664 MB on disk, about 3 "
                      "minutes", said)
        for words, expected in (("Need to get 0 B/71.7 MB of archives.\nAfter this operation, 592 kB of",
                                 "0 MB to download, 1 MB"),
                                ("Need to get 2104 kB of archives.\nAfter this operation, 1.2 GB of",
                                 "3 MB to download, 1000 MB")):
            machine.set_state("sizes", f"0 upgraded, 1 newly installed\n{words} additional disk space will be used.\n")
            machine.set_state("installed")
            os.utime(machine.state / "status")
            self.assertIn(expected, machine.script("setup").stderr)

    def test_without_apt_packages_are_named_by_what_they_are(self):
        machine = self.machine(apt=False)
        machine.stub("tool", "#!/bin/sh\n")
        result = machine.script("setup")
        self.assertEqual(result.returncode, 5)
        self.assertIn("no apt-get", result.stderr)
        self.assertIn("  - the library\n  - optional: niceness", result.stderr)
        self.assertNotIn("the tool", result.stderr)

    def test_without_apt_what_was_installed_by_hand_is_enough(self):
        machine = self.machine(apt=False, uid=1000)
        machine.stub("tool", "#!/bin/sh\n")
        machine.stub("pkg-config", "#!/bin/sh\n")
        result = machine.script("setup")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("optional package nice is not installed: niceness", result.stderr)

    # The tests run the distribution's python: what another one on PATH imports (pyenv's, conda's) they would skip
    # without.
    @unittest.skipUnless(os.access("/usr/bin/python3", os.X_OK), "there is no /usr/bin/python3 here")
    def test_a_module_of_another_python_is_not_the_tests(self):
        machine = self.machine()
        machine.write_packages("run | module | required | python no_such_module_anywhere | the module\n")
        machine.stub("python3", "#!/bin/sh\nexit 0\n")
        self.assertEqual(machine.script("setup").returncode, 0)
        self.assertEqual(machine.installs(), [["module"]])

    def test_optional_that_the_archive_lacks_is_named_and_does_not_stop_set_up(self):
        machine = self.machine()
        machine.set_state("unavailable", "nice\n")
        result = machine.script("setup")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("optional package nice could not be installed: niceness; without it nothing is nice",
                      result.stderr)
        self.assertIn("apt-get: Unable to locate package nice", result.stderr)
        self.assertIn("lib", (machine.state / "installed").read_text())

    def test_optional_that_failed_is_not_tried_at_every_start(self):
        machine = self.machine()
        machine.set_state("unavailable", "nice\n")
        machine.script("setup")
        before = len(machine.calls())
        time.sleep(0.02)
        os.utime(machine.state / "status")  # some other package came or went
        result = machine.script("setup")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(len(machine.calls()), before)

    def test_optional_that_was_interrupted_is_tried_again_with_the_reason_shown(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nlib\n")
        machine.set_state("interrupted")
        result = machine.script("setup")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("reason given by apt-get: dpkg was interrupted, you must manually run 'dpkg --configure -a'",
                      result.stderr)
        self.assertIn("retried at the next start", result.stderr)
        (machine.state / "interrupted").unlink()
        machine.script("setup")
        self.assertIn("nice", (machine.state / "installed").read_text())

    def test_optional_that_the_network_lacks_is_tried_again_in_an_hour(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nlib\n")
        machine.set_state("no-network")
        result = machine.script("setup")
        self.assertIn("Temporary failure resolving", result.stderr)
        self.assertIn("retried in an hour", result.stderr)
        before = len(machine.calls())
        self.assertEqual(machine.script("setup").stderr, "")
        self.assertEqual(len(machine.calls()), before)
        stamp = machine.checkout / "build" / ".setup-run"
        stamp.write_text(re.sub(r"retry-after:\d+", "retry-after:1", stamp.read_text()))
        (machine.state / "no-network").unlink()
        machine.script("setup")
        self.assertIn("nice", (machine.state / "installed").read_text())

    def test_what_the_archive_lacks_is_not_tried_again_with_what_was_interrupted(self):
        machine = self.machine()
        machine.write_packages(LIST + "run | more | optional | command more-of-it | more; without it less\n")
        machine.set_state("installed", "tool\nlib\n")
        machine.set_state("unavailable", "nice\n")
        machine.set_state("interrupted")
        machine.script("setup")
        (machine.state / "interrupted").unlink()
        self.assertNotIn("nice", machine.script("setup").stderr)
        self.assertEqual(machine.installs()[-1], ["more"])

    # Its header or program is there already, so a probe would find it.
    def test_half_installed_package_is_missing(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nnice\n")
        machine.set_state("unpacked", "lib\n")
        machine.stub("pkg-config", "#!/bin/sh\n")
        result = machine.script("setup")
        self.assertEqual(machine.installs(), [["lib"]])
        self.assertIn("an installation was interrupted: lib", result.stderr)

    def test_removed_package_is_noticed_at_the_next_start(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nlib\nnice\n")
        machine.script("setup")
        time.sleep(0.02)
        machine.set_state("installed", "tool\nnice\n")
        os.utime(machine.state / "status")
        machine.script("setup")
        self.assertEqual(machine.installs(), [["lib"]])

    def test_changed_list_is_noticed_at_the_next_start(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nlib\nnice\n")
        machine.script("setup")
        machine.write_packages(LIST + "run | new | required | command new | the new one\n")
        machine.script("setup")
        self.assertEqual(machine.installs(), [["new"]])

    def test_unchanged_machine_costs_no_process(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nlib\nnice\n")
        machine.script("setup")
        machine.stub("dpkg-query", '#!/bin/sh\necho "asked dpkg" >>"$STATE/calls"\n')
        machine.stub("cmake", '#!/bin/sh\necho "asked cmake" >>"$STATE/calls"\n')
        self.assertEqual(machine.script("setup").returncode, 0)
        self.assertEqual(machine.calls(), [])

    def test_failed_install_shows_apts_words_and_the_line(self):
        machine = self.machine()
        machine.set_state("unavailable", "lib\n")
        result = machine.script("setup")
        self.assertEqual(result.returncode, 5)
        self.assertIn("E: Unable to locate package lib", result.stderr)
        self.assertIn("apt-get install --no-install-recommends tool lib", result.stderr)
        self.assertFalse((machine.checkout / "build" / ".setup-run").exists())

    def test_lock_of_another_package_manager_is_waited_for(self):
        machine = self.machine()
        machine.set_state("locked", "xx")
        result = machine.script("setup")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("waiting for it", result.stderr)
        self.assertEqual(machine.calls().count("sleep 5"), 2)

    def test_interrupted_dpkg_is_named_with_its_remedy(self):
        machine = self.machine()
        machine.set_state("interrupted")
        result = machine.script("setup")
        self.assertEqual(result.returncode, 5)
        self.assertIn("dpkg --configure -a", result.stderr.splitlines()[-1])

    def test_old_cmake_is_named_with_the_version_that_is_needed(self):
        machine = self.machine()
        machine.stub("cmake", "#!/bin/sh\necho cmake version 3.22.1\n")
        machine.set_state("installed", "tool\nlib\nnice\n")
        result = machine.script("setup")
        self.assertEqual(result.returncode, 5)
        self.assertRegex(result.stderr, r"cmake 3\.22\.1 \(.*/cmake\) is older than 3\.25")

    def test_old_compiler_is_named_with_the_version_that_is_needed(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nlib\nnice\n")
        for words, code in (("__clang__ 11", 5), ("__clang__ 12", 0), ("1 4", 0)):
            machine.stub("c++", f"#!/bin/sh\necho '{words}'\n")
            result = machine.script("setup")
            self.assertEqual(result.returncode, code, words + result.stderr)
            self.assertEqual("g++ 11" in result.stderr and "is older than 12" in result.stderr, code == 5)

    def test_unknown_group_is_refused(self):
        result = self.machine().script("setup", "tests")
        self.assertEqual(result.returncode, 2)
        self.assertIn("'tests' is not a package group", result.stderr)


ASK_THRICE = """#!/bin/bash
for try in 1 2 3; do
  word=$("$SUDO_ASKPASS" "password: ") || { echo "sudo: no password was provided" >&2; exit 1; }
  [ "$word" = right ] && { rm "$STATE/sudo-asks"; exit 0; }
  echo "Sorry, try again." >&2
done
exit 1
"""


class PasswordTest(unittest.TestCase):
    """On a terminal, with a sudo that asks up to three times in each of its runs."""

    def setup_with(self, *passwords):
        """What the terminal showed and the exit code, with these passwords typed."""
        machine = FakeMachine(uid=1000, sudo=True)
        self.addCleanup(machine.close)
        machine.write_packages(LIST)
        machine.set_state("sudo-asks")
        machine.stub("../state/ask-thrice", ASK_THRICE)
        environment = machine.environment()
        del environment["CI"]
        child, terminal = pty.fork()
        if child == 0:
            os.execve(machine.checkout / "scripts" / "setup", ["setup"], environment)
        said, typed = "", 0
        while True:
            try:
                said += os.read(terminal, 4096).decode()
            except OSError:  # the terminal's end
                break
            if said.count("password: ") > typed and typed < len(passwords):
                os.write(terminal, passwords[typed].encode() + b"\n")
                typed += 1
        os.close(terminal)
        return said, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), machine

    def test_right_password_installs(self):
        said, code, machine = self.setup_with("wrong", "right")
        self.assertEqual(code, 0, said)
        self.assertEqual(machine.installs(), [["tool", "lib"], ["nice"]])
        self.assertNotIn("right", said, "what is typed is not shown")

    def test_wrong_password_is_asked_for_once_more_and_then_the_line_is_named(self):
        said, code, machine = self.setup_with("wrong", "wrong", "wrong")
        self.assertEqual(code, 5, said)
        self.assertEqual(said.count("password: "), 2, said)
        self.assertIn("sudo refused (its message is above). Or an administrator can run: apt-get update &&", said)
        self.assertEqual(machine.installs(), [])
        self.assertEqual([path.name for path in (machine.checkout / "build").iterdir()], ["setup.log"])


class PackageListTest(unittest.TestCase):
    def test_the_main_job_lacks_nothing_that_is_optional(self):
        rows = [line.split("|") for line in (ROOT / "scripts" / "packages").read_text().splitlines()
                if "libdnnl-dev" in line]
        self.assertEqual([row[2].strip() for row in rows], ["required"], "without it a build measures no training step")

    def test_each_row_has_five_fields_that_set_up_understands(self):
        for line in (ROOT / "scripts" / "packages").read_text().splitlines():
            if line.startswith("#"):
                continue
            fields = [field.strip() for field in line.split("|")]
            self.assertEqual(len(fields), 5, line)
            self.assertIn(fields[0], ("run", "test"), line)
            self.assertIn(fields[2], ("required", "optional"), line)
            self.assertRegex(fields[3], r"^(command|file|header|pc|python) \S+$")
            if fields[2] == "optional":
                self.assertIn("; without it ", fields[4], "an optional package says what is skipped")


if __name__ == "__main__":
    unittest.main(verbosity=2)
