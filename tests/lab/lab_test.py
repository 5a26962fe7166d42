"""One topology of the NUMA lab: policies x processes, discovery against the file, and for some the whole main job.

usage: lab_test.py BINARIES SOURCE TOPOLOGY TABLES      exit 77: skipped, the reason is printed
Leaves the rows of its cells in the folder TABLES, for table_test.py.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import audit_check
import changes_check
import expected
import lab
import pages_check

HERE = pathlib.Path(__file__).resolve().parent
# (processes, threads) of the cells, 1 to all cpus; a topology that stands here is a test. The two with eight cpus share
# the counts between them: a rank takes a second to start under emulation.
CELLS = {
    "uma": [(1, 1), (2, 1), (1, 2)],
    "2nodes": [(1, 1), (2, 1)],
    "4nodes": [(1, 1), (2, 1), (3, 1), (4, 1)],
    "4nodes-asymmetric": [(2, 1), (4, 1)],
    "snc": [*((count, 1) for count in (1, 2, 4, 7, 8)), (4, 2)],
    "8nodes": [(count, 1) for count in (1, 2, 3, 5, 8)],
    "cxl": [(1, 1), (2, 1)],
    "hbm": [(1, 1), (2, 1)],
    "hmat": [(1, 1), (2, 1)],
    "memoryless": [(1, 1), (2, 1), (3, 1)],
}
# Policies that are asked for by name: (processes, threads, policies).
BY_NAME = {
    "uma": [(1, 1, "preferred,preferred-many,bind:0,bind:1")],
    "4nodes": [(4, 1, "preferred,preferred-many,bind:1,3,interleave:0,2,weighted-interleave")],
    "snc": [(4, 1, "preferred,preferred-many")],
    "cxl": [(2, 1, "bind:2,interleave:0-2,preferred:2,preferred-many:1-2")],
    "memoryless": [(3, 1, "preferred,bind:0")],
}
MAIN_JOB = ["2nodes", "4nodes", "8nodes"]
FIXES = ["2nodes"]  # where scripts/prepare-host meets a real kernel
CHANGES = ["2nodes"]  # where a cpu goes offline while a sweep runs
PAGES = ["2nodes"]  # where a node's pool of huge pages can be short
POLICIES = ["baseline", "local", "interleave", "remote"]


# From the copies that in_guest.py made. Smaller than the preset, whose own model takes many times as long here.
SWEEP = ("LD_LIBRARY_PATH=/dev/shm/near /dev/shm/near/accelbench sweep --policies all --preset tiny --layers 1 "
         "--channels 32 --heads 2 --context 16 --batch 1 --launches 1 --steps 1 --timeout 120 --num-processes 2 "
         "--out $LAB_OUT/session")


IN_BF16 = ["4nodes"]  # where the main job's products are in bf16


def row_of(topology, cell):
    reports = [rank["report"].get("facts", {}) for rank in cell.get("ranks", [])]
    return {"topology": topology, "policy": cell["policy"], "processes": cell["processes"], "threads": cell["threads"],
            "pages": sum(facts.get("pages", 0) for facts in reports),
            "misplaced": sum(facts.get("misplaced_pages", 0) for facts in reports), "skipped": cell["skipped"]}


def machine_complaints(topology, machine):
    """Discovery: nodes, cpus, memory within a fifth (the kernel keeps some), distances, HMAT."""
    found = []
    nodes = {node["index"]: node for node in machine["nodes"]}
    if set(nodes) != set(topology.nodes):
        return [f"nodes {sorted(nodes)}, given {sorted(topology.nodes)}"]
    for index, node in nodes.items():
        if expected.numbers(node["cpus"]) != topology.nodes[index]:
            found.append(f"node {index}: cpus {node['cpus']}")
        given = topology.memory.get(index, 0) << 20
        if not given * 0.8 <= node["memory_bytes"] <= given:
            found.append(f"node {index}: {node['memory_bytes']} bytes, given {given}")
    rows = [topology.distances[index] for index in sorted(topology.distances)]
    if rows and machine["distances"] != rows:
        found.append(f"distances {machine['distances']}, given {rows}")
    return found + hmat_complaints(topology, machine["memory_performance"])


def hmat_complaints(topology, said):
    """Reads and writes are given as one in a topology's file."""
    seen = {entry["target_node"]: (entry["initiator_node"], entry["read_latency_ns"],
                                   entry["read_bandwidth_bytes_per_second"])
            for entry in said}
    writes = {entry["target_node"]: (entry["initiator_node"], entry["write_latency_ns"],
                                     entry["write_bandwidth_bytes_per_second"])
              for entry in said}
    return [f"HMAT: {what} {values}, given {topology.hmat}"
            for what, values in (("reads", seen), ("writes", writes)) if values != topology.hmat]


def golden_text(text):
    """What the guest was given: not the host's qemu and kernel, nor how much memory that kernel keeps to itself."""
    wanted = r"\s*(nodes|distances|memory performance|rank map|baseline|local|interleave|remote)"
    parts = [part for part in text.split("\n\n") if re.match(wanted, part)]
    text = re.sub(r"[\d.]+ [MG]iB(?!/s)", "...", "\n\n".join(parts))
    return re.sub(r"(?<=\S) {2,}", "  ", text).rstrip() + "\n"


def compare_golden(topology, text):
    """scripts/golden --lab takes the text from the folder ACCELBENCH_WRITE_GOLDEN."""
    path = HERE.parent / "golden" / "lab" / f"{topology}.txt"
    if "ACCELBENCH_WRITE_GOLDEN" in os.environ:
        pathlib.Path(os.environ["ACCELBENCH_WRITE_GOLDEN"], path.name).write_text(text)
    if path.exists() and path.read_text() == text:
        return []
    return [f"accelbench topology differs from tests/golden/lab/{topology}.txt (see scripts/golden --lab):\n{text}"]


def check_main_job(source, session, code):
    if code != "0":
        return [f"the main job ended with exit code {code}"]
    document = json.loads((session / "result.json").read_text())
    trials = [json.loads(line) for line in (session / "trials.jsonl").read_text().splitlines()]
    found = [f"{trial['cell']}: {trial['status']}: {trial['reason']}" for trial in trials if trial["status"] != "ok"]
    if len(trials) != len(POLICIES):
        found.append(f"{len(trials)} trials for {len(POLICIES)} policies")
    if len({tuple(trial["losses"][:4]) for trial in trials}) != 1:
        found.append("losses differ between policies")
    if document["emulated"] is not True or document["comparisons"]:
        found.append("times of an emulated machine are judged")
    valid = subprocess.run([sys.executable, f"{source}/tests/validate_document.py", str(session / "result.json")],
                           capture_output=True, text=True, check=False)
    if valid.returncode not in (0, 77):
        found.append(f"result.json is not valid: {valid.stdout}")
    return found + ([] if document else ["result.json is empty"])


def run(binaries, source, name, out):
    wanted = [(*pair, "all") for pair in CELLS[name]] + BY_NAME.get(name, [])
    (out / "wanted.json").write_text(json.dumps(wanted))
    script = f"{sys.executable} -B {HERE}/in_guest.py {binaries} $LAB_OUT/wanted.json"
    if name in FIXES:
        script += (f" && LD_LIBRARY_PATH=/dev/shm/near {sys.executable} -B {HERE}/fixes_in_guest.py"
                   f" /dev/shm/near/accelbench {source}")
    if name in PAGES:
        script += f" && LD_LIBRARY_PATH=/dev/shm/near {sys.executable} -B {HERE}/pages_in_guest.py /dev/shm/near"
    if name in CHANGES:
        script += f" && LD_LIBRARY_PATH=/dev/shm/near {sys.executable} -B {HERE}/changes_in_guest.py /dev/shm/near"
    if name in MAIN_JOB:
        # Counters by name and by node are tried in the other guests and by counters_test.py.
        precision = "bf16 --counters none" if name in IN_BF16 else "fp32"
        script += f" && {{ {SWEEP} --precision {precision}; echo $? >$LAB_OUT/main_job; }}"
    done = lab.boot(source, name, out, ["bash", "-c", script])
    topology = expected.Topology((pathlib.Path(source) / "scripts/numa-lab.d/topologies" / name).read_text())
    cells = json.loads((out / "cells.json").read_text())
    complaints = [expected.complaints_about_cell(topology, cell) for cell in cells]
    rows = [row_of(name, cell) for cell in cells]
    lab.print_rows(rows)
    found = [f"{row}: {words}" for row, words in zip(rows, complaints) if words]
    count = sum(len(POLICIES) if policies == "all" else len(re.findall("[a-z]+[-a-z]*", policies))
                for *_, policies in wanted)
    if len(cells) != count:
        found.append(f"{len(cells)} cells, wanted {count}")
    found += machine_complaints(topology, json.loads((out / "machine.json").read_text()))
    found += compare_golden(name, golden_text((out / "topology.txt").read_text()))
    found += audit_check.complaints(topology, json.loads((out / "doctor.json").read_text()))
    if name in FIXES:
        found += audit_check.fix_complaints(json.loads((out / "fixes.json").read_text()))
    if name in PAGES:
        found += pages_check.complaints(json.loads((out / "pages.json").read_text()))
    if name in CHANGES:
        found += changes_check.complaints(json.loads((out / "changes.json").read_text()))
    if name in MAIN_JOB:
        print(done.stdout, done.stderr, sep="\n")
        if "warning: this machine is emulated (numa-lab, " not in done.stderr:
            found.append("a sweep starts without the warning that its times will mean nothing")
        found += check_main_job(source, out / "session", (out / "main_job").read_text().strip())
    return found, rows


def main(binaries, source, name, tables):
    table = pathlib.Path(tables) / f"{name}.json"
    table.parent.mkdir(exist_ok=True)
    table.unlink(missing_ok=True)
    lab.skip_without_lab(source)
    with tempfile.TemporaryDirectory() as folder:
        found, rows = run(binaries, source, name, pathlib.Path(folder))
    table.write_text(json.dumps(rows))
    for words in found:
        print("WRONG:", words)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
