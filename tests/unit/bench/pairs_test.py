"""bench/pairs.py and the programs that tell intervals with it: an interval of too few values said more than was known.

pairs_test.py SOURCE. Pretended programs stand in for what the programs start.
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv.pop(1))
sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCE / "bench"))
import pairs  # noqa: E402

# A sweep of two launches whose second starts half a second after the first; accelbench-rank leaves at once.
SWEEP = """#!/usr/bin/env python3
import json, os, sys
out = sys.argv[sys.argv.index("--out") + 1]
os.mkdir(out)
trial = {"status": "ok", "step_seconds": 0.01, "ranks": [{}]}
with open(out + "/trials.jsonl", "w") as journal:
    for start in (10.0, 10.5):
        journal.write(json.dumps(dict(trial, started_unix_seconds=start)) + "\\n")
json.dump({"cells": [{"command": ["env", "accelbench", "place"]}]}, open(out + "/result.json", "w"))
"""
# The same of ranks that watch, unless the one beside it is told not to.
WATCHED = SWEEP.replace('"ranks": [{}]', '"ranks": [rank]').replace("os.mkdir(out)", """os.mkdir(out)
told = open(os.path.dirname(sys.argv[0]) + "/accelbench-rank").read()
rank = {} if ":false/" in told else {"moves": {"borders": 2, "page_looks": 128, "thread_looks": 4}}""")
# Sums of 1 KiB: auto takes a microsecond, gloo two.
SUMS = """#!/bin/sh
for round in $(seq "$2"); do echo "1024 $round auto 0.000001"; echo "1024 $round gloo 0.000002"; done
"""


def interval_of(program, count_option, count, **files):
    """What a program says of that many values, with these programs in place of those that it starts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name.replace("_", "-"))
            path.write_text(text)
            path.chmod(0o755)
        words = ["--programs", folder] if "accelbench" in files else ["--program", folder + "/sums", "--launch", "env",
                                                                      "--variants", "auto,gloo"]
        done = subprocess.run([sys.executable, "-B", SOURCE / "bench" / program, *words, count_option, str(count)],
                              capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


class Intervals(unittest.TestCase):
    def test_the_least_number_is_the_first_whose_range_holds_the_median_with_95_percent(self):
        holds = [1 - 2 / 2 ** n for n in (pairs.LEAST_FOR_INTERVAL - 1, pairs.LEAST_FOR_INTERVAL)]
        self.assertTrue(holds[0] < 0.95 <= holds[1], holds)

    def test_of_fewer_values_none_is_told(self):
        self.assertEqual(pairs.interval_text([1.0] * 5, "{:.1f} to {:.1f}"), "n < 6")
        self.assertEqual(pairs.interval_text([1.0, 1.0, 1.0, 3.0, 3.0, 3.0], "{:.1f} to {:.1f}"), "1.0 to 3.0")

    def test_every_program_that_compares_pairs_keeps_to_it(self):
        rank = "#!/bin/sh\n"
        for program, option, files, interval in (
                ("counters_cost", "--pairs", {"accelbench": SWEEP}, "95 % interval 1.0000 to 1.0000"),
                ("watch_cost", "--pairs", {"accelbench": WATCHED, "accelbench_rank": rank},
                 "95 % interval 1.0000 to 1.0000"),
                ("harness_cost", "--pairs", {"accelbench": SWEEP, "accelbench_rank": rank}, "95 % interval 0."),
                ("message/allreduce_time", "--rounds", {"sums": SUMS}, "2.00 (2.00 to 2.00) of gloo")):
            with self.subTest(program):
                self.assertIn(interval, interval_of(program, option, 6, **files))
                self.assertIn("n < 6", interval_of(program, option, 5, **files))

    def test_none_of_them_takes_a_count_of_nothing(self):
        for program, options in (("counters_cost", ["pairs", "processes", "steps"]),
                                 ("harness_cost", ["pairs", "processes"]),
                                 ("watch_cost", ["pairs", "processes", "steps"]),
                                 ("message/allreduce_time", ["rounds", "ranks"]),
                                 ("train/limits/measure", ["rounds", "steps", "threads"]),
                                 ("train/versus_pytorch", ["pairs"])):
            for option in options:
                for text in ("0", "-1", "1.5"):
                    done = subprocess.run([sys.executable, "-B", SOURCE / "bench" / program, "--" + option, text],
                                          capture_output=True, text=True, check=False)
                    with self.subTest(program, option=option, text=text):
                        self.assertEqual((done.returncode, done.stdout), (2, ""))
                        self.assertIn(f"argument --{option}: {text} is not a whole number of 1 or more", done.stderr)


if __name__ == "__main__":
    unittest.main()
