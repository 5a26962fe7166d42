"""A machine on which scripts/numa-lab finds a stub qemu, so that its own messages are seen in seconds."""
import subprocess

from fake_machine import FakeMachine

TOOLS = "awk cksum date dd find flock head kill mkfifo mktemp od rmdir sed sleep sort tr timeout".split()

# Does to the session folder what a guest does. STATE/guest holds the lines of its life; $session is where it lives.
QEMU = """#!/bin/bash
echo "qemu $*" >>"$STATE/calls"
while [ $# -gt 0 ]; do
  case $1 in
  -pidfile) session=${2%/pid}; echo $$ >"$2" ;;
  -fsdev) case $2 in *id=out,*) out=${2#*path=}; out=${out%%,*} ;; esac ;;
  esac
  shift
done
. "$STATE/guest"
"""


class LabMachine(FakeMachine):
    """guest: what the guest does once qemu is started, in bash, with $session and $out; fd 8 is stdout, fd 9 stderr."""

    def __init__(self, guest="", qemu=True, **how):
        super().__init__(**how)
        for tool in TOOLS:
            (self.bin / tool).unlink(missing_ok=True)
            (self.bin / tool).symlink_to(f"/usr/bin/{tool}")
        self.stub("uname", "#!/bin/sh\necho x86_64\n")
        self.set_state("guest", guest)
        if qemu:
            self.stub("qemu-system-x86_64", QEMU)
            self.stub("busybox", "#!/bin/sh\nexec cat\n")
        self.variables = {}
        self.cache = self.checkout / "build" / "numa-lab" / "default"
        self.cache.mkdir(parents=True)
        for name in ("vmlinux", "initrd", "ready"):
            (self.cache / name).touch()

    def environment(self):
        return {"PATH": str(self.bin), "STATE": str(self.state), "DPKG_ADMINDIR": str(self.state), "CI": "true",
                "HOME": str(self.folder), **self.variables}

    def start(self, *arguments):
        words = [str(self.checkout / "scripts" / "numa-lab"), *arguments]
        return subprocess.Popen(words, env=self.environment(), cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def lab(self, *arguments):
        process = self.start(*arguments)
        stdout, stderr = process.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, process.returncode, stdout, stderr)

    def qemu_starts(self):
        return sum(call.startswith("qemu ") for call in self.calls())
