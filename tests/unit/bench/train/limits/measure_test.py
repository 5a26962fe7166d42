"""The table of bench/train/limits/measure: shares, what has no limit, memory, and what it refuses.

A program that prints known numbers stands in for the measuring one, which runs once too, on a model of one layer.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, PROGRAM = pathlib.Path(sys.argv.pop(1)), sys.argv.pop(1)

# Operation, times, flops, bytes, seconds of the rounds that take turns, limit.
OPERATIONS = [
    ("qkv", 4, 8e9, 1e9, (0.1, 0.2, 0.1), 160e9),       # 80, 40 and 80 Gflop/s of 160
    ("attention", 4, 1e9, 1e9, (0.5, 0.5, 0.5), 1e9),
    ("norm", 9, 0, 3e9, (0.1, 0.1, 0.1), 40e9),         # 30 GB/s of 40
]


RESIDENT = "125829120\t115343360\t10485760\t"


def pretend(folder, exit_code=0, resident=RESIDENT, rounds=6):
    lines = ["memory\t104857600\t115343360\t" + resident]
    for i in range(rounds):
        lines += ["\t".join(str(value) for value in (i, name, times, flops, size, seconds[i % 3], limit))
                  for name, times, flops, size, seconds, limit in OPERATIONS]
    program = pathlib.Path(folder, "program")
    text = "\n".join(lines)
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\nexit {exit_code}\n")
    program.chmod(0o755)
    return str(program)


def limits(program, *more):
    return subprocess.run([sys.executable, "-B", str(SOURCE / "bench/train/limits/measure"), "--program", program,
                           "--presets", "tiny", "--threads", "1", *more], capture_output=True, text=True, check=False)


SMALLEST = ["preset=tiny", "layers=1", "channels=32", "context=16", "batch=1", "rounds=1", "steps=1", "precision=bf16"]


class LimitsTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def row(self, table, name):
        return next(line for line in table.splitlines() if line.startswith(name)).split()

    def test_a_share_is_the_median_of_the_rounds_with_its_interval(self):
        done = limits(pretend(self.folder.name))
        self.assertEqual(done.returncode, 0, done.stderr)
        row = self.row(done.stdout, "qkv")
        self.assertEqual(row[6:10], ["160.0", "80.0", "GF/s", "50.0%"])
        self.assertEqual(row[10:], ["[25.0%,", "50.0%]", "6"])
        self.assertIn("all products: 50.0% of the library alone [25.0%, 50.0%] (n = 6)", done.stdout)

    def test_an_interval_stands_only_where_there_are_enough_rounds(self):
        table = limits(pretend(self.folder.name, rounds=5)).stdout
        self.assertEqual(self.row(table, "qkv")[9:], ["50.0%", "n", "<", "6", "5"])
        self.assertIn("all products: 50.0% of the library alone n < 6 (n = 5)", table)

    def test_passes_are_held_against_the_stream_and_attention_against_nothing(self):
        table = limits(pretend(self.folder.name)).stdout
        self.assertEqual(self.row(table, "norm")[6:10], ["40.0", "30.0", "GB/s", "75.0%"])
        self.assertEqual(self.row(table, "attention")[6:], ["-", "2.0", "GF/s"])

    def test_all_products_are_weighed_by_their_time_without_attention(self):
        self.assertIn("all products: 50.0% of the library alone", limits(pretend(self.folder.name)).stdout)

    def test_memory_is_told_beside_the_least(self):
        self.assertIn("at least 100.0 MiB (weights, gradients, moments, activations kept); buffers 1.100 times that, "
                      "resident 1.200: 1.100 of its own (110.0 MiB), 0.100 code and libraries (10.0 MiB)",
                      limits(pretend(self.folder.name)).stdout)

    def test_what_the_kernel_does_not_tell_of_memory_is_a_reason_and_no_number(self):
        told = limits(pretend(self.folder.name, resident="-\t-\t-\tit has no RssAnon")).stdout
        self.assertIn("activations kept); buffers 1.100 times that; resident not known: it has no RssAnon", told)

    def test_a_program_that_fails_or_is_none_ends_it(self):
        self.assertEqual(limits(pretend(self.folder.name, 5)).returncode, 5)
        done = limits(str(SOURCE / "README.md"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("is not a program", done.stderr)

    def test_the_real_program_tells_every_operation_and_its_memory(self):
        done = subprocess.run([PROGRAM, *SMALLEST], capture_output=True, text=True, check=False)
        if done.returncode == 5:
            self.skipTest(done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)
        memory, *rows = done.stdout.splitlines()
        *numbers, reason = memory.split("\t")[1:]
        self.assertEqual(reason, "")
        least, buffers, resident, anonymous, files = map(float, numbers)
        self.assertTrue(0 < least < buffers < anonymous < resident >= files, memory)
        self.assertEqual(len(rows), 25)
        for row in rows:
            _, _, _, flops, size, seconds, limit = row.split("\t")
            self.assertGreater(min(float(flops) + float(size), float(seconds), float(limit)), 0, row)

    def test_the_real_program_gives_the_reason_where_the_kernel_does_not_tell_its_memory(self):
        empty_proc = ["unshare", "--user", "--map-root-user", "--mount", "sh",
                      "-c", 'mount -t tmpfs none /proc && exec "$@"', "sh"]
        if shutil.which("unshare") is None or subprocess.run([*empty_proc, "true"], capture_output=True,
                                                             check=False).returncode:
            self.skipTest("this machine lets nobody mount over /proc in a namespace of their own")
        done = subprocess.run([*empty_proc, PROGRAM, *SMALLEST], capture_output=True, text=True, check=False)
        if done.returncode == 5:
            self.skipTest(done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout.splitlines()[0], r"^memory\t\d+\t\d+\t-\t-\t-\t/proc/self/status does not report")

    def test_the_real_program_refuses_a_word_that_it_does_not_heed(self):
        done = subprocess.run([PROGRAM, "seed=2"], capture_output=True, text=True, check=False)
        if done.returncode == 5:
            self.skipTest(done.stderr)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("unknown parameter 'seed'", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
