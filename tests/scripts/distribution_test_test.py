"""What scripts/distribution-test refuses, runs and reports, with stubs for debootstrap, chroot and namespaces."""
import pathlib
import shutil
import subprocess
import sys
import unittest

from fake_machine import FakeMachine

TOOLS = "awk cut date du grep hostname ls mktemp printf rmdir sed tar tr".split()
DEBOOTSTRAP = """#!/bin/sh
echo "debootstrap $*" >>"$STATE/calls"
[ -e "$STATE/no-network" ] && { echo "E: Failed getting release file"; exit 1; }
for word in "$@"; do case $word in /*) mkdir -p "$word/etc/apt/apt.conf.d" "$word/srv" "$word/tmp" ;; esac; done
"""
# The words of the command that runs in the root follow its user; STATE/ends holds "PATTERN CODE" of what does not end
# with 0.
UNSHARE = """#!/bin/bash
[[ $* == *"fork true" ]] && exit 0
while [[ $1 != enter ]]; do shift; done
echo "in $3: ${*:8}" >>"$STATE/calls"
[[ $* == *--output-junit* ]] && { while [[ $1 != --output-junit ]]; do shift; done; cp "$STATE/junit" "$BARE$2"; }
while read -r pattern code; do [[ "$*" == *$pattern* ]] && { cat "$STATE/words"; exit "$code"; }; done <"$STATE/ends"
exit 0
"""
JUNIT = """<testsuite name="x">
<testcase name="unit.good" status="run"><system-out>test_a (x.A) ... ok
test_b (x.A.test_b) ... skipped 'needs 2 cpus'
</system-out></testcase>
<testcase name="unit.bad" status="fail"><failure message="Failed"/><system-out>no</system-out></testcase>
<testcase name="lab.x" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/><system-out>SKIPPED: no guest here
</system-out></testcase>
<testcase name="Bind.Y" status="notrun"><skipped message="x"/><system-out>Running main()
bind_test.cpp:63: Skipped
mbind is refused

[  SKIPPED ] Bind.Y (0 ms)
</system-out></testcase>
</testsuite>
"""


class DistributionTest(unittest.TestCase):
    def machine(self, uid=0, programs=("debootstrap", "git", "python3", "unshare", "chroot", "apt-config")):
        machine = FakeMachine(uid=uid)
        self.addCleanup(machine.close)
        for tool in TOOLS:
            (machine.bin / tool).unlink(missing_ok=True)
            (machine.bin / tool).symlink_to(shutil.which(tool))
        stubs = {"debootstrap": DEBOOTSTRAP, "unshare": UNSHARE, "git": "#!/bin/sh\n",
                 "chroot": '#!/bin/sh\necho "chroot ${*#/*/}" >>"$STATE/calls"\n',
                 "apt-config": "#!/bin/sh\necho 'Acquire::http::Proxy \"http://proxy.invalid\";'; "
                               "echo 'APT::x \"1\";'\n"}
        for name in programs:
            machine.stub(name, stubs.get(name, f'#!/bin/sh\nexec {sys.executable} "$@"\n'))
        machine.set_state("ends")
        machine.set_state("words", "apt-get install --no-install-recommends g++ libdnnl-dev\n")
        machine.set_state("junit", JUNIT)
        apt = machine.state / "apt"
        apt.mkdir()
        (apt / "sources.list").write_text("deb [signed-by=/k.gpg] http://mirror.invalid/debian bookworm main\n")
        machine.set_state("os-release", "VERSION_CODENAME=bookworm\n")
        return machine

    def start(self, machine, *words):
        environment = {**machine.environment(), "ACCELBENCH_LAB_APT": str(machine.state / "apt"),
                       "ACCELBENCH_LAB_OS_RELEASE": str(machine.state / "os-release"),
                       "BARE": str(machine.folder / "made" / "trixie")}
        return subprocess.run([machine.checkout / "scripts/distribution-test", *words], env=environment, text=True,
                              cwd=machine.folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              check=False)

    def assert_refused(self, machine, code, message, *words):
        done = self.start(machine, *words)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.assertIn(message, done.stderr)
        self.assertFalse([call for call in machine.calls() if call.startswith("in ")])

    def test_what_was_typed_is_refused_by_name(self):
        machine = self.machine()
        for words, message in ((["noble"], "'noble' is neither bookworm nor trixie"), ([], "'' is neither bookworm"),
                               (["--mirror"], "--mirror needs a value"),
                               (["--quick", "trixie"], "'--quick' is not an option"),
                               (["trixie", "bookworm"], "give one distribution only")):
            self.assert_refused(machine, 2, message, *words)

    def test_what_is_missing_here_is_named(self):
        self.assert_refused(self.machine(uid=1000), 5, "debootstrap and chroot need root", "trixie")
        self.assert_refused(self.machine(programs=()), 5, "apt-get install debootstrap", "trixie")
        machine = self.machine()
        (machine.state / "apt" / "sources.list").unlink()
        self.assert_refused(machine, 5, "give one with --mirror URL", "trixie")

    def test_failing_debootstrap_is_quoted(self):
        machine = self.machine()
        machine.set_state("no-network")
        self.assert_refused(machine, 5, "E: Failed getting release file", "--folder", "made", "trixie")

    def test_mirror_and_proxy_are_this_machines(self):
        machine = self.machine()
        self.start(machine, "--keep", "--folder", "made", "trixie")
        made = str(machine.folder / "made" / "trixie")
        self.assertIn(f"debootstrap --variant=minbase --keyring=/k.gpg trixie {made} http://mirror.invalid/debian",
                      machine.calls())
        self.assertEqual(pathlib.Path(made, "etc/apt/apt.conf.d/99host").read_text(),
                         'Acquire::http::Proxy "http://proxy.invalid";\n')

    def test_both_commands_run_as_root_and_as_a_user_and_all_is_reported(self):
        machine = self.machine()
        machine.set_state("ends", "tester*sweep*all 5\n")
        done = self.start(machine, "--folder", "made", "trixie")
        ran = [call for call in machine.calls() if call.startswith("in ")]
        self.assertEqual([call.split()[1] + call.split("scripts/")[1].split(" --output")[0] for call in ran],
                         ["tester:accelbench --help", "tester:accelbench sweep --policies all",
                          "root:accelbench sweep --policies all --out /tmp/root-results", "root:test",
                          "tester:accelbench sweep --policies all --out /tmp/user-results", "tester:test"])
        self.assertIn("-R ^(cli|scripts)", ran[-1])
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("as root: 4 tests, 1 failed, 3 skipped\n  failed: unit.bad\n", done.stdout)
        self.assertIn("  skipped: needs 2 cpus\n    unit.good: test_b\n", done.stdout)
        self.assertIn("  skipped: no guest here\n    lab.x\n", done.stdout)
        self.assertIn("  skipped: mbind is refused\n    Bind.Y\n", done.stdout)
        self.assertIn("failed: sweep as a user: exit code 5, not 0: apt-get install", done.stdout)
        self.assertNotIn("sweep without sudo:", done.stdout)
        self.assertFalse((machine.folder / "made" / "trixie").exists(), "without --keep the root is removed")

    def test_all_green_is_exit_code_0(self):
        machine = self.machine()
        machine.set_state("junit", '<testsuite><testcase name="a" status="run">'
                                   '<system-out>ok</system-out></testcase></testsuite>')
        machine.set_state("ends", "tester*policies*all 5\n")
        (machine.folder / "made/trixie/srv/private/accelbench/build").mkdir(parents=True)  # as --keep leaves it
        for folder in ("etc/apt/apt.conf.d", "tmp"):
            (machine.folder / "made/trixie" / folder).mkdir(parents=True)
        (machine.folder / "made/trixie/.made").touch()
        machine.set_state("ends")
        done = self.start(machine, "--keep", "--folder", "made", "trixie")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("everything passed", done.stdout)
        self.assertFalse([call for call in machine.calls() if call.startswith("debootstrap")])


if __name__ == "__main__":
    unittest.main()
