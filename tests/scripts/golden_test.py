"""What scripts/golden promises: it shows what differs from tests/golden, and changes nothing without --update."""
import shutil
import sys
import unittest

from fake_machine import FakeMachine

ACCELBENCH = """#!/bin/sh
echo "help of $*"
"""
WRITE_SAMPLES = """#!/bin/sh
for name in one_node.txt one_node.html one_node.json; do echo "sample $name" >"$1/$name"; done
"""
# A program of tests: writes its texts where it is told to and fails, as it does where one differs.
TEST_PROGRAM = """#!/bin/sh
echo "said by the tests $*"
[ -e "$STATE/old-build" ] && exit 0
for name in %s; do echo "text of $name" >"$ACCELBENCH_WRITE_GOLDEN/$name.txt"; done
exit 1
"""
GOLDEN = {"help/accelbench.txt": "help of --help\n", "help/sweep.txt": "help of sweep --help\n",
          "reports/one_node.txt": "sample one_node.txt\n", "topology/1-node.txt": "text of 1-node\n",
          "audit/grace.txt": "text of grace\n", "lab/uma.txt": "text of uma\n"}
LAB_TEST = """
import os, pathlib, sys
print("said by the guest", *sys.argv[3:4])
if not os.path.exists(os.environ["STATE"] + "/no-guest"):
    pathlib.Path(os.environ["ACCELBENCH_WRITE_GOLDEN"], sys.argv[3] + ".txt").write_text("text of uma\\n")
"""


class GoldenTest(unittest.TestCase):
    def setUp(self):
        self.machine = FakeMachine()
        self.addCleanup(self.machine.close)
        for tool in ("cmp", "diff", "mktemp", "sed"):
            (self.machine.bin / tool).symlink_to(shutil.which(tool))
        (self.machine.bin / "python3").symlink_to(sys.executable)
        self.build = self.machine.folder / "a build"
        self.program("harness/accelbench", ACCELBENCH)
        self.program("tests/unit/reports/write_samples", WRITE_SAMPLES)
        self.program("tests/unit/harness/topology_command_test", TEST_PROGRAM % "1-node")
        self.program("tests/unit/topology/audit/audit_test", TEST_PROGRAM % "grace")
        for name, text in GOLDEN.items():
            self.write(name, text)
        lab_test = self.machine.checkout / "tests/lab/lab_test.py"
        lab_test.parent.mkdir()
        lab_test.write_text(LAB_TEST)

    def program(self, name, text):
        path = self.build / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def write(self, name, text):
        path = self.machine.checkout / "tests/golden" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def read(self):
        folder = self.machine.checkout / "tests/golden"
        return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}

    def golden(self, *words):
        return self.machine.script("golden", "--build", str(self.build), *words)

    def test_equal_texts_are_no_output_and_0(self):
        done = self.golden()
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_differences_are_shown_and_nothing_is_written(self):
        self.write("help/sweep.txt", "older help\n")
        before = self.read()
        done = self.golden()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("--- tests/golden/help/sweep.txt\n+++ now\n@@ -1 +1 @@\n-older help\n+help of sweep --help\n",
                      done.stdout)
        self.assertEqual(self.read(), before)

    def test_update_writes_what_differs_in_each_folder_and_a_new_file(self):
        for name in ("help/sweep.txt", "reports/one_node.txt", "topology/1-node.txt"):
            self.write(name, "")
        (self.machine.checkout / "tests/golden/audit/grace.txt").unlink()
        done = self.golden("--update")
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        self.assertEqual(self.read(), GOLDEN)
        self.assertEqual(done.stderr, "".join(f"accelbench: golden: updated tests/golden/{name}\n" for name in (
            "help/sweep.txt", "reports/one_node.txt", "topology/1-node.txt", "audit/grace.txt")))

    def test_a_file_that_nothing_writes_is_named_and_kept(self):
        for name in ("topology/gone.txt", "reports/gone.txt"):
            self.write(name, "")
        done = self.golden("--update")
        self.assertEqual(done.returncode, 1)
        for name in ("topology/gone.txt", "reports/gone.txt"):
            self.assertIn(f"golden: nothing writes tests/golden/{name}\n", done.stderr)
            self.assertIn(name, self.read())

    def test_guests_are_started_for_lab_alone(self):
        self.write("lab/uma.txt", "")
        self.assertEqual(self.golden("--update").returncode, 0)
        self.assertEqual(self.read()["lab/uma.txt"], "")
        done = self.golden("--update", "--lab")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.read(), GOLDEN)
        self.machine.set_state("no-guest")
        done = self.golden("--lab")
        self.assertEqual(done.returncode, 5)
        self.assertIn("said by the guest uma\n", done.stderr)

    def test_a_build_that_is_too_old_or_none_is_refused(self):
        self.machine.set_state("old-build")
        done = self.golden("--update")
        self.assertEqual(done.returncode, 5)
        self.assertIn("said by the tests", done.stderr)
        self.assertIn("topology_command_test wrote no text", done.stderr)
        self.build = self.machine.folder / "none"
        self.assertIn("scripts/test -N builds it", self.golden().stderr)

    def test_without_a_folder_the_development_build_is_brought_up_to_date(self):
        self.machine.set_state("all")
        (self.machine.checkout / "CMakePresets.json").touch()
        self.machine.stub("cmake", f"""#!/bin/sh
echo "cmake $*" >>"$STATE/calls"
[ "$1" = --version ] && echo cmake version 3.25.1
[ "$1" != --build ] || cp -r "{self.build}/." "$2"
mkdir -p build/dev
""")
        done = self.machine.script("golden")
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        self.assertIn(f"cmake --build {self.machine.checkout}/build/dev", "\n".join(self.machine.calls()))

    def test_words_that_are_not_known_are_refused_and_help_is_shown(self):
        for words, said in ((["--all"], "unknown argument '--all'"), (["--build"], "--build needs the folder")):
            done = self.machine.script("golden", *words)
            self.assertEqual(done.returncode, 2)
            self.assertIn(said, done.stderr)
        done = self.machine.script("golden", "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("scripts/golden [--update] [--lab] [--build DIR]\n", done.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
