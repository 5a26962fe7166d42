"""Over what ranks sum: shared memory inside a machine only, TCP between machines only. Looked at from outside.

Two machines of scripts/cluster-lab, two ranks on each, a training step that sums gradients. What result.json says is
held against /proc of the ranks. Exit 77: skipped, the reason is printed.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import time
import unittest

import cluster

PROGRAMS = pathlib.Path(sys.argv.pop(1))
HOSTS = ("node-1", "node-2")
# Small, so that machines which share two cpus make a hundred steps in some seconds; enough time to look.
MODEL = ["--layers", "1", "--heads", "2", "--channels", "32", "--context", "16", "--batch", "1"]
SEGMENT = re.compile(r"\S+ .w.s \S+ (\S+) (\d+) +((?:/dev/shm/|/memfd:|\S*vader_segment).*)")


def address_of(field):
    words, port = field.split(":")
    return socket.inet_ntoa(struct.pack("=I", int(words, 16))), int(port, 16)


def segments_of(process):
    """(device, inode) -> path of what is mapped shared and writable; PMIx's book-keeping left out."""
    found = {}
    for line in pathlib.Path(f"/proc/{process}/maps").read_text().splitlines():
        if (match := SEGMENT.match(line)) and "pmix" not in line:
            found[match[1], match[2]] = match[3]
    return found


def connections_of(process):
    """{(local, remote)} of this process's established TCP connections."""
    inodes = set()
    for entry in os.listdir(f"/proc/{process}/fd"):
        try:
            inodes.add(os.readlink(f"/proc/{process}/fd/{entry}"))
        except OSError:
            pass  # closed meanwhile
    fields = [line.split() for line in pathlib.Path(f"/proc/{process}/net/tcp").read_text().splitlines()[1:]]
    return {(address_of(line[1]), address_of(line[2])) for line in fields
            if line[3] == "01" and f"socket:[{line[9]}]" in inodes}


class TransportsTest(cluster.MachinesTest):
    machines = 2

    def ranks(self):
        """{process: host} of the ranks that run now."""
        found = {}
        for process in self.lab.processes():
            try:
                if pathlib.Path(f"/proc/{process}/comm").read_text().strip() != "accelbench-rank":
                    continue
                words = pathlib.Path(f"/proc/{process}/environ").read_bytes().decode().split("\0")
            except OSError:
                continue
            marks = [word.rsplit("/", 1)[1] for word in words if word.startswith("CLUSTER_LAB_MACHINE=")]
            found[process] = marks[0]
        return found

    def look(self):
        """[(host, segments, connections)] of four ranks at one moment, or nothing."""
        ranks = self.ranks()
        if sorted(ranks.values()) != ["node-1", "node-1", "node-2", "node-2"]:
            return []
        try:
            return [(host, segments_of(process), connections_of(process)) for process, host in ranks.items()]
        except OSError:
            return []

    def watch(self, variant):
        """The fullest look while the sweep runs, and its trial."""
        sweep = self.lab.start("run", "--", str(PROGRAMS / "accelbench"), "sweep", "--kernel", "gpt", *MODEL,
                               "--policies", "baseline", "--oversubscribe", "--hosts", ",".join(HOSTS),
                               "--num-machines", "2", "--num-processes", "4", "--threads", "1", "--launches", "1",
                               "--steps", "100", "--allreduce", variant, "--out", str(self.out),
                               stdout=subprocess.DEVNULL)
        fullest = []
        while sweep.poll() is None:
            size = lambda look: sum(len(segments) + len(connections) for _, segments, connections in look)
            fullest = max(fullest, self.look(), key=size)
            time.sleep(0.1)
        self.assertEqual(sweep.returncode, 0)
        self.assertTrue(fullest, "four ranks were never seen at one time")
        return fullest, json.loads((self.out / "result.json").read_text())["trials"][0]

    def check_outside(self, look, wanted):
        users = collections.defaultdict(list)
        names = {}
        for host, segments, _ in look:
            for key, path in segments.items():
                users[key].append(host)
                names[key] = path
        shared = {names[key].split("/")[-1].split(".")[0]: hosts for key, hosts in users.items() if len(hosts) > 1}
        self.assertTrue(any(wanted in name for name in shared), f"no {wanted} that two ranks map: {names}")
        for key, hosts in users.items():
            self.assertEqual(len(set(hosts)), 1, f"{names[key]} is mapped on {hosts}")
        ends = {local: host for host, _, connections in look for local, _ in connections}
        pairs = {tuple(sorted((host, ends[remote]))) for host, _, connections in look for _, remote in connections
                 if remote in ends}
        self.assertEqual(pairs, {HOSTS}, "TCP between the ranks of two machines, and of no one")

    def check_said(self, trial, variant, segment):
        self.assertEqual(trial["status"], "ok", trial["reason"])
        said = trial["communication"]
        self.assertEqual(said["allreduce"], variant)
        self.assertEqual([way["variant"] for way in said["taken"]], [variant])
        self.assertGreater(said["taken"][0]["sums"], 100)
        for rank in trial["ranks"]:
            self.assertIn(segment, rank["channels"]["shared_memory"])
            self.assertEqual(rank["channels"]["tcp_to_itself"], [])
        peers = {rank["host"]: set(rank["channels"]["tcp_to_machines"]) for rank in trial["ranks"]
                 if rank["channels"]["tcp_to_machines"]}
        self.assertEqual(peers, {"node-1": {"10.77.0.2"}, "node-2": {"10.77.0.1"}})

    def test_mpi_takes_shared_memory_inside_a_machine_and_tcp_between(self):
        look, trial = self.watch("flat")
        self.check_outside(look, "vader_segment")
        self.check_said(trial, "flat", "vader_segment")

    def test_two_levels_share_their_own_segment_inside_a_machine_only(self):
        look, trial = self.watch("hierarchical")
        self.check_outside(look, "shared segment")
        self.check_said(trial, "hierarchical", "memfd:communication/shared segment")
        self.assertIn("2 machines, up to 2 ranks in shared memory", trial["communication"]["description"])


if __name__ == "__main__":
    if not shutil.which("mpirun"):
        print("SKIPPED: Open MPI is not installed")
        sys.exit(77)
    cluster.skip_without_machines()
    unittest.main()
