"""What a session promises of its folder: folders_test.py PROGRAM_FOLDER DENY_MEMPOLICY SOURCE"""
import json
import pathlib
import signal
import subprocess
import sys
import unittest

from session_test import SWEEP, Session, wait_until


class Folders(Session):
    """One session a folder, and a folder that does not stay."""
    LONG = ("--launches", "3", "--steps", "10", "--step", "0.02", "--policies", "baseline,local")

    def start_some(self, trials=2, **settings):
        running = subprocess.Popen([*SWEEP, "--out", str(self.out), *self.LONG], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **settings)
        self.addCleanup(running.communicate)
        self.addCleanup(running.kill)
        self.assertTrue(wait_until(lambda: (self.out / "trials.jsonl").exists() and len(self.journal()) >= trials, 60))
        return running

    def check_goes_on(self):
        done = self.resume()
        self.assertEqual(done.returncode, 0, done.stderr)
        trials = self.journal()
        self.assertEqual(len({(trial["block"], trial["cell"]) for trial in trials}), len(trials))
        self.assertEqual(len(trials), 6)
        self.check_document()

    def test_a_second_session_is_refused_and_a_report_changes_nothing_meanwhile(self):
        running = self.start_some()
        running.send_signal(signal.SIGSTOP)  # however fast it is, it holds the folder while it is looked at
        second = self.resume()
        self.assertEqual(second.returncode, 5, second.stderr)
        self.assertIn(f"another session is running in it (pid {running.pid} on ", second.stderr)
        report = subprocess.run([SWEEP[0], "report", str(self.out)], capture_output=True, text=True)
        self.assertEqual(report.returncode, 0, report.stderr)
        self.assertIn(f"a session is running in it (pid {running.pid} on ", report.stderr)
        self.assertIn("no document is changed", report.stderr)
        self.assertIn("baseline", report.stdout)
        report = subprocess.run([SWEEP[0], "report", str(self.out / "result.json")], capture_output=True, text=True)
        self.assertIn("its report is not changed", report.stderr)
        running.kill()
        running.communicate()
        self.check_goes_on()
        self.assertFalse((self.out / "running").exists())

    def test_a_folder_that_is_removed_ends_the_session_and_its_trials_are_kept_elsewhere(self):
        for gone in (".", "trials.jsonl"):
            with self.subTest(gone=gone):
                self.out = pathlib.Path(self.folder.name, "out")
                running = self.start_some(cwd=self.folder.name)
                while (self.out / gone).exists():  # a trial may begin meanwhile
                    subprocess.run(["rm", "-rf", str((self.out / gone).resolve())], capture_output=True)
                stdout, stderr = running.communicate(timeout=30)
                self.assertEqual(running.returncode, 5, stderr)
                self.assertIn("baseline", stdout)
                kept = stderr.splitlines()[-1].split("accelbench sweep --resume ")[1]
                self.assertTrue(kept.startswith(self.folder.name + "/accelbench-results/"), kept)
                self.out = pathlib.Path(kept)
                self.assertIn(f"all {len(self.journal())} finished trials are kept in {kept}", stderr)
                self.assertGreaterEqual(len(self.journal()), 2)
                self.check_goes_on()
                subprocess.run(["rm", "-rf", self.folder.name + "/out"], check=True)

    def test_a_folder_that_is_moved_is_followed_and_what_took_its_place_is_left_alone(self):
        running = self.start_some()
        moved = self.out.with_name("moved")
        self.out.rename(moved)
        self.out.mkdir()
        stdout, stderr = running.communicate(timeout=30)
        self.assertEqual(running.returncode, 5, stderr)
        self.assertIn(f"was moved to {moved}", stderr)
        self.assertEqual(list(self.out.iterdir()), [])
        self.out = moved
        self.assertEqual({trial["status"] for trial in self.journal()}, {"ok"})
        self.assertIn("moved", self.document()["ended"])
        self.check_goes_on()

    def test_a_session_that_goes_on_keeps_the_environment_and_the_mark_of_an_emulated_machine(self):
        self.sweep("--launches", "2", "--steps", "2", "--policies", "baseline")
        plan = json.loads((self.out / "plan.json").read_text())
        plan["environment"]["emulation"] = "numa-lab, tcg"
        (self.out / "plan.json").write_text(json.dumps(plan))
        self.assertEqual(self.resume().returncode, 0)
        self.assertEqual(self.document()["environment"], plan["environment"])
        self.assertTrue(self.document()["emulated"])

    def test_an_unreadable_document_is_kept_beside_the_one_made_anew(self):
        self.sweep("--launches", "2", "--steps", "2", "--policies", "baseline")
        (self.out / "result.json").write_text('{"accelbench"')
        done = self.resume()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(self.document()["trials"]), 2)
        self.assertEqual((self.out / "result.json.unreadable").read_text(), '{"accelbench"')


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2)
