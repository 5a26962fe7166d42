"""What scripts/format promises: only Debian 12's clang-format decides, and --check changes nothing."""
import shutil
import unittest

from fake_machine import FakeMachine

CLANG_FORMAT = """#!/bin/sh
[ "$1" = --version ] && { echo "%s"; exit; }
echo "$*" >>"$STATE/calls"
[ ! -e "$STATE/differs" ] || { echo "a.cpp:1:1: error: code should be clang-formatted" >&2; exit 1; }
"""
DEBIAN_12 = "Debian clang-format version 14.0.6"


class FormatTest(unittest.TestCase):
    def setUp(self):
        self.machine = FakeMachine()
        self.addCleanup(self.machine.close)
        for tool in ("find", "xargs"):
            (self.machine.bin / tool).symlink_to(shutil.which(tool))
        for room in ("bench", "harness", "reports", "tests", "topology"):
            (self.machine.checkout / room).mkdir()
        (self.machine.checkout / "bench/a.cpp").touch()

    def install(self, version, name="clang-format"):
        self.machine.stub(name, CLANG_FORMAT % version)

    def test_without_clang_format_the_exit_code_is_5_with_the_remedy(self):
        done = self.machine.script("format", "--check")
        self.assertEqual(done.returncode, 5)
        self.assertIn("clang-format is not installed; on Debian 12, as root: apt-get install clang-format-14",
                      done.stderr)

    def test_other_versions_are_refused_by_name(self):
        for version in ("Debian clang-format version 19.1.7 (3)", "Ubuntu clang-format version 14.0.0-1ubuntu1",
                        "clang-format version 14.0.6"):
            self.install(version)
            done = self.machine.script("format")
            self.assertEqual(done.returncode, 5)
            self.assertIn("clang-format is not Debian 12's version 14: '", done.stderr)
            self.assertIn(version.removeprefix("Debian ").removeprefix("Ubuntu "), done.stderr)
        self.assertEqual(self.machine.calls(), [])

    def test_the_version_that_its_name_states_is_preferred(self):
        self.install("Debian clang-format version 19.1.7 (3)")
        self.install(DEBIAN_12, "clang-format-14")
        self.assertEqual(self.machine.script("format").returncode, 0)

    def test_files_are_changed_only_without_check(self):
        self.install(DEBIAN_12)
        self.assertEqual(self.machine.script("format").returncode, 0)
        self.assertEqual(self.machine.script("format", "--check").returncode, 0)
        listed = [call for call in self.machine.calls() if "bench/a.cpp" in call]
        self.assertEqual([call.split(" bench")[0].split(" harness")[0].split(" scripts")[0] for call in listed],
                         ["--style=file -i", "--style=file --dry-run -Werror"])

    def test_differences_are_exit_code_1(self):
        self.install(DEBIAN_12)
        self.machine.set_state("differs")
        done = self.machine.script("format", "--check")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("a.cpp:1:1: error", done.stderr)

    def test_an_argument_that_is_not_known_is_refused(self):
        self.assertEqual(self.machine.script("format", "--chek").returncode, 2)


if __name__ == "__main__":
    unittest.main()
