"""What a session promises when ranks, disks and people misbehave: session_test.py PROGRAM_FOLDER DENY_MEMPOLICY
SOURCE"""
import json
import os
import pathlib
import pty
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAMS, DENY, SOURCE = (os.path.abspath(argument) for argument in sys.argv[1:4])
SWEEP = [PROGRAMS + "/accelbench", "sweep", "--oversubscribe", "--kernel", "null", "--num-processes", "2"]


def stray_ranks(folder):
    """Command lines of ranks of a session below `folder` that still run: other tests have ranks of their own."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if PROGRAMS + "/accelbench-rank" in line and f" {folder}/" in line:
            found.append(line)
    return found


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


class Session(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.out = pathlib.Path(self.folder.name, "out")

    def sweep(self, *more, prefix=(), **settings):
        return subprocess.run([*prefix, *SWEEP, "--out", str(self.out), *more], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=100, **settings)

    def resume(self):
        return subprocess.run([SWEEP[0], "sweep", "--resume", str(self.out)], capture_output=True, text=True,
                              timeout=100)

    def start(self, *more):
        return subprocess.Popen([*SWEEP, "--out", str(self.out), *more], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def stray_ranks(self):
        return stray_ranks(self.folder.name)

    def document(self):
        return json.loads((self.out / "result.json").read_text())

    def journal(self):
        return [json.loads(line) for line in (self.out / "trials.jsonl").read_text().splitlines()]

    def check_document(self):
        done = subprocess.run([sys.executable, SOURCE + "/tests/validate_document.py", str(self.out / "result.json")],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Failures(Session):
    def check_failed(self, how, status, reason, *more):
        done = self.sweep("--fail", how, "--launches", "1", "--steps", "2", "--policies", "baseline,local", *more)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual({trial["status"] for trial in self.journal()}, {status})
        for trial in self.journal():
            self.assertIn(reason, trial["reason"])
            self.assertIsNone(trial["step_seconds"])
        self.assertFalse(self.stray_ranks())
        self.check_document()

    def test_a_crash_costs_its_trial_alone_and_is_named(self):
        self.check_failed("crash:1", "failed", "rank 1 on")
        self.assertIn("SIGSEGV", self.journal()[0]["reason"])

    def test_an_early_exit_is_no_result(self):
        self.check_failed("exit:0", "failed", "rank 0 on")

    def test_a_hang_ends_at_the_timeout(self):
        self.check_failed("hang:0", "timeout", "not finished after 2 s", "--timeout", "2")

    def test_a_wrong_answer_is_no_result(self):
        self.check_failed("check:1", "failed", "rank 1: ")

    def test_losses_that_differ_between_policies_fail_the_cell(self):
        done = self.sweep("--fail", "loss:0", "--launches", "2", "--steps", "2", "--policies", "baseline,local")
        self.assertEqual(done.returncode, 3)
        self.assertIn("losses bit-identical across policies: NO", done.stdout)

    def test_a_cell_that_never_works_is_given_up(self):
        self.sweep("--fail", "exit:0", "--launches", "6", "--steps", "2", "--policies", "baseline")
        self.assertEqual(len(self.journal()), 3)
        self.assertEqual(self.document()["ended"], "every launch failed")

    def test_a_failed_trial_keeps_its_log_and_an_ok_one_leaves_nothing(self):
        self.sweep("--fail", "exit:0", "--launches", "1", "--steps", "2", "--policies", "baseline")
        self.assertTrue((self.out / "trials/000000/output.log").exists())
        self.out = self.out.with_name("fine")
        self.sweep("--launches", "1", "--steps", "2", "--policies", "baseline")
        self.assertEqual(sorted(path.name for path in self.out.iterdir()),
                         ["plan.json", "report.html", "result.json", "trials.jsonl"])


class Launches(Session):
    def test_a_misplaced_launch_is_repeated_in_its_block(self):
        self.sweep("--launches", "1", "--steps", "2", "--policies", "baseline")
        [trial] = self.journal()
        trial.update(status="misplaced", reason="rank 0: a thread is elsewhere", step_seconds=None)
        (self.out / "trials.jsonl").write_text(json.dumps(trial) + "\n")
        self.resume()
        self.assertEqual([(trial["block"], trial["status"]) for trial in self.journal()], [(0, "misplaced"), (0, "ok")])
        self.check_document()

    def resume_after(self, trials):
        """Resumes a session whose trials were these. Its document is made anew: it would name others as lost."""
        (self.out / "trials.jsonl").write_text("".join(json.dumps(trial) + "\n" for trial in trials))
        (self.out / "result.json").unlink()
        done = self.resume()
        self.assertIn(done.returncode, (0, 3), done.stderr)
        return [trial["status"] for trial in self.journal()]

    def test_three_misplaced_launches_in_a_row_end_the_cell(self):
        self.sweep("--launches", "3", "--steps", "2", "--policies", "baseline")
        trials = self.journal()
        for block, trial in enumerate(trials):
            trial.update(status="misplaced" if block else "ok", block=min(block, 1))
        self.assertEqual(self.resume_after(trials), ["ok", "misplaced", "misplaced", "ok", "ok"])
        trials[0].update(status="misplaced", block=1)
        self.assertEqual(self.resume_after(trials), ["misplaced"] * 3)

    def test_a_sweep_that_can_give_no_verdict_says_so_first_and_is_not_complete(self):
        done = self.sweep("--launches", "2", "--steps", "2", "--policies", "baseline,local")
        self.assertIn("a verdict on 1 comparison needs at least 10 launches of each cell: --launches 2 is kept, so "
                      "that this sweep can't give one", done.stderr)
        self.assertEqual(self.document()["ended"], "too few launches for a verdict")
        self.assertIn("ended: too few launches for a verdict", done.stdout)
        self.assertIsNone(self.document()["comparisons"][0]["smallest_visible"])
        self.check_document()


class Interruptions(Session):
    LONG = ("--launches", "4", "--steps", "10", "--step", "0.02", "--policies", "baseline,local", "--seed", "11")

    def check_resumed(self):
        done = self.resume()
        self.assertEqual(done.returncode, 0, done.stderr)
        trials = self.journal()
        self.assertEqual([trial["sequence"] for trial in trials], list(range(8)))
        self.assertEqual(len({(trial["block"], trial["cell"]) for trial in trials}), 8)
        self.assertEqual(self.document()["ended"], "too few launches for a verdict")
        self.check_document()
        return trials

    def check_signal(self, number, code):
        running = self.start(*self.LONG)
        self.assertTrue(wait_until(lambda: (self.out / "trials.jsonl").exists() and len(self.journal()) >= 2))
        running.send_signal(number)
        stdout, stderr = running.communicate(timeout=30)
        self.assertEqual(running.returncode, code, stderr)
        self.assertIn("accelbench sweep --resume", stderr)
        self.assertIn("interrupted", stdout)
        self.assertFalse(self.stray_ranks())
        self.check_document()
        self.check_resumed()

    def test_sigint_ends_the_trial_writes_what_there_is_and_exits_130(self):
        self.check_signal(signal.SIGINT, 130)

    def test_sigterm_ends_the_trial_writes_what_there_is_and_exits_143(self):
        self.check_signal(signal.SIGTERM, 143)

    def test_sigkill_at_any_point_loses_at_most_the_trial_in_flight(self):
        running = self.start(*self.LONG)
        self.assertTrue(wait_until(lambda: (self.out / "trials.jsonl").exists()))
        time.sleep(random.uniform(0, 1))  # more than a trial takes
        before = len(self.journal())
        running.kill()
        running.communicate()
        self.assertGreaterEqual(len((self.out / "trials.jsonl").read_text().splitlines()), before)
        self.assertTrue(wait_until(lambda: not self.stray_ranks()), "stray ranks: " + "; ".join(self.stray_ranks()))
        self.check_resumed()

    def test_a_resumed_session_goes_on_in_the_order_of_an_unbroken_one(self):
        running = self.start(*self.LONG)
        self.assertTrue(wait_until(lambda: (self.out / "trials.jsonl").exists() and len(self.journal()) >= 3))
        running.kill()
        running.communicate()
        order = [trial["cell"] for trial in self.check_resumed()]
        self.out = self.out.with_name("unbroken")
        self.sweep(*self.LONG)
        self.assertEqual(order, [trial["cell"] for trial in self.journal()])

    def test_report_makes_the_document_of_a_killed_session(self):
        running = self.start(*self.LONG)
        self.assertTrue(wait_until(lambda: (self.out / "trials.jsonl").exists() and len(self.journal()) >= 1))
        running.kill()
        running.communicate()
        kept = len(self.journal())
        done = subprocess.run([SWEEP[0], "report", str(self.out)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(self.document()["trials"]), kept)
        self.check_document()


class Sessions(Session):
    def test_a_budget_ends_the_session_after_a_whole_block(self):
        done = self.sweep("--time-budget", "2", "--policies", "baseline,local", "--steps", "2")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.document()["ended"], "too few launches for a verdict")
        trials = self.journal()
        self.assertGreater(len(trials), 0)
        self.assertEqual(len(trials) % 2, 0)

    def test_progress_is_updated_in_place_on_a_terminal_and_stays_out_of_stdout(self):
        terminal, inner = pty.openpty()
        done = subprocess.run([*SWEEP, "--out", str(self.out), "--launches", "2", "--steps", "2",
                               "--policies", "baseline"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=inner, text=True, timeout=60)
        os.close(inner)
        said = os.read(terminal, 1 << 16).decode()
        self.assertIn("\r\x1b[K0/2", said)
        self.assertIn("left", said)
        self.assertNotIn("ms a step", said)  # finished trials leave no lines behind
        self.assertNotIn("elapsed", done.stdout)

    def test_without_a_terminal_each_trial_is_one_line(self):
        done = self.sweep("--launches", "2", "--steps", "2", "--policies", "baseline")
        self.assertEqual(sum("ms a step" in line for line in done.stderr.splitlines()), 2)
        self.assertNotIn("\r", done.stderr)

    def test_raw_values_environment_argv_and_seed_are_kept(self):
        self.sweep("--launches", "2", "--steps", "3", "--policies", "baseline", "--seed", "77")
        document = self.document()
        self.assertEqual(document["seed"], 77)
        self.assertIn("--seed", document["argv"])
        self.assertTrue(document["environment"]["kernel"])
        for trial in document["trials"]:
            self.assertEqual([len(rank["step_seconds"]) for rank in trial["ranks"]], [3, 3])


class Training(Session):
    """The real kernel over real MPI."""
    SMALL = ("--kernel", "gpt", "--layers", "2", "--channels", "32", "--heads", "2", "--context", "16", "--batch", "4",
             "--seed", "5", "--launches", "1", "--steps", "5", "--threads", "1")

    def losses(self, precision, *more):
        self.out = pathlib.Path(self.folder.name, precision)
        done = self.sweep(*self.SMALL, "--precision", precision, *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return {trial["cell"].split("/policy=")[1]: trial["losses"] for trial in self.journal()}

    def test_two_ranks_train_as_one_rank_with_the_whole_batch_does(self):
        # In bf16 a sum taken in another order may be rounded the other way.
        for precision, tolerance in (("fp32", 2e-5), ("bf16", 1e-3)):
            losses = self.losses(precision, "--scaling", "strong", "--num-processes", "1,2", "--policies", "baseline")
            one, two = (losses[f"baseline/machines=1/processes={processes}/threads=1"] for processes in (1, 2))
            self.assertGreater(min(len(one), len(two)), 8)
            for a, b in zip(one, two):
                self.assertAlmostEqual(a, b, delta=tolerance * abs(a), msg=precision)
            self.assertLess(one[-1], one[0])

    def test_policies_train_to_the_same_bits(self):
        for precision in ("fp32", "bf16"):
            losses = self.losses(precision, "--policies", "baseline,local")
            (first, second) = losses.values()
            shared = min(len(first), len(second))
            self.assertGreater(shared, 8)
            self.assertEqual(first[:shared], second[:shared], precision)

    def check_sum_seconds(self, trials):
        """Both parts are told of each rank, and together are less than its step."""
        for rank in (rank for trial in trials for rank in trial["ranks"]):
            spent = rank["sum_seconds"]
            self.assertGreater(min(spent.values()), 0, spent)
            self.assertLess(sum(spent.values()), sum(rank["step_seconds"]) / len(rank["step_seconds"]), spent)

    def test_each_way_to_sum_trains_to_the_same_bits_again_and_near_the_others(self):
        first_of_all = {}
        for how in ("flat", "hierarchical", "auto", "gloo"):
            self.out = pathlib.Path(self.folder.name, how)
            done = self.sweep(*self.SMALL, "--policies", "baseline", "--num-processes", "2,3", "--launches", "2",
                              "--allreduce", how)
            if done.returncode == 5 and "this build has no Gloo" in done.stderr:
                continue
            self.assertEqual(done.returncode, 0, done.stderr)
            for ranks in ("2", "3"):
                with self.subTest(how=how, ranks=ranks):
                    trials = [trial for trial in self.journal() if f"processes={ranks}/" in trial["cell"]]
                    self.check_sum_seconds(trials)
                    first, second = [trial["losses"] for trial in trials]
                    shared = min(len(first), len(second))
                    self.assertEqual(first[:shared], second[:shared])
                    for a, b in zip(first_of_all.setdefault(ranks, first), first):
                        self.assertAlmostEqual(a, b, delta=2e-5 * abs(a))
        self.check_document()


class Environments(Session):
    def test_a_container_that_refuses_memory_policies_is_named_with_its_remedy(self):
        done = self.sweep("--policies", "local", prefix=[DENY])
        if done.returncode == 77:
            self.skipTest("no seccomp here")
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertIn("EPERM", done.stderr)
        self.assertIn("--cap-add SYS_NICE", done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)

    def test_there_baseline_still_runs_and_the_others_are_skipped_with_the_reason(self):
        done = self.sweep("--policies", "all", "--launches", "1", "--steps", "2", prefix=[DENY])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({trial["cell"].split("policy=")[1].split("/")[0] for trial in self.journal()}, {"baseline"})
        self.assertIn("EPERM", done.stdout)
        self.check_document()

    def test_a_sweep_audits_the_machine_first_keeps_that_and_tells_what_is_bad(self):
        done = self.sweep("--policies", "baseline", "--launches", "1", "--steps", "2", prefix=[DENY])
        self.assertEqual(done.returncode, 0, done.stderr)
        document = self.document()
        doctor = json.loads(subprocess.run([SWEEP[0], "doctor", "--json"], check=True, capture_output=True).stdout)
        self.assertEqual([row["id"] for row in document["audit"]], [row["id"] for row in doctor["rows"]])
        bad = [f'bad for measuring: {row["name"]}: {row["value"]}; fix: {row["mend"]}'
               for row in document["audit"] if row["grade"] == "bad"]
        self.assertEqual([line for line in done.stderr.splitlines() if line.startswith("bad for")], bad)
        self.assertTrue(any("memory policy calls: refused (tried)" in line for line in bad), bad)
        self.assertLess(done.stderr.index(bad[-1]), done.stderr.index(" elapsed, "), "before the first trial")
        first, second = document["trials"][0]["ranks"]
        self.assertGreaterEqual(first["conditions"]["load_1min"], 0)
        self.assertNotIn("conditions", second)
        self.check_document()
        self.assertIn("bad for measuring: memory policy calls", subprocess.run(
            [DENY, SWEEP[0], "sweep", "--resume", str(self.out)], capture_output=True, text=True).stderr)

    def test_a_full_disk_keeps_the_finished_trials_and_leaves_nothing_half_written(self):
        # A small tmpfs of its own; without the right to mount one this can't be tried.
        script = 'mount -t tmpfs -o size=160k none "$0" && exec "$@"'
        self.out = pathlib.Path(self.folder.name, "disk", "out")
        self.out.parent.mkdir()
        probe = subprocess.run(["unshare", "-rm", "sh", "-c", script, str(self.out.parent), "true"],
                               capture_output=True)
        if probe.returncode:
            self.skipTest("no tmpfs may be mounted here")
        collect = f'"$@"; code=$?; cp -r {self.out} {self.folder.name}/kept; exit $code'
        inner = ["sh", "-c", script, str(self.out.parent), "sh", "-c", collect, "sh"]
        done = self.sweep("--launches", "200", "--steps", "50", "--step", "0.0001", "--policies", "baseline",
                          prefix=["unshare", "-rm", *inner])
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertIn("No space left on device", done.stderr)
        self.assertIn("--resume", done.stderr)
        self.out = pathlib.Path(self.folder.name, "kept")
        self.assertGreater(len(self.journal()), 0)
        self.assertEqual([path.name for path in self.out.iterdir() if "tmp" in path.name], [])
        self.check_document()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2)
