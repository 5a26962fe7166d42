"""bench/train/versus_pytorch with pretended programs of known step times: what it asks of them, and what it makes of
what they say. Wrong numbers or an ended run stood there otherwise. versus_pytorch_test.py SOURCE"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1])
PROGRAM = SOURCE / "bench/train/versus_pytorch"
sys.dont_write_bytecode = True

# Ours takes 10 ms a step, and 20 ms with two ranks; a bf16 that this build lacks. KILLED with this much of its journal
# written.
OURS = """#!/usr/bin/env python3
import json, os, signal, sys
words = sys.argv[1:]
value = lambda name: words[words.index(name) + 1]
with open(os.environ["ASKED"], "a") as log:
    log.write(json.dumps({"ours": words}) + "\\n")
if "--precision" in words:
    sys.exit("accelbench: unknown option '--precision'")
ranks = int(value("--num-processes"))
os.mkdir(value("--out"))
cpus = ["0-1"] if ranks == 1 else ["0", "1"]
trial = {"status": os.environ.get("STATUS", "ok"), "reason": "", "step_seconds": 0.01 * ranks,
         "losses": [5.5, 5.4, 5.3, 5.2], "ranks": [{"cpus_allowed": text} for text in cpus]}
if ranks > 1:
    for rank, exposed in zip(trial["ranks"], (0.0001, 0.0004)):
        rank["sum_seconds"] = {"between": 0.003 + exposed, "exposed": exposed}
text = "/given/" + value("--data") if "--data" in words else "/the/kernels/own"
document = {"summaries": [{"flops_utilisation": 0.61}], "cells": [{"parameters": {"data": text}}]}
line = json.dumps(trial) + "\\n"
with open(value("--out") + "/trials.jsonl", "w") as journal:
    journal.write({"nothing": "", "half": line[:40]}.get(os.environ.get("KILLED"), line))
if "KILLED" in os.environ:
    json.dump(dict(document, summaries=[]), open(value("--out") + "/result.json", "w"))
    if os.environ["KILLED"] == "no document":
        os.remove(value("--out") + "/result.json")
    sys.stderr.write("trial 1 of 1: tiny\\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.SIGKILL)
json.dump(document, open(value("--out") + "/result.json", "w"))
"""
# PyTorch takes 40 ms a step, its second rank 60; compiled it breaks in the way of BROKEN, "never" ends no step of
# either.
THEIRS = """#!/usr/bin/env python3
import json, os, sys, time
if sys.argv[2] == "--about":
    if os.environ.get("TORCH") == "absent":
        sys.exit("Traceback\\nModuleNotFoundError: No module named 'torch'")
    if os.environ.get("TORCH") == "mute":
        sys.exit()
    sys.exit(print(json.dumps({"version": "0.0", "fast_bf16": False})))
work = json.loads(sys.argv[2])
with open(os.environ["ASKED"], "a") as log:
    log.write(json.dumps({"theirs": work}) + "\\n")
how = os.environ.get("BROKEN") if work["compiled"] or os.environ.get("BROKEN") == "never" else None
if how == "error":
    sys.exit("Traceback\\nRuntimeError: no C++ compiler")
print(time.monotonic(), flush=True)
for step in range(work["steps"]):
    if how == "hang" and step == 2 or how == "never":
        time.sleep(60)
    loss = 5.5 - 0.1 * step + (0.5 if how == "loss" else 0)
    print(0.9 if step == 0 else 0.04 + 0.02 * work["rank"], loss, flush=True)
"""


def versus(*words, **environment):
    """(exit code, rows as lists of words, all that stands on stdout, what was asked of either)"""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path, text in (("accelbench", OURS), ("python", THEIRS)):
            (folder / path).write_text(text)
            (folder / path).chmod(0o755)
        asked = folder / "asked"
        asked.touch()
        done = subprocess.run([sys.executable, "-B", PROGRAM, "--programs", name, "--python", name + "/python",
                               "--presets", "tiny", "--precisions", "fp32", *words], capture_output=True, text=True,
                              check=False, env={**os.environ, "ASKED": str(asked), **environment})
        said = [json.loads(line) for line in asked.read_text().splitlines()]
    rows = [line.split() for line in done.stdout.splitlines() if re.match(r"(tiny|small|gpt2) ", line)]
    return done.returncode, rows, done.stdout + done.stderr, said


class Rows(unittest.TestCase):
    def test_the_ratio_is_theirs_over_ours_by_the_slowest_rank_without_warm_up(self):
        _, rows, said, _ = versus("--quick", "--contestants", "eager")
        self.assertEqual([row[:9] for row in rows],
                         [["tiny", "1x2", "fp32", "eager", "10.00", "ms", "40.00", "ms", "4.000"],
                          ["tiny", "2x1", "fp32", "eager", "20.00", "ms", "60.00", "ms", "3.000"]], said)
        self.assertIn("61 %", said)

    def test_an_interval_stands_only_where_there_are_enough_pairs(self):
        for pairs, wanted in (("5", "n < 6"), ("6", "[4.000, 4.000]")):
            _, _, said, _ = versus("--pairs", pairs, "--steps", "1,1", "--layouts", "1x2", "--contestants", "eager")
            self.assertIn(wanted, said)

    def test_the_exposed_part_of_our_all_reduce_is_told_of_the_rank_that_waited_longest(self):
        for layout, told in (("2x1", ["0.40", "3.40"]), ("1x2", None)):
            _, _, said, _ = versus("--quick", "--layouts", layout, "--contestants", "eager")
            note = re.search(r"ours: all-reduce exposed (\S+) ms a step and (\S+) ms in calls between", said)
            self.assertEqual(note and list(note.groups()), told, said)

    def test_ranks_of_pytorch_share_the_batch_and_have_the_cpus_of_ours(self):
        _, _, _, asked = versus("--quick", "--layouts", "2x1", "--contestants", "eager")
        theirs = sorted((one["theirs"]["rank"], one["theirs"]["cpus"], one["theirs"]["processes"]) for one in asked
                        if "theirs" in one)
        self.assertEqual(theirs, [(0, [0], 2), (1, [1], 2)])
        ours = next(one["ours"] for one in asked if "ours" in one)
        self.assertEqual(ours[ours.index("--scaling") + 1], "strong")

    def test_pytorch_reads_the_text_that_ours_says_it_read(self):
        for words, text in (([], "/the/kernels/own"), (["--data", "b.txt"], "/given/b.txt")):
            _, _, _, asked = versus("--quick", "--contestants", "eager", *words)
            self.assertEqual([one["theirs"]["data"] for one in asked if "theirs" in one], [text] * 3)

    def test_options_behind_two_dashes_reach_our_sweep(self):
        for words, wanted in ((["--", "--pages", "4k"], ["--pages", "4k"]), ([], ["--allreduce", "auto"])):
            _, _, _, asked = versus("--quick", "--layouts", "1x2", "--contestants", "eager", *words)
            self.assertEqual(asked[0]["ours"][-2:], wanted)

    def test_the_order_rotates_from_round_to_round(self):
        _, _, _, asked = versus("--pairs", "3", "--steps", "1,1", "--layouts", "1x2")
        who = ["ours" if "ours" in one else "compiled" if one["theirs"]["compiled"] else "eager" for one in asked]
        self.assertEqual(who, ["ours", "eager", "compiled", "eager", "compiled", "ours", "compiled", "ours", "eager"])

    def test_time_ends_the_rounds_and_each_work_gets_one(self):
        _, rows, said, _ = versus("--minutes", "0", "--steps", "1,1", "--contestants", "eager")
        self.assertEqual([row[row.index("6") + 1] for row in rows], ["1", "1"], said)


class Failures(unittest.TestCase):
    def expect(self, row, note, words, **environment):
        code, rows, said, _ = versus("--quick", "--layouts", "1x2", *words, **environment)
        self.assertEqual(rows[-1][:len(row)], row, said)
        self.assertIn(note, said)
        return code

    def test_a_contestant_that_fails_says_why_and_the_other_goes_on(self):
        code = self.expect(["tiny", "1x2", "fp32", "compiled", "-"], "compiled: RuntimeError: no C++ compiler", [],
                           BROKEN="error")
        self.assertEqual(code, 0)

    def test_other_losses_are_another_step(self):
        self.expect(["tiny", "1x2", "fp32", "compiled", "-"],
                    "not the same step: first losses 5.50000 5.40000 5.30000 and 6.00000",
                    [], BROKEN="loss")

    def test_a_step_that_is_cut_off_bounds_the_ratio_from_below(self):
        _, rows, said, _ = versus("--layouts", "1x2", "--pairs", "2", "--steps", "2,2", "--timeout", "3", BROKEN="hang")
        self.assertRegex(" ".join(rows[-1]), r"^tiny 1x2 fp32 compiled 10.00 ms >\d+.\d\d ms >\d+", said)

    def test_a_pair_without_a_common_step_says_that_no_loss_was_compared(self):
        _, rows, said, _ = versus("--layouts", "1x2", "--steps", "0,1", "--timeout", "2", "--contestants", "eager",
                                  BROKEN="never")
        self.assertRegex(" ".join(rows[-1]), r"^tiny 1x2 fp32 eager 10.00 ms >\d+.\d\d ms >\d+", said)
        self.assertIn("    eager: no loss was compared, as none of its steps was done\n", said)
        self.assertNotIn("no loss was compared", versus("--quick", "--layouts", "1x2", "--contestants", "eager")[2])

    def test_what_our_build_lacks_is_named(self):
        code = self.expect(["tiny", "1x2", "bf16", "compiled", "-"], "ours: accelbench: unknown option '--precision'",
                           ["--precisions", "bf16"])
        self.assertEqual(code, 3)

    def test_a_misplaced_launch_of_ours_is_no_pair(self):
        self.expect(["tiny", "1x2", "fp32", "compiled", "-"], "ours: misplaced", [], STATUS="misplaced")

    def test_a_sweep_that_is_killed_in_its_trial_costs_its_work_only(self):
        for journal in ("nothing", "half", "all", "no document"):
            code, rows, said, asked = versus("--quick", "--contestants", "eager", KILLED=journal)
            with self.subTest(journal):
                self.assertEqual((code, [row[1] for row in rows]), (3, ["1x2", "2x1"]), said)
                self.assertIn("    ours: sweep ended by signal 9 (Killed) before its trial and document were whole: "
                              "trial 1 of 1: tiny\n", said)
                self.assertNotIn("Traceback", said)
                self.assertEqual(len(asked), 2)


class Words(unittest.TestCase):
    def test_a_python_without_pytorch_is_refused_with_the_remedy(self):
        for torch, cause in (("absent", "ModuleNotFoundError: No module named 'torch'"),
                             ("mute", "ended without a word")):
            code, rows, said, asked = versus(TORCH=torch)
            self.assertEqual((code, rows, asked), (1, [], []))
            self.assertRegex(said, rf"^versus_pytorch: \S+/python does not run PyTorch with numpy: {cause}; run "
                                   r"scripts/reference/run, or "
                                   r"name another with --python\n$")

    def test_what_is_typed_wrong_is_refused_by_name(self):
        for words, reason in ((["--layouts", "2"], "2 is not processes x threads"),
                              (["--presets", "huge"], "huge is not one of tiny"),
                              (["--precisions", "fp8"], "fp8 is not one of fp32, bf16"),
                              (["--steps", "3"], "3 is not warm-up and"),
                              (["--steps", "3,0"], "3,0 is not warm-up and measured steps")):
            code, _, said, asked = versus(*words)
            self.assertEqual((code, asked), (2, []))
            self.assertIn(reason, said)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
