"""Writes how Accelerate and DeepSpeed read hostfiles, as a JSON file: scripts/reference/hostfiles.

Accelerate passes a hostfile on to mpirun, so mpirun decides how it is read: the command line is Accelerate's own, and
mpirun reports where it would place ranks, without contacting any host.
"""
import importlib.metadata
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from accelerate.commands.launch import launch_command_parser
from accelerate.utils.launch import prepare_simple_launcher_cmd_env
from deepspeed.launcher.runner import fetch_hostfile

HOSTFILES = {
    "as DeepSpeed documents it": "# two kinds of workers\n\nb slots=2\na slots=2\nc slots=1\n",
    "as Open MPI documents it": "b slots=2 max_slots=4\na slots=2 max-slots=2 # spare\nc slots = 1\n",
    "addresses and domains": "10.0.0.7 slots=2\nnode-1.rack-2.cluster slots=2\n",
    "white space": "  b slots=2\n\ta\tslots=1",
    "line ends of another system": "b slots=2\r\na slots=1\r\n",
    "a host once for each slot": "a\nb\na\na\nb\n",
    "a host with slots and once more": "a slots=2\nb slots=1\na\n",
    "a host twice with slots": "a slots=1\nb slots=2\na slots=1\n",
    "a host with slots that had a line": "a\nb slots=1\na slots=2\n",
    "no slots": "a slots=0\nb slots=1\n",
    "slots by colon": "b:2\na:1\n",
    "an unknown word": "a slots=2\nb gpus=8\n",
    "no number": "a slots=two\n",
    "no host": "# nobody\n\n",
}
# (machines, processes), as asked of accelerate launch.
SIZES = [(1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (2, 4), (2, 6), (3, 3)]


def by_deepspeed(path):
    try:
        return {"slots": list(fetch_hostfile(path).items())}
    except ValueError as error:
        return {"refused": str(error)}


def tokens_of_accelerate(path, machines, processes):
    words = ["--cpu", "--num_machines", str(machines), "--num_processes", str(processes), "--machine_rank", "0",
             "--main_process_ip", "b", "--main_process_port", "29500", "--mpirun_hostfile", path, "--no_python", "true"]
    arguments = launch_command_parser().parse_args(words)
    arguments.num_cpu_threads_per_process = 1
    arguments.mixed_precision = "no"
    arguments.dynamo_backend = "no"
    return prepare_simple_launcher_cmd_env(arguments)[0]


def map_of_mpirun(tokens):
    """The host of each rank; None: refused. This mpirun crashes behind the map of what it doesn't launch: its exit code
    and its last words say nothing."""
    environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                   # Names are neither looked up nor cut at the first dot.
                   "OMPI_MCA_orte_do_not_resolve": "1", "OMPI_MCA_orte_keep_fqdn_hostnames": "1"}
    # It would also bind, and refuse more ranks than this machine has cores.
    unbound = ["none" if before == "--bind-to" else word for before, word in zip(tokens, tokens[1:])]
    asked = [tokens[0], "--do-not-launch", "--novm", "--display-map", *unbound]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL)
    if "illegal character" in said.stderr:  # found behind the map, in the names of hosts
        return None
    nodes = re.findall(r"Data for node: (\S+)\s+Num slots: .*Num procs: ([0-9]+)", said.stdout)
    return [host for host, ranks in nodes for _ in range(int(ranks))] or None


def by_accelerate(path, machines, processes):
    tokens = tokens_of_accelerate(path, machines, processes)
    ranks = map_of_mpirun(tokens)
    return {"machines": machines, "processes": processes,
            "tokens": ["HOSTFILE" if word == path else word for word in tokens], "ranks": ranks}


def reading_of(name, text, folder):
    path = str(pathlib.Path(folder, "hostfile"))
    pathlib.Path(path).write_bytes(text.encode())
    return {"name": name, "text": text, "deepspeed": by_deepspeed(path),
            "accelerate": [by_accelerate(path, *sizes) for sizes in SIZES]}


def text_of(document):
    """A line for each answer: a change is read in the diff."""
    files = []
    for reading in document["hostfiles"]:
        head = {key: reading[key] for key in ("name", "text", "deepspeed")}
        answers = ",\n   ".join(map(json.dumps, reading["accelerate"]))
        files.append(f'  {json.dumps(head)[:-1]},\n   "accelerate": [\n   {answers}]}}')
    return f'{{"made_by": {json.dumps(document["made_by"])},\n "hostfiles": [\n' + ",\n".join(files) + "\n]}\n"


def main():
    with tempfile.TemporaryDirectory() as folder:
        readings = [reading_of(name, text, folder) for name, text in HOSTFILES.items()]
    made_by = {name: importlib.metadata.version(name) for name in ("accelerate", "deepspeed")}
    made_by["mpirun"] = subprocess.run(["mpirun", "--version"], capture_output=True, text=True,
                                       check=True).stdout.split("\n")[0]
    pathlib.Path(sys.argv[1]).write_text(text_of({"made_by": made_by, "hostfiles": readings}), encoding="utf-8")


main()
