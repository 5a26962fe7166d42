"""What scripts/accelbench and scripts/test promise at a start, with a stub cmake that 'builds' a stub accelbench."""
import os
import re
import shutil
import subprocess
import time
import unittest

from fake_machine import ROOT, FakeMachine

CMAKE = """#!/bin/sh
echo "cmake $*" >>"$STATE/calls"
case $1 in
--version) echo cmake version 3.25.1 ;;
--preset)
  [ -e "$STATE/configure-fails" ] && { echo "CMake Error: no such thing"; exit 1; }
  mkdir -p "build/$2"
  [ ! -e "$STATE/cannot-train" ] || cp "$STATE/cannot-train" "build/$2/cannot-train" ;;
--build)
  [ -e "$STATE/slow" ] && real-sleep 0.4
  [ -e "$STATE/build-fails" ] &&
    { echo "[1/2] Building"; echo "kernel.cpp:3: error: no"; cat "$STATE/build-fails"; exit 1; }
  [ -e "$STATE/looks-around" ] &&
    { echo "[0/1] Re-checking globbed directories..."; echo "ninja: no work to do."; exit 0; }
  [ -e "$STATE/nothing-to-do" ] && { echo "ninja: no work to do."; exit 0; }
  echo "[1/2] Building kernel.cpp"
  mkdir -p "$2/harness"
  printf '%s\\n' '#!/bin/sh' 'echo "ran in $(pwd)"' 'for a in "$@"; do echo "<$a>"; done' 'exit 7' \
    >"$2/harness/accelbench"
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
        self.assertIn("building release: 2 steps, less than a minute (log: ", result.stderr)

    def test_second_start_configures_nothing_and_says_nothing(self):
        self.machine.script("accelbench")
        self.machine.set_state("nothing-to-do")
        result = self.machine.script("accelbench")
        self.assertEqual(result.stderr, "")
        self.assertEqual(self.count("cmake --preset release"), 1)

    def test_ninja_that_only_looks_around_builds_nothing(self):
        self.machine.script("accelbench")
        self.machine.set_state("looks-around")
        self.assertEqual(self.machine.script("accelbench").stderr, "")

    def test_help_and_version_need_nothing(self):
        (self.machine.state / "all").unlink()
        self.machine.stub("id", "#!/bin/sh\necho 1000\n")
        shutil.copytree(ROOT / "tests/golden/help", self.machine.checkout / "tests/golden/help")
        shutil.copy(ROOT / "CMakeLists.txt", self.machine.checkout)
        for words, name in ((["--help"], "accelbench"), (["-h"], "accelbench"), (["sweep", "--help"], "sweep")):
            result = self.machine.script("accelbench", *words)
            self.assertEqual((result.returncode, result.stderr), (0, ""))
            self.assertEqual(result.stdout, (ROOT / f"tests/golden/help/{name}.txt").read_text())
        version = re.search(r"VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text().split("project(")[1]).group(1)
        self.assertEqual(self.machine.script("accelbench", "--version").stdout, version + "\n")
        self.assertFalse((self.machine.checkout / "build").exists())
        self.assertEqual(self.machine.script("accelbench", "swep", "--help").returncode, 5, "the set-up's")

    def test_build_that_could_not_train_is_refused_before_it_starts(self):
        self.machine.set_state("cannot-train", "no oneDNN; install libdnnl-dev\n")
        result = self.machine.script("accelbench")
        self.assertEqual(result.returncode, 5)
        self.assertIn("could not measure a training step: no oneDNN; install libdnnl-dev.", result.stderr)
        self.assertEqual(self.count("cmake --build"), 0)

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_build_folder_of_another_user_is_named(self):
        self.machine.script("accelbench")
        folder = self.machine.checkout / "build" / "release"
        folder.chmod(0o555)
        self.addCleanup(folder.chmod, 0o755)
        result = self.machine.script("accelbench")
        self.assertEqual(result.returncode, 5)
        self.assertIn("build/release can't be written by this user", result.stderr)

    def guest_start(self):
        environment = {**self.machine.environment(), "ACCELBENCH_LAB_CMDLINE": str(self.machine.state / "cmdline")}
        self.machine.set_state("cmdline", "console=ttyS0 accelbench.numa_lab=tcg quiet\n")
        return subprocess.run([self.machine.checkout / "scripts/accelbench", "topology"], env=environment, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    # There a build takes hours, and the guest is ended after 300 s.
    def test_nothing_is_built_inside_a_guest_of_the_lab(self):
        result = self.guest_start()
        self.assertEqual((result.returncode, result.stdout), (5, ""))
        self.assertIn("Build on the host first: ", result.stderr)
        self.assertEqual(self.machine.calls(), [])
        self.machine.script("accelbench")
        self.machine.stub("ninja", "#!/bin/sh\necho '[1/2] Building'\n")
        self.assertEqual(self.guest_start().returncode, 5, "a source changed since")
        self.machine.stub("ninja", "#!/bin/sh\necho ninja: no work to do.\n")
        self.assertEqual(self.guest_start().returncode, 7)

    def test_full_disk_is_named(self):
        self.machine.set_state("build-fails", "fatal error: error writing to x.s: No space left on device\n")
        self.assertIn("the disk of ", self.machine.script("accelbench").stderr)

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
        self.assertIn("another process is building", second.stderr)
        self.assertEqual(second.returncode, 7)

    def start_in_background(self):
        env = {"PATH": str(self.machine.bin), "STATE": str(self.machine.state),
               "DPKG_ADMINDIR": str(self.machine.state)}
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
    unittest.main(verbosity=2)
