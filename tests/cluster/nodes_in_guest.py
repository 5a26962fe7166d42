"""In a guest of the NUMA lab: a sweep over two machines of the cluster lab, each of which has all of the guest's nodes.

usage: nodes_in_guest.py SOURCE BINARIES     leaves session/ and outside.json under $LAB_OUT; no verdict is given here
"""
import json
import lzma
import os
import pathlib
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lab"))
import in_guest  # noqa: E402  (it stands beside the tests of the other lab)

NEAR = pathlib.Path("/run/near")  # machines of the cluster lab have a /dev/shm of their own
HOSTS = "node-1,node-2"


def plain(module):
    """Not every insmod reads modules that are compressed, as Debian 13's are."""
    if module.suffix != ".xz":
        return str(module)
    target = pathlib.Path("/run", module.stem)
    target.write_bytes(lzma.decompress(module.read_bytes()))
    return str(target)


def load_modules():
    """What joins machines, in the order of what needs what; a kernel may have some of it built in."""
    insmod = [shutil.which("insmod", path="/usr/sbin:/sbin:/usr/bin:/bin")]
    if not insmod[0]:
        insmod = ["/run/numa-lab/busybox", "insmod"]
    for name in ("net/llc/llc", "net/802/stp", "net/bridge/bridge", "drivers/net/veth"):
        for path in pathlib.Path(os.environ["LAB_MODULES"]).glob(f"*/kernel/{name}.ko*"):
            subprocess.run([*insmod, plain(path)], check=True)


def processes():
    return {name for name in os.listdir("/proc") if name.isdigit()}


def ranks(strangers):
    """Of every rank that runs now: its process and what it is told, from its environment and its trial's file."""
    for number in processes() - strangers:
        folder = pathlib.Path("/proc", number)
        try:
            if (folder / "comm").read_text().strip() != "accelbench-rank":
                continue
            told = dict(word.split("=", 1) for word in (folder / "environ").read_text().split("\0") if "=" in word)
            words = (folder / "cmdline").read_text().split("\0")
            cell = json.loads(pathlib.Path(words[words.index("--trial") + 1]).read_text())["cell"]
        except (OSError, ValueError):
            continue  # it ended, or is about to become a rank
        if "RANK" in told:
            yield int(number), {"cell": cell, "rank": int(told["RANK"]), "local_rank": int(told["LOCAL_RANK"]),
                                     "host": pathlib.Path(told["CLUSTER_LAB_MACHINE"]).name}


def watch(sweep, strangers):
    """Looks at each rank until its buffer was seen whole. Strangers were there before: to look at them, too, is
    dear."""
    seen = {}
    while sweep.poll() is None:
        for process, rank in ranks(strangers):
            key = (rank["cell"], rank["rank"])
            outside = None if key in seen else in_guest.look_from_outside(process)
            if outside:
                seen[key] = {**rank, **outside}
        time.sleep(0.2)
    return list(seen.values())


def main(source, binaries):
    load_modules()
    near = in_guest.brought_near(binaries, NEAR)
    lab = [f"{source}/scripts/cluster-lab", "--name", "nodes"]
    subprocess.run([*lab, "up", "2"], check=True)
    sweep = [f"{near}/accelbench", "sweep", "--kernel", "null", "--policies", "all", "--hosts", HOSTS,
             "--num-machines", "2", "--num-processes", "4", "--memory", str(in_guest.MEMORY_BYTES), "--step", "0.2",
             "--steps", "2", "--launches", "1", "--counters", "none", "--timeout", "90",
             "--out", str(in_guest.OUT / "session")]
    strangers = processes()
    with subprocess.Popen([*lab, "run", "--", *sweep]) as process:
        outside = watch(process, strangers)
    (in_guest.OUT / "outside.json").write_text(json.dumps(outside))
    subprocess.run([*lab, "down"], check=True)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
