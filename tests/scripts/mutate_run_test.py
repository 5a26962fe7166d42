"""What scripts/mutate reports, refuses and leaves behind, with stubs for cmake, the tests and namespaces."""
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
import unittest.mock

from mutate_choice_test import ROOT, InFolder, choice
from hunt import Hunt

# A source and a "program" that passes if the source, as it was when it was built, has what the tests look for.
SOURCE = """int f(int a) {
    if (a < 10) return 3;  // guarded
    if (a > 30) return g(a);  // not guarded
    while (a == no_program) {
    }
    for (hangs = true;;) {
    }
}
"""
CMAKE = """#!/bin/sh
echo "cmake $*" >>"$STATE/calls"
if [ "$1" = --build ]; then
  built=$2 tree=${2%build}tree
  grep -q "a != no_program" "$tree/topology/a.cpp" && { echo "error: no"; exit 1; }
  ls "$tree" >"$STATE/tree"
  trap 'touch "$STATE/ended"; exit 1' TERM
  [ -e "$STATE/slow" ] && { touch "$STATE/began"; sleep 60 & wait; }
  cp "$tree/topology/a.cpp" "$built/a.built"
  for program in near_test more_test memory_test; do
    mkdir -p "$built/tests" && cp "$STATE/program" "$built/tests/$program"
  done
else
  mkdir -p "$4"
  for program in near_test more_test memory_test; do echo "build $program: phony tests/$program"; done >"$4/build.ninja"
fi
"""
PROGRAM = """#!/bin/sh
echo "${0##*/} $*" >>"$STATE/calls"
grep -q "hangs = false" "${0%/*}/../a.built" && sleep 60
[ -e "$STATE/fails" ] && case $* in *-*Alpha.Bad*) ;; *) echo "[  FAILED  ] Alpha.Bad (0 ms)"; exit 1 ;; esac
case $* in *"filter=Alpha"*) grep -q "(a < 10) return 3" "${0%/*}/../a.built" ;; *) true ;; esac
"""
# Of unshare and prlimit; alone with `true` it is only asked whether it would work.
BEHIND_DASHES = """#!/bin/sh
while [ "$1" != -- ]; do [ "$1" = true ] && exit; shift; done
shift
exec "$@"
"""
SURVIVORS = ["topology/a.cpp:3: if (a > 30) return g(a);  // not guarded -> ;  // not guarded",
             "topology/a.cpp:3: if (a > 30) return g(a);  // not guarded -> if (a >= 30) return g(a);  // not guarded",
             "topology/a.cpp:3: if (a > 30) return g(a);  // not guarded -> if (a > 31) return g(a);  // not guarded",
             "topology/a.cpp:3: if (a > 30) return g(a);  // not guarded -> if (a > 30) return {};  // not guarded"]


class RunTest(InFolder):
    def setUp(self):
        super().setUp()
        self.state, self.bin, self.build = self.folder / "state", self.folder / "bin", self.root / "build/dev"
        for folder in (self.state, self.bin, self.build, self.root / "topology", self.root / "scripts"):
            folder.mkdir(parents=True)
        shutil.copy(ROOT / "scripts/mutate", self.root / "scripts")
        shutil.copytree(ROOT / "scripts/mutate.d", self.root / "scripts/mutate.d")
        (self.root / "topology/a.cpp").write_text(SOURCE)
        (self.build / "CMakeCache.txt").write_text("CMAKE_BUILD_TYPE:STRING=Debug\nACCELBENCH_WERROR:BOOL=ON\n")
        for name, text in (("cmake", CMAKE), ("unshare", BEHIND_DASHES), ("prlimit", BEHIND_DASHES)):
            self.executable(self.bin / name, text)
        self.executable(self.state / "program", PROGRAM)
        (self.state / "calls").touch()

    @staticmethod
    def executable(path, text):
        path.write_text(text)
        path.chmod(0o755)

    def start(self, *words):
        environment = {"PATH": f"{self.bin}:/usr/bin:/bin", "STATE": str(self.state), "TMPDIR": str(self.state)}
        return subprocess.Popen([sys.executable, self.root / "scripts/mutate", *words], env=environment, text=True,
                                cwd=self.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run_to_end(self, *words):
        """(exit code, stdout lines, stderr)"""
        process = self.start(*words)
        out, err = process.communicate(timeout=60)
        return process.returncode, out.splitlines(), err

    def calls(self, words):
        return [call for call in (self.state / "calls").read_text().splitlines() if call.startswith(words)]

    def assert_nothing_is_left(self):
        self.assertEqual([path.name for path in self.build.iterdir()], ["CMakeCache.txt"])
        self.assertFalse(list(self.state.glob("mutate-*")))
        self.assertEqual((self.root / "topology/a.cpp").read_text(), SOURCE)

    def test_survivors_and_the_summary(self):
        for jobs in ("1", "2"):
            with self.subTest(jobs=jobs):
                code, lines, err = self.run_to_end("--seed", "5", "--timeout", "1", "--jobs", jobs, "topology/a.cpp")
                self.assertEqual(sorted(lines[:-1]), sorted(SURVIVORS), err)
                self.assertEqual(lines[-1], "10 mutants, 6 killed (60 %), 4 survived, 1 did not compile; seed 5")
                self.assertEqual(code, 1)
                self.assertIn("1 were killed by time-out", err)
                self.assert_nothing_is_left()

    def test_nothing_survives_where_every_line_is_guarded(self):
        (self.root / "topology/a.cpp").write_text(SOURCE.split("    if (a > 30)", maxsplit=1)[0])
        code, lines, err = self.run_to_end("--seed", "5", "topology/a.cpp")
        self.assertEqual(code, 0, err)
        self.assertEqual(lines, ["5 mutants, 5 killed (100 %), 0 survived, 0 did not compile; seed 5"])
        self.assertFalse(self.calls("more_test --gtest_filter=* --gtest_brief=1 --gtest_fail_fast"), "killed before")

    def test_the_copy_is_configured_like_the_build_but_for_warnings(self):
        self.run_to_end("--sample", "1", "--seed", "5", "topology/a.cpp")
        words = self.calls("cmake -S")[0].split()
        self.assertIn("-DCMAKE_BUILD_TYPE:STRING=Debug", words)
        self.assertLess(words.index("-DACCELBENCH_WERROR:BOOL=ON"), words.index("-DACCELBENCH_WERROR=OFF"))

    def test_the_copy_has_no_builds(self):
        for folder in ("other", "accelbench-results"):
            (self.root / folder).mkdir()
        (self.root / "other/CMakeCache.txt").touch()
        self.run_to_end("--sample", "1", "--seed", "5", "topology/a.cpp")
        self.assertEqual((self.state / "tree").read_text().split(), ["scripts", "tests", "topology"])

    def test_a_run_may_take_five_times_as_long_as_without_a_mutation(self):
        class Workshop:
            @staticmethod
            def test(*_):
                time.sleep(0.01)
                return 0, ""

        def limit(timeout):
            hunt = Hunt([], [], 1, timeout, print, print)
            hunt.measure(Workshop, choice.Step("p"))
            return hunt.plans[choice.Step("p")][1]
        self.assertEqual((limit(7), limit(None)), (7, 20))
        with unittest.mock.patch("hunt.LEAST_SECONDS", 0):
            self.assertGreaterEqual(limit(None), 0.05)

    def test_a_sample_is_drawn_again_with_its_seed(self):
        code, lines, _ = self.run_to_end("--list", "--sample", "4", "topology/a.cpp")
        self.assertEqual((code, len(lines)), (0, 5))
        count, seed = lines[-1].split("; seed ")
        self.assertEqual(count, "4 mutants")
        self.assertEqual(self.run_to_end("--list", "--sample", "4", "--seed", seed, "topology/a.cpp")[1], lines)
        others = {tuple(self.run_to_end("--list", "--sample", "4", "--seed", seed, "topology/a.cpp")[1][:-1])
                  for seed in "1234"}
        self.assertGreater(len(others), 1)
        self.assertFalse(self.calls("cmake"), "a list needs no build")

    def test_tests_that_fail_by_themselves_kill_nothing(self):
        (self.state / "fails").touch()
        code, lines, err = self.run_to_end("--timeout", "1", "topology/a.cpp")
        self.assertIn("left out, since they fail without any mutation: Alpha.Bad", err)
        self.assertEqual((code, len(lines)), (1, 5), err)

    def test_what_cannot_be_mutated_is_refused(self):
        (self.root / "README.md").touch()
        for words, code, message in ((["README.md"], 2, "'README.md' is not a C++ source of ours"),
                                     (["topology/none.cpp"], 2, "'topology/none.cpp' is no file"),
                                     (["tests/unit/topology/a_test.cpp"], 2, "is not a C++ source of ours"),
                                     ([], 2, "name a FILE, or give --diff REVISION"),
                                     (["--sample", "0", "topology/a.cpp"], 2, "invalid whole number of at least 1"),
                                     (["--build", "nowhere", "topology/a.cpp"], 5, "nowhere is no build")):
            with self.subTest(message):
                got, lines, err = self.run_to_end(*words)
                self.assertEqual((got, lines), (code, []))
                self.assertIn(message, err)
        self.assertFalse(self.calls("cmake"))

    def test_without_a_namespace_of_processes_nothing_is_mutated(self):
        self.executable(self.bin / "unshare", "#!/bin/sh\nexit 1\n")
        code, lines, err = self.run_to_end("topology/a.cpp")
        self.assertEqual((code, lines), (5, []))
        self.assertIn("mutants run in a PID namespace", err)
        self.assert_nothing_is_left()

    def test_changed_lines_of_a_revision(self):
        def git(*words):
            subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.invalid", *words], cwd=self.root,
                           check=True, capture_output=True, env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"})
        if not shutil.which("git"):
            self.skipTest("git is not installed")
        for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"]):
            git(*words)
        (self.root / "topology/a.cpp").write_text(SOURCE.replace("30", "40"))
        _, lines, err = self.run_to_end("--list", "--diff", "HEAD")
        self.assertEqual([line.split(" ")[0] for line in lines[:-1]], ["topology/a.cpp:3:"] * 4, err)
        self.assertIn("a > 41", "\n".join(lines))
        code, _, err = self.run_to_end("--list", "--diff", "nonsense")
        self.assertEqual(code, 2)
        self.assertIn("--diff nonsense: ", err)

    def test_an_interrupt_ends_the_build_and_removes_the_copy(self):
        (self.state / "slow").touch()
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                for name in ("began", "ended"):
                    (self.state / name).unlink(missing_ok=True)
                process = self.start("topology/a.cpp")
                until = time.monotonic() + 30
                while not (self.state / "began").exists() and time.monotonic() < until:
                    time.sleep(0.02)
                process.send_signal(number)
                _, err = process.communicate(timeout=30)
                self.assertEqual(process.returncode, 130, err)
                self.assertTrue((self.state / "ended").exists(), "the build was left running, or not asked to end")
                self.assert_nothing_is_left()


if __name__ == "__main__":
    unittest.main()
