"""What scripts/tidy promises: each file once, each finding once, within its time, and it says how many it checked."""
import json
import shutil
import subprocess
import sys
import unittest

from fake_machine import FakeMachine

# Prints what is in FILE.found, and fails as clang-tidy does on a warning that is an error.
CLANG_TIDY = """#!/bin/sh
[ "$1" = --version ] && { echo "LLVM (http://llvm.org/):"; echo "  Debian LLVM version 14.0.6"; exit; }
cp "$2/compile_commands.json" "$STATE/commands"
[ ! -e "$2/omp.h" ] || cp "$2/omp.h" "$STATE"
[ ! -e "$STATE/slow" ] || exec "$STATE/sleep" 30
echo "$4" >>"$STATE/calls"
[ ! -e "$STATE/crash" ] || { echo "Stack dump" >&2; exit 139; }
[ ! -e "$4.found" ] || { cat "$4.found"; exit 1; }
"""
FLAGS = ("-O1 -Werror -std=c++20 -fopenmp -Winvalid-pch -fno-tree-loop-distribute-patterns "
         "-fsanitize=address,undefined -fno-sanitize-recover=all -include /b/x.dir/cmake_pch.hxx")
TOOLS = "awk find git mktemp sed timeout wc".split()


class TidyTest(unittest.TestCase):
    def setUp(self):
        self.machine = FakeMachine()
        self.addCleanup(self.machine.close)
        for tool in TOOLS:
            (self.machine.bin / tool).symlink_to(shutil.which(tool))
        (self.machine.bin / "python3").symlink_to(sys.executable)  # not a wrapper, which needs tools of its own
        (self.machine.state / "sleep").symlink_to(shutil.which("sleep"))
        self.machine.stub("clang-tidy", CLANG_TIDY)
        self.machine.stub("c++", "#!/bin/sh\necho \"$STATE/gcc\"\n")
        self.build = self.machine.folder / "a build"
        self.build.mkdir()
        for name in ("a.cpp", "a.h", "b.cpp", "only.h", "not_built.cpp"):
            self.write(name, "")
        self.compile("a.cpp", "b.cpp")

    def path(self, name):
        return self.machine.checkout / "bench" / name

    def write(self, name, text):
        self.path(name).parent.mkdir(exist_ok=True)
        self.path(name).write_text(text)

    def compile(self, *names):
        entries = [{"directory": str(self.build), "command": f"/usr/bin/c++ {FLAGS} -o {name}.o -c {self.path(name)}",
                    "file": str(self.path(name))} for name in names]
        (self.build / "compile_commands.json").write_text(json.dumps(entries, indent=0))

    def tidy(self, *words):
        return self.machine.script("tidy", "--build", str(self.build), *words)

    def checked(self):
        return sorted(call.split("/")[-1] for call in self.machine.calls())

    def git(self, *words):
        who = ("-c", "user.name=x", "-c", "user.email=x")
        subprocess.run(["git", *who, *words], cwd=self.machine.checkout, check=True, capture_output=True)

    def commit(self, *names):
        self.git("add", "--", *(str(self.path(name)) for name in names))
        self.git("commit", "-m", "change")

    def test_without_findings_the_output_is_empty_and_the_exit_code_0(self):
        done = self.tidy()
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        self.assertEqual(done.stderr, "accelbench: tidy: checked 2 of 2 files\n")
        self.assertEqual(self.checked(), ["a.cpp", "b.cpp"])

    def test_a_finding_is_shown_once_with_its_lines_and_is_exit_code_1(self):
        finding = f"{self.path('a.h')}:7:1: error: a fault [check]\nint a;\n{self.path('a.h')}:8:1: note: here\n"
        self.write("a.cpp.found", finding)
        self.write("b.cpp.found", finding + f"{self.path('b.cpp')}:1:1: error: another [check]\n")
        done = self.tidy()
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "bench/a.h:7:1: error: a fault [check]\nint a;\nbench/a.h:8:1: note: here\n"
                                      "bench/b.cpp:1:1: error: another [check]\n")

    def test_a_crash_is_shown_and_fails(self):
        self.machine.set_state("crash")
        done = self.tidy(str(self.path("a.cpp")))
        self.assertEqual((done.returncode, done.stdout), (1, "Stack dump\n"))

    def test_clang_gets_no_option_that_only_gcc_understands(self):
        (self.machine.state / "gcc").mkdir()
        (self.machine.state / "gcc/omp.h").write_text("__attribute__((__malloc__, __malloc__ (omp_free)));\n")
        self.tidy()
        command = json.loads((self.machine.state / "commands").read_text())[0]["command"]
        self.assertRegex(command, "^/usr/bin/c[+]{2} -O1 -std=c[+]{2}20 -fopenmp -Wno-unknown-warning-option "
                                  f"-idirafter [^ ]+ -o a.cpp.o -c {self.path('a.cpp')}$")
        self.assertEqual((self.machine.state / "omp.h").read_text(), "__attribute__((__malloc__, __malloc__));\n")

    def test_files_that_are_compiled_in_one_are_checked_one_by_one(self):
        joined = self.build / "unity_0_cxx.cxx"
        joined.write_text(f'#include "{self.path("a.cpp")}"\n\n#include "{self.path("b.cpp")}"\n')
        (self.build / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(self.build), "command": f"/usr/bin/c++ -o 0.o -c {joined}", "file": str(joined)}]))
        self.assertIn("checked 2 of 2 files", self.tidy().stderr)
        self.assertEqual(self.checked(), ["a.cpp", "b.cpp"])
        commands = [entry["command"] for entry in json.loads((self.machine.state / "commands").read_text())]
        self.assertTrue(commands[1].endswith(f"-c {self.path('b.cpp')}"), commands)

    def test_a_header_is_checked_with_its_source_and_alone_without_one(self):
        done = self.tidy(*(str(self.path(name)) for name in ("a.h", "a.cpp", "only.h", "not_built.cpp")))
        self.assertEqual(self.checked(), ["a.cpp", "only.h"], done.stderr)

    def test_commits_are_what_the_last_ones_and_the_working_tree_changed(self):
        self.git("init")
        self.commit("a.cpp", "b.cpp", "only.h")
        self.write("b.cpp", "1")
        self.commit("b.cpp")
        self.write("only.h", "1")
        self.assertEqual(self.tidy("--commits", "1").returncode, 0)
        self.assertEqual(self.checked(), ["b.cpp", "only.h"])

    def test_it_stops_when_the_time_is_over_and_says_how_many_were_checked(self):
        self.machine.set_state("slow")
        done = self.tidy("--seconds", "1")
        self.assertEqual((done.returncode, done.stderr), (0, "accelbench: tidy: checked 0 of 2 files\n"))

    def test_what_is_missing_is_exit_code_5_with_the_reason(self):
        self.assertIn("--commits needs git and a checkout", self.tidy("--commits", "1").stderr)
        (self.build / "compile_commands.json").unlink()
        self.assertIn("there is no compile_commands.json in", self.tidy().stderr)
        (self.machine.bin / "clang-tidy").unlink()
        done = self.tidy()
        self.assertEqual(done.returncode, 5)
        self.assertIn("apt-get install clang-tidy-14", done.stderr)

    def test_arguments_that_make_no_sense_are_refused(self):
        both = ["--commits", "1", str(self.path("a.h"))]
        for words in (["--commits", "0"], ["--seconds"], ["--fix"], ["none.cpp"], both):
            self.assertEqual(self.tidy(*words).returncode, 2, words)


if __name__ == "__main__":
    unittest.main()
