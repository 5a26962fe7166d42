"""Rates and delays of scripts/cluster-lab, held to what was asked: by ping-pong over TCP, in medians.

Latency (half a round trip) within 100 us + 10 %, bandwidth within 10 %. A busy machine spoils single measurements, and
more of them are taken; no number of them makes a wrong rate or delay pass. A virtual machine may be woken late from
every sleep: that is measured beside, and given twice, for the wire that waits and for the one that is waited for.
"""
import ctypes
import json
import pathlib
import statistics
import subprocess
import tempfile
import time
import unittest

import cluster

LEAST, MOST = 3, 11


def lateness_us():
    """Median of how much longer than asked a sleep of 50 us takes here."""
    slack = 29  # PR_SET_TIMERSLACK, in ns: or the kernel adds 50 us of its own
    ctypes.CDLL(None).prctl(slack, 1)
    late = []
    for _ in range(300):
        begin = time.perf_counter()
        time.sleep(50e-6)
        late.append((time.perf_counter() - begin) * 1e6 - 50)
    return statistics.median(late)


class WiresTest(unittest.TestCase):
    def stand_up(self, *wires, machines=4):
        lab = cluster.Lab()
        self.addCleanup(lab.close)
        lab.up(str(machines), *wires)
        for number in range(1, machines + 1):
            server = lab.start("exec", f"node-{number}", "--", str(cluster.BINARIES / "ping-pong"), "serve",
                               stdout=subprocess.PIPE)
            self.assertEqual(server.stdout.readline(), b"ready\n")
        return lab

    def check(self, lab, start, end, latency_us, bandwidth_bits):
        seen = []
        while len(seen) < MOST:
            words = ("exec", f"node-{start}", "--", str(cluster.BINARIES / "ping-pong"), f"10.77.0.{end}")
            seen.append(json.loads(lab.must(*words)))
            latency = statistics.median(one["latency_us"] for one in seen)
            bandwidth = statistics.median(one["bandwidth_bits"] for one in seen)
            late = lateness_us() if latency > latency_us * 1.1 + 100 else 0
            good = (latency_us <= latency <= latency_us * 1.1 + 100 + 2 * late and
                    abs(bandwidth - bandwidth_bits) <= 0.1 * bandwidth_bits)
            if good and len(seen) >= LEAST:
                break
        print(f"node-{start} to node-{end}: asked {latency_us} us, {bandwidth_bits / 1e6:.0f} Mbit/s; "
              f"median of {len(seen)}: {latency:.0f} us, {bandwidth / 1e6:.0f} Mbit/s; sleeps end {late:.0f} us late",
              flush=True)
        self.assertTrue(good, f"measured {seen}")

    def need_delays(self):
        if reason := cluster.why_no_delay():
            self.skipTest(reason)

    def test_a_rate_is_what_was_asked(self):
        self.check(self.stand_up("--rate", "1Gbit"), 1, 2, 0, 1e9)
        self.check(self.stand_up("--rate", "100Mbit"), 4, 1, 0, 1e8)

    def test_a_rate_and_a_delay_are_what_was_asked(self):
        self.need_delays()
        lab = self.stand_up("--rate", "1Gbit", "--delay", "50us")
        self.check(lab, 1, 2, 50, 1e9)
        self.check(lab, 4, 3, 50, 1e9)

    def test_a_matrix_holds_per_pair(self):
        self.need_delays()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "matrix")
            path.write_text("# far is node-3\n-          50us         1ms\n50us       -            1ms/50Mbit\n"
                            "1ms        1ms/50Mbit   -\n")
            lab = self.stand_up("--rate", "200Mbit", "--matrix", str(path), machines=3)
        self.check(lab, 1, 2, 50, 2e8)
        self.check(lab, 1, 3, 1000, 2e8)
        self.check(lab, 2, 3, 1000, 5e7)


if __name__ == "__main__":
    cluster.skip_without_machines()
    unittest.main(verbosity=2)
