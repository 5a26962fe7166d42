"""Weighted interleaving, which needs Linux 6.9: proved page by page in a guest with the distribution's newer kernel.

usage: weighted_test.py BINARIES SOURCE TABLES      exit 77: skipped, the reason is printed
"""
import json
import pathlib
import sys
import tempfile

import expected
import lab
import lab_test

TOPOLOGY = "2nodes"
WEIGHTS = {0: 3, 1: 1}
CELLS = [(1, 1, "weighted-interleave,interleave"), (2, 1, "weighted-interleave,preferred-many")]


def run(binaries, source, out):
    (out / "wanted.json").write_text(json.dumps(CELLS))
    folder = "/sys/kernel/mm/mempolicy/weighted_interleave"
    words = " && ".join(f"echo {weight} >{folder}/node{node}" for node, weight in WEIGHTS.items())
    script = f"{words} && {sys.executable} -B {lab.HERE}/in_guest.py {binaries} $LAB_OUT/wanted.json"
    script += (f" && {binaries}/../bench/memory/accelbench-memory --policies weighted-interleave --threads 1 "
               "--array-mib 4 --benchmark_filter=copy --benchmark_min_time=0.001 "
               "--benchmark_out=$LAB_OUT/stream.json >&2")
    stderr = lab.boot(source, TOPOLOGY, out, ["bash", "-c", script], "--kernel", "backports").stderr
    topology = expected.Topology((pathlib.Path(source) / "scripts/numa-lab.d/topologies" / TOPOLOGY).read_text())
    topology.weights = WEIGHTS
    cells = json.loads((out / "cells.json").read_text())
    found = [words for cell in cells for words in expected.complaints_about_cell(topology, cell)]
    if len(cells) != 4:
        found.append(f"{len(cells)} cells, wanted 4")
    machine = json.loads((out / "machine.json").read_text())
    said = {node["index"]: node["interleave_weight"] for node in machine["nodes"]}
    if said != WEIGHTS:
        found.append(f"discovery says weights {said}, set were {WEIGHTS}")
    stream = json.loads((out / "stream.json").read_text())
    if stream["context"].get("emulated") != "numa-lab, tcg" or "bandwidths mean nothing" not in stderr:
        found.append(f"accelbench-memory does not say that the machine is emulated: {stream['context']}, {stderr}")
    if len(stream["benchmarks"]) != 1 or stream["benchmarks"][0].get("error_occurred"):
        found.append(f"accelbench-memory under weights: {stream['benchmarks']}")
    return found, [lab_test.row_of(f"{TOPOLOGY}, newer", cell) for cell in cells]


def main(binaries, source, tables):
    table = pathlib.Path(tables) / "weighted.json"
    table.parent.mkdir(exist_ok=True)
    table.unlink(missing_ok=True)
    lab.skip_without_lab(source)
    lab.skip_without_lab(source, "backports")
    with tempfile.TemporaryDirectory() as folder:
        found, rows = run(binaries, source, pathlib.Path(folder))
    table.write_text(json.dumps(rows))
    lab.print_rows(rows)
    for words in found:
        print("WRONG:", words)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
