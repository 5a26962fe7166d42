"""One lab of scripts/cluster-lab for a test: a name and a folder of its own, so that tests may run side by side."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

SOURCE = pathlib.Path(os.environ["CLUSTER_SOURCE"])
BINARIES = pathlib.Path(os.environ["CLUSTER_BINARIES"])
TOOL = str(SOURCE / "scripts" / "cluster-lab")


class Lab:
    def __init__(self, name="test", state=None):
        self.state = state or tempfile.mkdtemp(prefix="cluster-")
        self.name = name
        self.environment = {**os.environ, "CLUSTER_LAB_STATE": self.state, "CLUSTER_LAB_CONNECT_SECONDS": "1",
                            "CLUSTER_LAB_SWITCH": str(BINARIES / "cluster-lab-switch")}
        self.started = []

    def words(self, *words):
        return [TOOL, "--name", self.name, *words]

    def call(self, *words, timeout=60, **options):
        """Files instead of pipes: what a killed tool left running would keep a pipe open."""
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            code = subprocess.run(self.words(*words), stdin=subprocess.DEVNULL, stdout=out, stderr=err, check=False,
                                  timeout=timeout, env=self.environment, **options).returncode
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(words, code, out.read(), err.read())

    def must(self, *words, **options):
        done = self.call(*words, **options)
        assert done.returncode == 0, f"{words}: exit code {done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, *words, **options):
        process = subprocess.Popen(self.words(*words), stdin=subprocess.DEVNULL, env=self.environment, **options)
        self.started.append(process)
        return process

    def reach(self, host, start="node-1"):
        """The agent's exit code and words for a command on `host`: 0, or 255 where it doesn't answer."""
        done = self.call("exec", start, "--", "sh", "-c", f"$CLUSTER_LAB_AGENT {host} hostname")
        return done.returncode, done.stdout.strip() or done.stderr.strip()

    def up(self, *words):
        self.must("up", *words)

    def close(self):
        self.call("down")
        for process in self.started:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()

    def processes(self):
        """What carries the lab's mark, looked for without the tool's own code."""
        mark = f"CLUSTER_LAB_MACHINE={self.state}/{self.name}/".encode()
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if any(line.startswith(mark) for line in (folder / "environ").read_bytes().split(b"\0")):
                    found.append(int(folder.name))
            except OSError:
                pass
        return found


class MachinesTest(unittest.TestCase):
    """A test on machines of its own: `lab`, a `folder`, and `out` in it for a sweep. `matrix` is the text of its
    file."""
    machines, rate, matrix = 3, "1Gbit", ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out"
        self.lab = Lab()
        self.addCleanup(self.lab.close)
        words = [str(self.machines), "--rate", self.rate]
        if self.matrix:
            (self.folder / "matrix").write_text(self.matrix)
            words += ["--matrix", str(self.folder / "matrix")]
        self.lab.up(*words)


def wait_until(condition, seconds=30):
    """Whether it came true in time. What was true is not asked again: it may be over by then."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= end:
            return False
        time.sleep(0.05)
    return True


def skip_without_machines():
    lab = Lab("probe")
    done = lab.call("up", "1", "--rate", "1Gbit")
    lab.close()
    if done.returncode == 5:
        print("SKIPPED: no lab machine can be started here:", done.stderr.strip())
        sys.exit(77)


def why_no_delay(device="/dev/net/tun"):
    """Why the lab can't delay frames here; "" where it can. By opening: a container's rules show in no permission
    bits."""
    try:
        os.close(os.open(device, os.O_RDWR))
        return ""
    except FileNotFoundError:
        return (f"delays need {device}, which is missing here (the kernel's module tun, or a container without that "
                "device)")
    except PermissionError as error:
        whom = "root, by the rules of this container" if os.geteuid() == 0 else "this user"
        return f"delays need {device}, which may not be opened by {whom} ({error.strerror})"
    except OSError as error:
        return f"delays need {device}, which can't be opened ({error.strerror})"
