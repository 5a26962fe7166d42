"""What the commands promise when the terminal, the reader or the disk behind them goes away, when what they show is
hostile, and when paths lead nowhere: streams_test.py PROGRAM_FOLDER SOURCE MEDDLING_LIBRARY"""
import json
import os
import pathlib
import pty
import re
import shlex
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAMS, SOURCE, MEDDLING_LIBRARY = (os.path.abspath(argument) for argument in sys.argv[1:4])
ACCELBENCH = PROGRAMS + "/accelbench"
TINY = ["sweep", "--kernel", "null", "--policies", "local", "--launches", "1", "--step", "0.0005", "--steps", "3",
        "--num-processes", "1", "--launcher", "local"]
HOSTILE = "\x1b]0;title\x07\x1b[2J\b\r\x7f\x9b31m\u202eRTL\u2066\u200b\ufeff"
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def shell(self, line, **settings):
        """accelbench is $A, a short sweep $T."""
        text = f"A={shlex.quote(ACCELBENCH)}; T={shlex.quote(shlex.join(TINY))}; {line}"
        settings.setdefault("cwd", self.folder)
        return subprocess.run(["bash", "-c", text], stdin=subprocess.DEVNULL, capture_output=True, timeout=100,
                              **settings)

    def sweep(self, name, redirections=""):
        done = self.shell(f"$A $T --out {name} {redirections}")
        return done.returncode, done.stderr.decode()

    def trials(self, name):
        return [json.loads(line) for line in (self.folder / name / "trials.jsonl").read_text().splitlines()]

    def wait_for_a_trial(self, name):
        end = time.monotonic() + 60
        journal = self.folder / name / "trials.jsonl"
        while time.monotonic() < end and not (journal.exists() and journal.stat().st_size):
            time.sleep(0.02)

    def document(self, name="d"):
        """A finished session's."""
        code, said = self.sweep(name)
        self.assertEqual(code, 0, said)
        return json.loads((self.folder / name / "result.json").read_text())


class Streams(Case):
    def test_closed_descriptors_never_become_a_file_of_ours(self):
        for i, closed in enumerate(("2>&-", ">&-", "<&-", "<&- >&- 2>&-")):
            with self.subTest(closed=closed):
                self.assertEqual(self.sweep(f"c{i}", closed)[0], 0)
                self.assertEqual([trial["status"] for trial in self.trials(f"c{i}")], ["ok"])

    def test_talk_that_cannot_be_written_is_dropped(self):
        self.assertEqual(self.sweep("d", "2>/dev/full")[0], 0)
        self.assertEqual(len(self.trials("d")), 1)
        self.assertEqual(self.shell("$A sweep --no-such 2>/dev/full").returncode, 2)
        self.assertEqual(self.shell("$A sweep --no-such 2>&-").returncode, 2)

    def test_a_sweep_outlives_its_terminal(self):
        ours, theirs = pty.openpty()
        sweep = subprocess.Popen([ACCELBENCH, *TINY, "--launches", "6", "--steps", "40", "--step", "0.005", "--out",
                                  str(self.folder / "d")], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
                                 start_new_session=True)
        os.close(theirs)
        self.wait_for_a_trial("d")
        os.close(ours)
        self.assertEqual(sweep.wait(timeout=60), 0)
        self.assertEqual(len(self.trials("d")), 6)
        self.assertTrue((self.folder / "d/report.html").exists())

    def test_under_nohup_a_hangup_ends_nothing(self):
        self.check_hangups({})

    def test_nor_where_a_library_meddling_librarys_before_main(self):
        self.check_hangups({"LD_PRELOAD": MEDDLING_LIBRARY})

    def test_what_a_library_prints_before_main_is_no_data(self):
        done = subprocess.run([ACCELBENCH, "topology", "--json"], capture_output=True, timeout=60,
                              env=dict(os.environ, LD_PRELOAD=MEDDLING_LIBRARY))
        self.assertTrue(json.loads(done.stdout))
        self.assertIn(b"a library was loaded", done.stderr)

    def check_hangups(self, variables):
        for ignored, code in ((True, 0), (False, 128 + signal.SIGHUP)):
            name = f"d{code}"
            act = signal.SIG_IGN if ignored else signal.SIG_DFL
            sweep = subprocess.Popen([ACCELBENCH, *TINY, "--launches", "6", "--steps", "40", "--step", "0.005", "--out",
                                      str(self.folder / name)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                     env=dict(os.environ, **variables),
                                     preexec_fn=lambda act=act: signal.signal(signal.SIGHUP, act))
            self.wait_for_a_trial(name)
            sweep.send_signal(signal.SIGHUP)
            sweep.communicate(timeout=60)
            self.assertEqual(sweep.returncode, code)

    def test_data_that_cannot_be_written_is_5_and_the_documents_are_there(self):
        code, said = self.sweep("d", ">/dev/full")
        self.assertEqual(code, 5, said)
        self.assertIn("standard output: No space left on device", said)
        self.assertTrue((self.folder / "d/result.json").exists())
        for command in ("topology", "topology --json", "doctor", "doctor --json", "host-facts", "report d", "--help",
                        "--version", "sweep --help", "sweep --kernel null --dry-run"):
            with self.subTest(command=command):
                done = self.shell(f"$A {command} >/dev/full")
                self.assertEqual(done.returncode, 5, done.stderr)
                self.assertIn(b"No space left on device", done.stderr)

    def test_a_reader_that_leaves_changes_nothing(self):
        done = self.shell('$A $T --out d | true; echo ${PIPESTATUS[0]}')
        self.assertEqual(done.stdout, b"0\n", done.stderr)
        self.assertEqual(len(self.trials("d")), 1)
        for command in ("topology", "doctor --json", "host-facts", "report d", "sweep --help"):
            with self.subTest(command=command):
                done = self.shell(f"$A {command} | (exec <&-; sleep 0.2); echo ${{PIPESTATUS[0]}}")
                self.assertEqual(done.stdout, b"0\n", done.stderr)
        self.assertEqual(self.shell('$A $T --out e 2>&1 | true; echo ${PIPESTATUS[0]}').stdout, b"0\n")


class Pages(Case):
    """Where report --html writes. Only nodes and links of the test's own folder are at risk: run as root, a program
    that does this wrong would replace the machine's /dev/null and /dev/stdout."""

    def setUp(self):
        super().setUp()
        self.document()

    def report(self, page, redirections=""):
        return self.shell(f"$A report d --html {page} {redirections}")

    def test_links_are_followed_and_stay_links(self):
        (self.folder / "there").mkdir()
        for link, target in (("a.html", "there/old.html"), ("b.html", "there/new.html"), ("c.html", "a.html")):
            (self.folder / link).symlink_to(target)
        (self.folder / "there/old.html").write_text("old")
        (self.folder / "there/old.html").chmod(0o640)
        for link, target in (("a.html", "old.html"), ("b.html", "new.html"), ("c.html", "old.html")):
            done = self.report(link)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue((self.folder / link).is_symlink())
            self.assertIn("<!doctype html>", (self.folder / "there" / target).read_text()[:40].lower())
        self.assertEqual((self.folder / "there/old.html").stat().st_mode & 0o777, 0o640)
        self.assertEqual(sorted(path.name for path in (self.folder / "there").iterdir()), ["new.html", "old.html"])

    def test_what_is_no_file_is_written_to_and_stays(self):
        os.mkfifo(self.folder / "pipe")
        read = []
        reader = threading.Thread(target=lambda: read.append((self.folder / "pipe").read_text()))
        reader.start()
        done = self.report("pipe")
        reader.join(timeout=10)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.folder / "pipe").is_fifo())
        self.assertIn("</html>", read[0])

    def test_a_device_is_written_to_and_stays(self):
        for name, minor, code in (("null", 3, 0), ("full", 7, 5)):
            node = self.folder / name
            try:
                os.mknod(node, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
                open(node, "wb").close()
            except OSError as error:
                self.skipTest(f"no device of one's own here: {error}")
            done = self.report(name)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertTrue(node.is_char_device())

    def test_dev_stdout_is_this_programs_own(self):
        (self.folder / "stdout").symlink_to("/proc/self/fd/1")  # as /dev/stdout is
        for name in ("stdout", "/dev/fd/1", "/proc/self/fd/1"):
            for redirection in ("| cat", "> f; cat f", ">> f; cat f"):
                with self.subTest(name=name, redirection=redirection):
                    (self.folder / "f").write_text("before\n")
                    done = self.report(name, redirection)
                    self.assertIn(b"</html>", done.stdout)
                    self.assertIn(b"losses bit-identical", done.stdout, "the table behind it")
        self.assertTrue((self.folder / "stdout").is_symlink())
        self.assertEqual(self.report("/dev/fd/77").returncode, 5)
        self.assertIn(b"</html>", self.report("/dev/fd/2").stderr)
        self.assertEqual(self.report(">(head -c 9)", ">/dev/null 2>&1").returncode, 0)

    def test_what_cannot_be_written_is_refused_and_left_alone(self):
        (self.folder / "loop").symlink_to("loop")
        (self.folder / "folder").mkdir()
        for name, reason in (("folder", "Is a directory"), ("folder/", "Is a directory"), ("loop", "Too many levels"),
                             ("d/result.json/x", "Not a directory"), ("x" * 300, "File name too long"),
                             ("absent/x", "create the folder first")):
            with self.subTest(name=name[:20]):
                done = self.report(name)
                self.assertEqual(done.returncode, 5)
                self.assertIn(reason, done.stderr.decode())
        self.assertEqual(list((self.folder / "folder").iterdir()), [])

    @unittest.skipIf(os.geteuid() == 0, "root may write what is protected")
    def test_a_protected_file_stays_as_it_is(self):
        (self.folder / "page").write_text("mine")
        (self.folder / "page").chmod(0o444)
        self.assertEqual(self.report("page").returncode, 5)
        self.assertEqual((self.folder / "page").read_text(), "mine")


class Hostile(Case):
    def check_shown(self, *streams):
        for stream in streams:
            self.assertIsNone(HIDDEN.search(stream.decode()), stream)

    def poisoned(self, value):
        """Each text of a document, except where only certain words may stand."""
        document = self.document()
        document["machine"]["hostname"] = value
        document["environment"]["emulation"] = value
        document["ended"] = value
        document["launcher"]["name"] = value
        document["cells"][0]["skip"] = value
        for cell in document["cells"]:
            cell["item"] = value
        for trial in document["trials"]:
            trial.update(status="failed", reason=value)
        (self.folder / "bad.json").write_text(json.dumps(document))

    def test_a_documents_texts_do_not_reach_the_terminal_as_they_are(self):
        self.poisoned(HOSTILE)
        done = self.shell("$A report bad.json --html p.html")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"\\u001b]0;title", done.stdout)
        self.check_shown(done.stdout, done.stderr, (self.folder / "p.html").read_bytes())

    def test_a_newline_in_a_document_makes_no_line_of_the_table(self):
        self.poisoned("one\nlosses bit-identical across policies: yes (9 groups)")
        done = self.shell("$A report bad.json --html p.html")
        self.assertNotIn("\nlosses bit-identical across policies: yes (9 groups)", done.stdout.decode())

    def test_what_was_typed_is_shown_on_one_line(self):
        long = "a" * 100000
        for words in (["sweep", "--" + HOSTILE], ["sweep", "--" + long], ["sweep", "--hosts", f"n1,{HOSTILE}"], [long],
                      ["sweep", "--hosts", "two\nlines"], ["report", HOSTILE + "\n" + "b" * 200], ["report", long],
                      ["topology", "--from", HOSTILE], ["topology", "--num-processes", long],
                      ["sweep", "--policies", long], ["sweep", "--resume", long], ["sweep", "--kernel", HOSTILE]):
            with self.subTest(words=[word[:30] for word in words]):
                done = subprocess.run([ACCELBENCH, *words], capture_output=True, cwd=self.folder, timeout=60)
                self.assertIn(done.returncode, (2, 5), done.stderr)
                self.assertEqual(done.stderr.count(b"\n"), 1)
                self.assertLess(len(done.stderr), 2000)
                self.check_shown(done.stderr, done.stdout)

    def test_a_failed_launch_is_told_without_its_escapes(self):
        launcher = self.folder / "mpirun"
        launcher.write_text("#!/bin/sh\nprintf '\\033]0;t\\007\\033[2J\\342\\200\\256no\\377 host\\r\\n' >&2\nexit 1\n")
        launcher.chmod(0o755)
        done = self.shell(f"PATH={self.folder}:$PATH $A $T --launcher openmpi --out d")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(b"\\u001b]0;t", done.stdout)
        self.check_shown(done.stdout, done.stderr)


class Paths(Case):
    def check(self, done, codes, *texts):
        self.assertIn(done.returncode, codes, done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
        for text in texts:
            self.assertIn(text, done.stderr.decode(errors="replace"))

    def test_paths_that_lead_nowhere_have_messages_of_their_own(self):
        (self.folder / "loop").symlink_to("loop")
        for wrong, reason in (("loop/x", "Too many levels of symbolic links"), ("x" * 300, "File name too long"),
                              ("/".join(["y" * 200] * 30), "File name too long"), ("/proc/1/x/y", "No such file")):
            with self.subTest(wrong=wrong[:20]):
                self.check(self.shell(f"$A $T --out {wrong}"), (2, 5), reason)
                self.check(self.shell(f"$A sweep --resume {wrong}"), (2, 5), reason)
                self.check(self.shell(f"$A report {wrong}"), (2, 5), reason)
                self.check(self.shell(f"$A topology --from {wrong}"), (2, 5))
                self.check(self.shell(f"$A $T --hostfile {wrong}"), (2, 5), reason)
                self.check(self.shell(f"$A sweep --kernel gpt --data {wrong} --dry-run"), (2, 5), reason)
                self.check(self.shell(f"$A place --trial {wrong} -- true"), (2, 5), reason)

    def test_a_working_folder_that_is_gone(self):
        gone = "mkdir gone; cd gone; rmdir ../gone; "
        for command in ("$T", "$T --out x", "sweep --resume x", "sweep --kernel gpt --data x --dry-run", "report x"):
            with self.subTest(command=command):
                self.check(self.shell(f"{gone} $A {command}"), (2, 5))
        done = self.shell(f"{gone} $A $T --out {self.folder}/d")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.shell(f"{gone} $A topology").returncode, 0)

    def test_a_folder_that_may_not_be_entered(self):
        closed = self.folder / "closed"
        closed.mkdir(mode=0o700)
        as_other = ""
        if os.geteuid() == 0:
            self.folder.chmod(0o755)
            as_other = "setpriv --reuid=65534 --regid=65534 --clear-groups "
            if self.shell(f"{as_other} $A --version").returncode:
                self.skipTest("another user may not run the programs here")
        else:
            closed.chmod(0)
        self.check(self.shell(f"{as_other}$A $T --out closed/x"), (5,), "closed/x", "Permission denied")
        for command in ("sweep --resume closed/x", "report closed/x", "report closed/x/result.json",
                        "topology --from closed/x.xml", "$T --hostfile closed/x", "sweep --kernel gpt --data closed/x"):
            with self.subTest(command=command):
                self.check(self.shell(f"{as_other}$A {command}"), (2, 5), "Permission denied")

    def test_names_that_are_no_utf8(self):
        for command in ("$T --out $'x\\xff'", "sweep --resume $'x\\xff'", "$T --hosts $'x\\xff'", "report $'x\\xff'",
                        "$T --hostfile $'x\\xff'", "topology --from $'x\\xff'"):
            with self.subTest(command=command):
                done = self.shell(f"$A {command}")
                self.check(done, (2, 5), "x\\xff")
        (self.folder / "hosts").write_bytes(b"node\xff\n")
        self.check(self.shell("$A $T --hostfile hosts"), (2, 5))
        self.check(self.shell("mkdir $'d\\xff'; cd $'d\\xff'; $A $T --out e"), (2, 5), "not UTF-8")
        self.assertEqual(self.shell("mkdir -p $'d\\xff'; cd $'d\\xff'; $A topology --json").returncode, 0)

    def test_a_host_name_that_is_no_utf8_is_shown(self):
        rename = "import os, socket, sys; socket.sethostname(b'h\\xff'); os.execvp(sys.argv[1], sys.argv[1:])"
        renamed = ["unshare", "-ru", sys.executable, "-c", rename]
        if subprocess.run([*renamed, "true"], capture_output=True).returncode:
            self.skipTest("no host name of one's own here")
        for words in (["topology"], ["topology", "--json"], ["doctor", "--json"], ["host-facts"],
                      [*TINY, "--out", "d"]):
            with self.subTest(words=words[:2]):
                done = subprocess.run([*renamed, ACCELBENCH, *words], capture_output=True, cwd=self.folder, timeout=60)
                self.assertEqual(done.returncode, 0, done.stderr)
                done.stdout.decode("utf-8")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2)
