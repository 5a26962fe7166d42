"""What counters say of known amounts, in a guest with two nodes: 64 MiB are 16,384 pages, on the node that was asked for.

usage: counters_test.py BINARIES SOURCE PROBE      exit 77: skipped, the reason is printed
"""
import json
import pathlib
import sys
import tempfile

import lab

TOPOLOGY = "2nodes"
MEBIBYTES = 64
PAGES = MEBIBYTES * 256
# The counters are the whole machine's: what else ran in the guest meanwhile (its kernel's threads, the reading itself).
# A hundredth of the amount, far from what a wrong node or a missing half would be.
OTHERS = PAGES // 100


def is_about(value, wanted):
    return wanted <= value <= wanted + OTHERS


def complaints_about_probe(name, said, memory_node):
    """`memory_node`: where 64 MiB were asked for; the cpu is on node 0."""
    node = str(memory_node)
    home = memory_node == 0
    wanted = {"numa_hit": PAGES, "numa_local": PAGES if home else 0, "numa_other": 0 if home else PAGES, "numa_miss": 0,
              "numa_foreign": 0}
    found = [f"{name}: {counter} of node {node} moved by {said[counter]['by_node'][node]}, wanted {pages}"
             for counter, pages in wanted.items() if not is_about(said[counter]["by_node"][node], pages)]
    resident = {int(at): count for at, count in said["resident_bytes"]["by_node"].items()}
    grown = resident.get(memory_node, 0)
    if not MEBIBYTES << 20 <= grown <= (MEBIBYTES + 1) << 20:
        found.append(f"{name}: {grown} bytes more lie on node {node}, wanted {MEBIBYTES << 20}")
    return found


def main(binaries, source, probe):
    lab.skip_without_lab(source)
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)
        script = [sys.executable, "-B", str(lab.HERE / "counters_in_guest.py"), binaries, probe, str(MEBIBYTES)]
        lab.boot(source, TOPOLOGY, out, script)
        said = json.loads((out / "counters.json").read_text())
    found = []
    for name, memory_node in (("local", 0), ("remote", 1)):
        print(name, {counter: values["by_node"] for counter, values in said[name].items()})
        found += complaints_about_probe(name, said[name], memory_node)
    for words in found:
        print("WRONG:", words)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
