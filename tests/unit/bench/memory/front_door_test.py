"""What accelbench-memory shows and returns, with arrays far too small to be a measurement."""
import json
import os
import subprocess
import sys
import unittest

PROGRAM = sys.argv.pop(1)
SMALL = ["--array-mib", "2", "--benchmark_min_time=0.001"]
STREAM_BYTES = {"copy": 16, "scale": 16, "add": 24, "triad": 24}


def run(*arguments, words=""):
    return subprocess.run([PROGRAM, *arguments], input=words, capture_output=True, text=True, timeout=60)


class FrontDoorTest(unittest.TestCase):
    def document(self, *arguments):
        result = run(*SMALL, "--benchmark_format=json", *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)["benchmarks"]

    def test_rates_are_stream_bytes_over_the_workers_own_time(self):
        rows = self.document("--policies", "local", "--threads", "1")
        self.assertEqual([row["name"].split("kernel=")[1].split("/")[0] for row in rows], list(STREAM_BYTES))
        for row, counted in zip(rows, STREAM_BYTES.values()):
            seconds = row["real_time"] / 1000  # milliseconds, as the program registers them
            self.assertEqual(row["time_unit"], "ms")
            expected = (2 << 20) / 8 * counted / seconds
            self.assertAlmostEqual(row["bytes_per_second"] / expected, 1, places=3)
            self.assertAlmostEqual(row["with_write_allocate"] / expected, (counted + 8) / counted, places=3)
            self.assertRegex(row["label"], r"^cpus \d+, memory bind \d+$")

    def test_googles_own_flags_keep_working(self):
        rows = self.document("--policies=baseline", "--threads=1", "--benchmark_filter=triad",
                             "--benchmark_repetitions=2")
        self.assertEqual([row["run_type"] for row in rows if "triad" in row["name"]][:2], ["iteration"] * 2)
        self.assertFalse([row for row in rows if "copy" in row["name"]])

    def test_impossible_cases_are_named_on_stderr_and_the_rest_runs(self):
        result = run(*SMALL, "--policies", "local", "--threads", "1,4096", "--benchmark_filter=copy")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("skipped stream/policy=local/threads=4096: ", result.stderr)
        self.assertNotIn("skipped", result.stdout)

    # Debian's library is; timings of workers are their own, and the words frighten for nothing.
    def test_how_googles_library_was_built_is_no_warning_of_ours(self):
        result = run(*SMALL, "--policies", "local", "--threads", "1", "--benchmark_filter=copy")
        self.assertNotIn("DEBUG", result.stderr + result.stdout)
        self.assertIn("Run on (", result.stderr, "what else it says is kept")

    def test_nothing_selected_is_no_success(self):
        self.assertEqual(run(*SMALL, "--benchmark_filter=nosuch").returncode, 2)

    def test_bad_options_end_with_usage_and_one_line(self):
        result = run("--polices", "all")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertEqual(result.stderr.count("\n"), 1)
        self.assertIn("'--polices' is unknown", result.stderr)

    def test_worker_whose_threads_are_not_where_they_were_asked_to_be_says_so(self):
        cpus = sorted(os.sched_getaffinity(0))
        if len(cpus) < 2:
            self.skipTest("needs 2 cpus: on one, a thread can't be misplaced")
        # Started by hand, so that nobody bound it: its threads may run on every cpu instead of the first.
        result = run("--stream-worker", "1024", "1", str(cpus[0]), "0", "default", "", "", words="prepare copy\n")
        self.assertEqual(result.stdout.splitlines()[0], "ok 0")
        self.assertTrue(result.stdout.splitlines()[1].startswith("error misplaced: "), result.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
