"""What scripts/accelbench and scripts/test promise at a start, with a stub cmake that 'builds' a stub accelbench."""
import os
import subprocess
import time
import unittest

from fake_machine import FakeMachine

CMAKE = """#!/bin/sh
echo "cmake $*" >>"$STATE/calls"
case $1 in
--version) echo cmake version 3.25.1 ;;
--preset)
  [ -e "$STATE/configure-fails" ] && { echo "CMake Error: no such thing"; exit 1; }
  mkdir -p "build/$2" ;;
--build)
  [ -e "$STATE/slow" ] && real-sleep 0.4
  [ -e "$STATE/build-fails" ] && { echo "[1/2] Building"; echo "kernel.cpp:3: error: no"; exit 1; }
  [ -e "$STATE/nothing-to-do" ] && { echo "ninja: no work to do."; exit 0; }
  echo "[1/2] Building kernel.cpp"
  mkdir -p "$2/harness"
  printf '%s\\n' '#!/bin/sh' 'echo "ran in $(pwd)"' 'for a in "$@"; do echo "<$a>"; done' 'exit 7' >"$2/harness/accelbench"
  chmod +x "$2/harness/accelbench" ;;
esac
"""
CTEST = """#!/bin/sh
for a in "$@"; do echo "<$a>"; done
read -r line && echo "stdin said $line"
exit 8
"""


class StartTest(unittest.TestCase):
    def setUp(self):
        self.machine = FakeMachine()
        self.addCleanup(self.machine.close)
        (self.machine.bin / "pwd").symlink_to("/bin/pwd")
        (self.machine.bin / "real-sleep").symlink_to("/bin/sleep")
        self.machine.stub("cmake", CMAKE)
        self.machine.stub("ctest", CTEST)
        self.machine.set_state("all")
        (self.machine.checkout / "CMakePresets.json").touch()

    def count(self, words):
        return sum(call.startswith(words) for call in self.machine.calls())

    def test_stdout_and_exit_code_are_the_programs_own(self):
        result = self.machine.script("accelbench", "sweep", "a b", "")
        self.assertEqual(result.stdout, f"ran in {self.machine.folder}\n<sweep>\n<a b>\n<>\n")
        self.assertEqual(result.returncode, 7)
        self.assertIn("building release", result.stderr)

    def test_second_start_configures_nothing_and_says_nothing(self):
        self.machine.script("accelbench")
        self.machine.set_state("nothing-to-do")
        result = self.machine.script("accelbench")
        self.assertEqual(result.stderr, "")
        self.assertEqual(self.count("cmake --preset release"), 1)

    def test_works_through_a_symlink_from_another_folder(self):
        link = self.machine.folder / "link"
        link.symlink_to(self.machine.checkout / "scripts" / "accelbench")
        result = self.machine.run(str(link), cwd="/")
        self.assertEqual(result.stdout, "ran in /\n", result.stderr)

    def test_failed_build_shows_the_compilers_words_and_runs_nothing(self):
        self.machine.set_state("build-fails")
        result = self.machine.script("accelbench")
        self.assertEqual((result.returncode, result.stdout), (5, ""))
        self.assertIn("kernel.cpp:3: error: no", result.stderr)
        self.assertNotIn("[1/2]", result.stderr)

    def test_failed_configuration_shows_cmakes_words_and_is_tried_again(self):
        self.machine.set_state("configure-fails")
        result = self.machine.script("accelbench")
        self.assertEqual(result.returncode, 5)
        self.assertIn("CMake Error: no such thing", result.stderr)
        (self.machine.state / "configure-fails").unlink()
        self.assertEqual(self.machine.script("accelbench").returncode, 7)

    def test_failed_set_up_ends_the_start_with_its_code(self):
        (self.machine.state / "all").unlink()
        self.machine.stub("id", "#!/bin/sh\necho 1000\n")
        result = self.machine.script("accelbench")
        self.assertEqual(result.returncode, 5)
        self.assertEqual(self.count("cmake --"), 0)

    def test_moved_checkout_is_configured_afresh(self):
        self.machine.script("accelbench")
        moved = self.machine.folder / "moved"
        self.machine.checkout.rename(moved)
        self.machine.checkout = moved
        self.machine.script("accelbench")
        self.assertEqual(self.count("cmake --preset release --fresh"), 2)

    def test_changed_packages_are_configured_again(self):
        self.machine.script("accelbench")
        time.sleep(0.02)
        os.utime(self.machine.state / "status")
        self.machine.script("accelbench")
        self.assertEqual(self.count("cmake --preset release"), 2)

    def test_two_starts_at_once_do_not_build_at_once(self):
        self.machine.set_state("slow")
        first = self.start_in_background()
        time.sleep(0.2)
        second = self.machine.script("accelbench")
        self.assertEqual(first.wait(30), 7)
        self.assertIn("another start is building", second.stderr)
        self.assertEqual(second.returncode, 7)

    def start_in_background(self):
        env = {"PATH": str(self.machine.bin), "STATE": str(self.machine.state), "DPKG_ADMINDIR": str(self.machine.state)}
        process = subprocess.Popen([str(self.machine.checkout / "scripts" / "accelbench")], env=env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        return process

    def test_tests_hand_ctests_arguments_and_exit_code_through(self):
        result = self.machine.script("test", "-R", "unit bench")
        self.assertEqual(result.returncode, 8)
        self.assertIn("<--output-on-failure>\n<--no-tests=error>\n<-R>\n<unit bench>\n", result.stdout)
        self.assertEqual(self.count("cmake --preset dev"), 1)


if __name__ == "__main__":
    unittest.main()
