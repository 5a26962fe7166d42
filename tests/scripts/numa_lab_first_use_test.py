"""What scripts/numa-lab does where its programs, its kernel or KVM are missing, with stub package tools."""
import shutil
import unittest

from fake_machine import APT_GET
from numa_lab_machine import QEMU, LabMachine

DONE = 'echo 1 >"$session/reached"; echo 0 >"$session/code"'
# Knows the distribution's kernel, and another one when it is asked with a list of sources of its own.
APT_CACHE = """#!/bin/sh
echo "apt-cache $*" >>"$STATE/calls"
case "$*" in
*" show "* | "show "*) exit 100 ;;
*sourcelist*" depends linux-image-amd64") [ -e "$STATE/empty-suite" ] || echo "  Depends: linux-image-6.99-amd64" ;;
"depends linux-image-amd64") [ -e "$STATE/no-kernel" ] || echo "  Depends: linux-image-6.1-amd64" ;;
esac
"""
DOWNLOAD = """#!/bin/sh
case "$*" in
*" download "*) echo "apt-get $*" >>"$STATE/calls"
  [ -e "$STATE/offline" ] && { echo "E: Failed to fetch linux-image"; exit 100; }
  touch kernel.deb; exit 0 ;;
*sourcelist*" update") echo "apt-get $*" >>"$STATE/calls"
  [ -e "$STATE/no-suite" ] && { echo "E: The repository has no Release file"; exit 100; }
  exit 0 ;;
esac
exec "$(dirname "$0")/apt-get-installs" "$@"
"""
DPKG = """#!/bin/sh
modules=$(cat "$STATE/modules" 2>/dev/null || echo lib/modules)
mkdir -p "$3/boot" "$3/$modules"
echo kernel >"$3/boot/vmlinuz-1"
"""
SOURCES = """# a comment
Types: deb
URIs: http://mirror.invalid/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/some.gpg

Enabled: no
Types: deb
URIs: http://off.invalid/debian
Suites: bookworm
"""


class LabCase(unittest.TestCase):
    def machine(self, installs=True, **how):
        """Nothing is fetched yet; apt-get 'installs' a stub qemu and busybox."""
        machine = LabMachine(DONE, qemu=False, **how)
        self.addCleanup(machine.close)
        shutil.rmtree(machine.cache)
        machine.stub("apt-cache", APT_CACHE)
        machine.stub("dpkg", DPKG)
        if how.get("apt", True):
            machine.stub("apt-get-installs", APT_GET + self.what_installing_brings(machine) if installs else APT_GET)
            machine.stub("apt-get", DOWNLOAD)
        return machine

    def what_installing_brings(self, machine):
        for name, text in (("qemu-system-x86_64", QEMU), ("busybox", "#!/bin/sh\nexec cat\n")):
            (machine.state / name).write_text(text)
        # Those two alone: the others are links to the machine's own tools, which an ordinary user may not change.
        return (f'cp "$STATE"/qemu-system-x86_64 "$STATE"/busybox "{machine.bin}"; '
                f'chmod +x "{machine.bin}"/qemu-system-x86_64 "{machine.bin}"/busybox\n')

    def assert_ends(self, result, code, *words):
        self.assertEqual(result.returncode, code, result.stderr)
        for part in words:
            self.assertIn(part, result.stderr)


class FirstUseTest(LabCase):
    def test_first_use_installs_qemu_fetches_a_kernel_and_runs_the_command(self):
        machine = self.machine()
        self.assert_ends(machine.lab("--", "true"), 0, "missing packages: qemu-system-x86 busybox-static",
                         "downloading a kernel for the guest: linux-image-6.1-amd64")
        self.assertEqual(machine.installs(), [["qemu-system-x86", "busybox-static"]])
        self.assertEqual(machine.qemu_starts(), 1)

    def test_modules_below_usr_as_debian_13_packs_them_are_found(self):
        machine = self.machine()
        machine.set_state("modules", "usr/lib/modules")
        self.assert_ends(machine.lab("--", "true"), 0)
        self.assertEqual(machine.qemu_starts(), 1)

    def test_kernel_without_modules_is_named(self):
        machine = self.machine()
        machine.set_state("modules", "elsewhere")
        self.assert_ends(machine.lab("--", "true"), 5, "neither lib/modules nor usr/lib/modules is in ")

    def test_second_use_fetches_nothing_and_says_nothing(self):
        machine = self.machine()
        machine.lab("--", "true")
        before = [call for call in machine.calls() if call.startswith("apt")]
        self.assertEqual(machine.lab("--", "true").stderr, "")
        self.assertEqual([call for call in machine.calls() if call.startswith("apt")], before)

    def test_without_apt_the_missing_packages_are_named(self):
        self.assert_ends(self.machine(apt=False).lab("--", "true"), 5,
                         "missing: qemu-system-x86 busybox-static (Debian's names), and this system has no apt-get")

    def test_ordinary_user_is_told_what_to_ask_for(self):
        self.assert_ends(self.machine(uid=1000).lab("--", "true"), 5, "installing needs root",
                         "apt-get update && apt-get install --no-install-recommends qemu-system-x86 busybox-static")

    def test_install_that_fails_shows_apts_words(self):
        machine = self.machine(installs=False)
        machine.set_state("unavailable", "qemu-system-x86\n")
        self.assert_ends(machine.lab("--", "true"), 5, "E: Unable to locate package qemu-system-x86")

    def test_kernel_that_cannot_be_fetched_is_tried_again_the_next_time(self):
        machine = self.machine()
        machine.set_state("offline")
        self.assert_ends(machine.lab("--", "true"), 5, "could not download linux-image-6.1-amd64", "E: Failed to fetch")
        (machine.state / "offline").unlink()
        self.assert_ends(machine.lab("--", "true"), 0)

    def test_no_package_of_a_kernel_is_no_crash(self):
        machine = self.machine()
        machine.set_state("no-kernel")
        self.assert_ends(machine.lab("--prepare"), 5, "apt knows no kernel package here")

    def test_kvm_is_refused_where_there_is_none(self):
        machine = self.machine()
        machine.variables["ACCELBENCH_LAB_KVM_DEVICE"] = "/dev/no-such-device"
        self.assert_ends(machine.lab("--accel", "kvm", "--", "true"), 5, "there is no /dev/no-such-device",
                         "--accel tcg")
        self.assertEqual(machine.qemu_starts(), 0)

    def test_kvm_is_never_picked_by_itself(self):
        machine = self.machine()
        machine.lab("--", "true")
        self.assertIn("-accel tcg", machine.calls()[-1])


class BackportsTest(LabCase):
    """--kernel backports; apt's files stand in a folder of the test."""

    def backports(self, files=None, release="bookworm"):
        machine = self.machine()
        machine.variables["ACCELBENCH_LAB_APT"] = str(machine.state / "apt")
        machine.variables["ACCELBENCH_LAB_OS_RELEASE"] = str(machine.state / "os-release")
        machine.set_state("os-release", f'NAME=x\nVERSION_CODENAME="{release}"\n')
        for name, text in (files or {"sources.list.d/debian.sources": SOURCES}).items():
            path = machine.state / "apt" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return machine

    def source_line(self, machine):
        result = machine.lab("--kernel", "backports", "--", "true")
        self.assertEqual(result.returncode, 0, result.stderr)
        return (machine.cache.parent / "backports/kernel/apt/sources.list").read_text()

    def test_source_is_derived_from_deb822_files(self):
        self.assertEqual(self.source_line(self.backports()),
                         "deb [signed-by=/usr/share/keyrings/some.gpg] http://mirror.invalid/debian "
                         "bookworm-backports main\n")

    def test_source_is_derived_from_one_line_files(self):
        line = ("# deb x bookworm main\n"
                "deb [arch=amd64 signed-by=/k.gpg] http://mirror.invalid/d bookworm main contrib\n")
        self.assertEqual(self.source_line(self.backports({"sources.list": line})),
                         "deb [signed-by=/k.gpg] http://mirror.invalid/d bookworm-backports main\n")
        sources = {"sources.list.d/a.list": "deb http://mirror.invalid/d bookworm main\n"}
        self.assertEqual(self.source_line(self.backports(sources)),
                         "deb http://mirror.invalid/d bookworm-backports main\n")

    def test_systems_own_lists_are_neither_read_nor_written(self):
        machine = self.backports()
        machine.lab("--kernel", "backports", "--", "true")
        for call in machine.calls():
            if call.startswith("apt") and " install " not in call:
                self.assertIn("Dir::State::lists=", call)

    def test_both_kernels_are_kept_side_by_side(self):
        machine = self.backports()
        machine.lab("--kernel", "backports", "--", "true")
        machine.lab("--", "true")
        for name in ("backports", "default"):
            self.assertTrue((machine.cache.parent / name / "ready").exists())

    def test_release_without_the_suite_is_named(self):
        machine = self.backports()
        machine.set_state("no-suite")
        self.assert_ends(machine.lab("--kernel", "backports", "--", "true"), 5,
                         "could not read bookworm-backports", "has no Release file")

    def test_suite_without_a_kernel_is_named(self):
        machine = self.backports()
        machine.set_state("empty-suite")
        self.assert_ends(machine.lab("--kernel", "backports", "--", "true"), 5, "bookworm-backports has no kernel")

    def test_release_that_apt_has_no_source_for_is_named(self):
        self.assert_ends(self.backports(release="sid").lab("--kernel", "backports", "--", "true"), 5,
                         "none of apt's sources serves this release ('sid')")


if __name__ == "__main__":
    unittest.main()
