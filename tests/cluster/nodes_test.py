"""Both labs together: two machines with two nodes each, in one guest; every rank on its machine and its node.

usage: nodes_test.py BINARIES     exit 77: skipped, the reason is printed
The machines share the guest's cpus and memory, as the cluster lab's always do: what is proved is who is put where.
"""
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "lab"))
import expected  # noqa: E402  (they stand beside the tests of the other lab)
import lab  # noqa: E402

TOPOLOGY = "2nodes"
POLICIES = ["baseline", "local", "interleave", "remote"]
HOSTS = ["node-1", "node-1", "node-2", "node-2"]


def complaints_about_trial(topology, trial, outside):
    """Two ranks a machine: on each, the first belongs to node 0 and the second to node 1."""
    policy = trial["cell"].split("/policy=")[1].split("/")[0]
    if trial["status"] != "ok":
        return [f"{policy}: {trial['status']}: {trial['reason']}"]
    found = []
    if [rank["host"] for rank in trial["ranks"]] != HOSTS:
        found.append(f"{policy}: ranks on {[rank['host'] for rank in trial['ranks']]}, due on {HOSTS}")
    for rank in trial["ranks"]:
        number = rank["rank"]
        seen = outside.get((trial["cell"], number))
        cpus = "" if policy == "baseline" else ",".join(map(str, sorted(topology.nodes[number % 2])))
        whole = {"asked": {"cpus": cpus}, "outside": seen, "report": {"status": "ok", "reason": "", "facts": rank}}
        found += [f"{policy}: rank {number}: {words}"
                  for words in expected.complaints_about_rank(topology, policy, whole)]
        if seen and (seen["host"], seen["local_rank"]) != (HOSTS[number], number % 2):
            found.append(f"{policy}: rank {number} was seen on {seen['host']} as local rank {seen['local_rank']}")
    return found


def complaints(topology, out):
    trials = [json.loads(line) for line in (out / "session" / "trials.jsonl").read_text().splitlines()]
    outside = {(seen["cell"], seen["rank"]): seen for seen in json.loads((out / "outside.json").read_text())}
    found = [words for trial in trials for words in complaints_about_trial(topology, trial, outside)]
    ran = sorted(trial["cell"].split("/policy=")[1].split("/")[0] for trial in trials)
    if ran != sorted(POLICIES):
        found.append(f"policies {ran} ran, wanted {sorted(POLICIES)}")
    pages = sum(sum(seen["pages"].values()) for seen in outside.values())
    print(f"{len(trials)} trials of 4 ranks on 2 machines; seen from outside: {len(outside)} ranks, {pages} pages")
    return found


def main(binaries):
    lab.skip_without_lab(SOURCE)
    topology = expected.Topology((SOURCE / "scripts/numa-lab.d/topologies" / TOPOLOGY).read_text())
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)
        done = lab.boot(SOURCE, TOPOLOGY, out,
                        [sys.executable, "-B", str(HERE / "nodes_in_guest.py"), str(SOURCE), binaries])
        print(done.stdout, done.stderr, sep="\n")
        found = complaints(topology, out)
    for words in found:
        print("WRONG:", words)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
