"""What scripts/prepare-host promises: it changes the settings that were named, nothing else, and prints how to undo
it."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from fake_machine import ROOT

CPU = "sys/devices/system/cpu"
THP = "sys/kernel/mm/transparent_hugepage/enabled"


class PrepareHostTest(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="accelbench-fixes "))
        self.addCleanup(shutil.rmtree, self.root)
        self.write(THP, "[always] madvise never")
        self.write("proc/sys/kernel/numa_balancing", "1")
        self.write("proc/sys/vm/zone_reclaim_mode", "0")
        for cpu, governor in enumerate(("powersave", "powersave", "performance", "schedutil")):
            self.write(f"{CPU}/cpu{cpu}/cpufreq/scaling_governor", governor)
        self.write(f"{CPU}/cpufreq/boost", "1")

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n")

    def text(self, path):
        return (self.root / path).read_text().strip()

    def all_texts(self):
        return {str(path): path.read_text() for path in self.root.rglob("*") if path.is_file()}

    def run_script(self, *arguments, root=True, path=None):
        words = [str(ROOT / "scripts/prepare-host"), *(("--root", str(self.root)) if root else ()), *arguments]
        return subprocess.run(words, env={"PATH": path or os.environ["PATH"]}, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, check=False, timeout=60)

    def test_only_what_is_named_is_changed_and_its_undo_is_printed(self):
        before = self.all_texts()
        done = self.run_script("numa_balancing")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, "numa_balancing: changed 1 -> 0\n  undo: sysctl -w kernel.numa_balancing=1\n")
        after = self.all_texts()
        self.assertEqual([path for path in after if after[path] != before[path]],
                         [f"{self.root}/proc/sys/kernel/numa_balancing"])

    def test_cpus_of_several_governors_each_get_theirs_back(self):
        done = self.run_script("governor")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({self.text(f"{CPU}/cpu{cpu}/cpufreq/scaling_governor") for cpu in range(4)}, {"performance"})
        for command in re.findall("undo: (.*)", done.stdout):
            subprocess.run(["bash", "-c", re.sub(r" /sys", f" '{self.root}'/sys", command)], check=True)
        self.assertEqual([self.text(f"{CPU}/cpu{cpu}/cpufreq/scaling_governor") for cpu in range(4)],
                         ["powersave", "powersave", "performance", "schedutil"])

    def test_a_choice_in_brackets_is_read_as_the_one_that_is_taken(self):
        done = self.run_script("--dry-run", "thp")
        self.assertEqual(done.stdout, "thp: would change always -> madvise\n"
                                      f"  undo: echo always > /{THP}\n")
        self.write(THP, "always madvise [never]")
        self.assertEqual(self.run_script("--dry-run", "thp").stdout, "thp: nothing to change\n")

    def test_a_dry_run_writes_nothing(self):
        before = self.all_texts()
        done = self.run_script("--dry-run", "governor", "turbo", "numa_balancing", "thp")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count("would change"), 5)
        self.assertEqual(self.all_texts(), before)

    def test_what_is_right_already_stays(self):
        self.assertEqual(self.run_script("zone_reclaim").stdout, "zone_reclaim: nothing to change\n")

    def test_one_of_two_files_is_enough(self):
        self.assertEqual(self.run_script("turbo").stdout,
                         "turbo: changed 1 -> 0\n  undo: echo 1 > /sys/devices/system/cpu/cpufreq/boost\n")

    def test_an_unknown_name_is_refused_before_anything_is_changed(self):
        before = self.all_texts()
        done = self.run_script("numa_balancing", "govenor")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("unknown name 'govenor'; available names: governor turbo smt", done.stderr)
        self.assertEqual(self.all_texts(), before)

    def test_no_name_and_an_unknown_option_are_usage(self):
        self.assertEqual(self.run_script().returncode, 2)
        done = self.run_script("--all")
        self.assertEqual(done.returncode, 2)
        self.assertIn("unknown option '--all'", done.stderr)

    def test_a_setting_that_is_not_there_is_said_and_the_others_are_done(self):
        done = self.run_script("ksm", "numa_balancing")
        self.assertEqual(done.returncode, 5)
        self.assertIn("ksm: this machine has no such setting (/sys/kernel/mm/ksm/run)", done.stderr)
        self.assertEqual(self.text("proc/sys/kernel/numa_balancing"), "0")

    def test_a_setting_that_is_taken_and_not_kept_is_no_success(self):
        (self.root / THP).unlink()
        (self.root / THP).symlink_to("/proc/version")
        done = self.run_script("thp")
        self.assertEqual((done.returncode, done.stdout), (5, ""))
        self.assertIn(f"/{THP} can't be written", done.stderr)
        (self.root / THP).unlink()
        (self.root / THP).symlink_to("/dev/null")
        done = self.run_script("thp")
        self.assertEqual((done.returncode, done.stdout), (5, ""))
        self.assertIn("madvise was written into", done.stderr)

    def test_without_root_the_line_to_run_is_named(self):
        stubs = self.root / "bin"
        stubs.mkdir()
        (stubs / "id").write_text("#!/bin/sh\necho 1000\n")
        (stubs / "id").chmod(0o755)
        done = self.run_script("thp", root=False, path=f"{stubs}:{os.environ['PATH']}")
        self.assertEqual((done.returncode, done.stdout), (5, ""))
        self.assertIn("needs root; run: sudo scripts/prepare-host thp", done.stderr)

    def test_swap_comes_back_device_by_device(self):
        self.write("proc/swaps", "Filename Type Size Used Priority\n/dev/sda3 partition 1000 0 -2\n"
                                 "/dev/zram0 partition 99 0 100")
        stubs = self.root / "bin"
        stubs.mkdir()
        (stubs / "swapoff").write_text(f"#!/bin/sh\necho \"$*\" >'{self.root}/asked'\n")
        (stubs / "swapoff").chmod(0o755)
        done = self.run_script("swap", path=f"{stubs}:{os.environ['PATH']}")
        self.assertEqual(done.stdout, "swap: changed on -> off\n  undo: swapon /dev/sda3 && swapon -p 100 /dev/zram0\n")
        self.assertEqual(self.text("asked"), "-a")

    def test_the_list_names_each_fix_and_what_it_does(self):
        done = self.run_script("--list", root=False)
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"(?m)^numa_balancing +pages stay where they were placed$")


if __name__ == "__main__":
    unittest.main()
