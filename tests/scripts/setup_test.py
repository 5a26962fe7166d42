"""What scripts/setup promises to somebody on a machine that lacks packages."""
import os
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

    def test_lists_are_fetched_only_when_an_install_fails_without_them(self):
        machine = self.machine()
        machine.set_state("installed", "tool\nnice\n")
        machine.set_state("no-lists")
        self.assertEqual(machine.script("setup").returncode, 0)
        verbs = [re.search(r" (install|update)\b", call).group(1) for call in machine.calls()]
        self.assertEqual(verbs, ["install", "update", "install"])

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

    def test_sudo_that_wants_a_password_nobody_can_type_is_no_sudo(self):
        machine = self.machine(uid=1000, sudo=True)
        machine.set_state("sudo-refuses")
        self.assert_names_the_line(machine)

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

    # The tests run the distribution's python: what another one on PATH imports (pyenv's, conda's) they would skip without.
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
        self.assertIn("optional package nice could not be installed: niceness; without it nothing is nice", result.stderr)
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

    def test_unknown_group_is_refused(self):
        result = self.machine().script("setup", "tests")
        self.assertEqual(result.returncode, 2)
        self.assertIn("'tests' is not a group", result.stderr)


class PackageListTest(unittest.TestCase):
    def test_each_row_has_five_fields_that_set_up_understands(self):
        for line in (ROOT / "scripts" / "packages").read_text().splitlines():
            if line.startswith("#"):
                continue
            fields = [field.strip() for field in line.split("|")]
            self.assertEqual(len(fields), 5, line)
            self.assertIn(fields[0], ("run", "test"), line)
            self.assertIn(fields[2], ("required", "optional"), line)
            self.assertRegex(fields[3], r"^(command|header|pc|python) \S+$")
            if fields[2] == "optional":
                self.assertIn("; without it ", fields[4], "an optional package says what is skipped")


if __name__ == "__main__":
    unittest.main()
