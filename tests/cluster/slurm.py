"""Slurm over the machines of scripts/cluster-lab, for a test: a daemon a machine, a controller on the first.

Where Slurm is not installed, the distribution's packages are unpacked into the build folder: to install them would
start daemons on the machine that builds, and make users there.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

import cluster

PACKAGES = ["slurmctld", "slurmd", "slurm-client", "munge"]
PROGRAMS = ["munged", "slurmctld", "slurmd", "slurmstepd", "salloc", "srun", "scancel", "scontrol", "squeue", "sinfo"]
# proctrack and jobacct_gather: without cgroups, which a container may not have. TmpFS: what each machine has for itself
# when it is real; PMIx finds the folder of another node's step otherwise, and gives up.
CONFIGURATION = """ClusterName=lab
SlurmctldHost=node-1
SlurmUser={user}
SlurmdUser={user}
AuthInfo=socket={folder}/munge.socket
{plugins}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
TmpFS={folder}/tmp-%n
ProctrackType=proctrack/linuxproc
JobAcctGatherType=jobacct_gather/none
TaskPlugin={task}
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SlurmdTimeout={patience_seconds}
NodeName={nodes} CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes={nodes} Default=YES State=UP
"""


class Missing(Exception):
    """Why there is no Slurm here."""


def words_of(*words, **options):
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise Missing(f"{' '.join(words[:3])} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return done.stdout


def fetch(folder):
    """Unpacks the packages, and of what they need that which is not installed."""
    if (folder / "named").exists():
        return
    if not shutil.which("apt-get"):
        raise Missing(f"neither Slurm nor an apt-get to fetch it with is here (packages {' '.join(PACKAGES)})")
    plan = words_of("apt-get", "-s", "-q", "install", "--no-install-recommends", *PACKAGES)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    words_of("apt-get", "-q", "download", *re.findall(r"^Inst (\S+)", plan, re.MULTILINE), cwd=folder)
    for package in folder.glob("*.deb"):
        words_of("dpkg", "-x", str(package), str(folder))
        package.unlink()
    # As when they are installed: from 24.11 on the daemons ask their own name what they are.
    for program in folder.glob("usr/*bin/*-wlm"):
        name = program.with_name(program.name.removesuffix("-wlm"))
        if not name.exists():
            name.symlink_to(program.name)
    (folder / "named").touch()


class Slurm:
    """What a lab's environment needs to find Slurm; the lab's own processes are all of it, so that `down` ends it."""

    def __init__(self, lab, machines):
        if os.geteuid() != 0 or pathlib.Path("/proc/self/setgroups").read_text().strip() == "deny":
            raise Missing("Slurm's daemons call setgroups, which only root may, and not in every container")
        self.lab, self.machines = lab, machines
        self.holder = tempfile.TemporaryDirectory(prefix="slurm-")
        self.folder = pathlib.Path(self.holder.name)
        self.path = os.environ["PATH"] + ":/usr/sbin:/sbin"
        self.unpacked = cluster.BINARIES / "slurm"
        if not all(self.program(name) for name in PROGRAMS):
            fetch(self.unpacked)
            self.path = f"{self.unpacked}/usr/bin:{self.unpacked}/usr/sbin:{self.path}"
        lost = [name for name in PROGRAMS if not self.program(name)]
        if lost:
            raise Missing(f"the packages {' '.join(PACKAGES)} hold no {' '.join(lost)}")
        libraries = [*self.libraries(), *filter(None, [os.environ.get("LD_LIBRARY_PATH")])]
        lab.environment.update(PATH=self.path, SLURM_CONF=str(self.folder / "slurm.conf"),
                               LD_LIBRARY_PATH=":".join(map(str, libraries)))

    def program(self, name):
        """Debian gives the daemons a second name, and makes the first when it installs them."""
        return shutil.which(name, path=self.path) or shutil.which(f"{name}-wlm", path=self.path)

    def libraries(self):
        return [folder for name in ("slurm-wlm", "") for folder in self.unpacked.glob(f"usr/lib/*-linux-gnu/{name}")]

    def configure(self, patience_seconds):
        plugins = list(self.unpacked.glob("usr/lib/*/slurm-wlm"))
        # Daemons count cpus from 0, which a container that owns cpus 8-15 can't be bound by.
        own = len(os.sched_getaffinity(0))
        task = "task/affinity" if own == os.cpu_count() else "task/none"
        text = CONFIGURATION.format(user="root", folder=self.folder, task=task, cpus=min(own, 2),
                                    plugins=f"PluginDir={plugins[0]}" if plugins else "",
                                    nodes=f"node-[1-{self.machines}]", patience_seconds=patience_seconds)
        (self.folder / "slurm.conf").write_text(text)
        # From 23.11 on slurmd wants cgroups for itself, too, unless it is told; older ones don't know the word.
        said = words_of(self.program("slurmd"), "-V", env=self.lab.environment)
        version = tuple(map(int, re.findall(r"\d+", said)[:2]))
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=disabled\n" if version >= (23, 11) else "")
        (self.folder / "key").write_bytes(os.urandom(1024))
        (self.folder / "key").chmod(0o600)
        for name in ["state"] + [f"{kind}-node-{number}" for kind in ("tmp", "spool") for number in self.numbers()]:
            (self.folder / name).mkdir()

    def numbers(self):
        return range(1, self.machines + 1)

    def daemon(self, host, name, *words):
        with open(self.folder / f"{name}-{host}.log", "w", encoding="utf-8") as log:
            self.lab.start("exec", host, "--", self.program(name), *words, stdout=log, stderr=log)

    def start(self, patience_seconds=300):
        """patience_seconds: how long the controller waits for a silent node before it gives it up."""
        self.configure(patience_seconds)
        munge = {"key-file": "key", "socket": "munge.socket", "pid-file": "munge.pid", "log-file": "munge.log",
                 "seed-file": "seed"}
        # --force: the folder is ours alone, and munged wants one that all may enter.
        self.daemon("node-1", "munged", "--foreground", "--force", "--num-threads=10",
                    *(f"--{option}={self.folder}/{file}" for option, file in munge.items()))
        self.wait((self.folder / "munge.socket").exists)
        self.daemon("node-1", "slurmctld", "-D")
        for number in self.numbers():
            self.daemon(f"node-{number}", "slurmd", "-D", "-d", self.program("slurmstepd"))
        self.wait(lambda: self.states() == ["idle"] * self.machines)

    def lose(self, number):
        """Kills the node's daemon and its steps, which clear their environment: they are known by their network."""
        daemon = next(pid for pid in self.lab.processes() if self.is_daemon(pid, f"node-{number}"))
        network = os.stat(f"/proc/{daemon}/ns/net")
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                slurms = b"slurm" in (folder / "cmdline").read_bytes().split(b"\0")[0]
                if slurms and os.path.samestat((folder / "ns" / "net").stat(), network):
                    os.kill(int(folder.name), signal.SIGKILL)
            except OSError:
                pass

    def is_daemon(self, pid, host):
        folder = pathlib.Path(f"/proc/{pid}")
        try:
            return b"slurmd" in (folder / "cmdline").read_bytes().split(b"\0")[0] and \
                f"/{self.lab.name}/{host}\0".encode() in (folder / "environ").read_bytes()
        except OSError:
            return False

    def states(self):
        return self.lab.call("exec", "node-1", "--", "sinfo", "-h", "-N", "-o", "%T").stdout.split()

    def wait(self, condition, seconds=40):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                said = {path.name: path.read_text(errors="replace")[-600:] for path in self.folder.glob("*.log")}
                raise AssertionError(f"waited {seconds} s in vain; Slurm's daemons say: {said}")
            time.sleep(0.1)

    def close(self):
        """After the lab is down."""
        self.holder.cleanup()
