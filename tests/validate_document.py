#!/usr/bin/python3
"""Validates accelbench documents against reports/schema/result-1.json.

usage: validate_document.py RESULT.json...        exit 0: all valid; 1: one is not; 77: python3-jsonschema is missing
       validate_document.py --mutants RESULT.json  exit 0: every broken copy of the valid document is refused
"""
import copy
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("SKIPPED: python3-jsonschema is not installed")
    sys.exit(77)

SCHEMA = pathlib.Path(__file__).resolve().parent.parent / "reports" / "schema" / "result-1.json"


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def load(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"), parse_constant=refuse_constant)


def complaints(validator, document):
    return [f"{'/'.join(map(str, error.absolute_path)) or 'document'}: {error.message[:200]}"
            for error in validator.iter_errors(document)]


def drop(document, key):
    del document[key]


HOST = {"host": "a", "cell": "c", "choices_with": 1, "choices_without": 1, "verdict": "slower", "p_value": 0,
        "p_adjusted": 0, "ratio": None, "least_ratio": None, "least_cell": "", "dropped_blocks": 0, "why": "w"}
MUTANTS = {
    "no seed": lambda d: drop(d, "seed"),
    "no argv": lambda d: d.update(argv=[]),
    "no trials": lambda d: drop(d, "trials"),
    "an unknown key": lambda d: d.update(extra=1),
    "a later schema": lambda d: d["accelbench"].update(schema=2),
    "a date in words": lambda d: d.update(created="yesterday"),
    "NaN as text": lambda d: d["trials"][0].update(step_seconds="NaN"),
    "a negative time": lambda d: d["trials"][0].update(step_seconds=-0.1),
    "an unknown status": lambda d: d["trials"][0].update(status="fine"),
    "a trial without ranks": lambda d: drop(d["trials"][0], "ranks"),
    "pages of a node with a name": lambda d: d["trials"][0]["ranks"][0].update(pages_by_node={"first": 1}),
    "cpus as words": lambda d: d["trials"][0]["ranks"][0].update(cpus_allowed="all"),
    "no processes": lambda d: d["cells"][0].update(processes=0),
    "an unknown verdict": lambda d: d["comparisons"][0].update(verdict="regressed"),
    "an interval without n": lambda d: drop(d["summaries"][0]["step_seconds"], "n"),
    "an unknown memory kind": lambda d: d["machine"]["nodes"][0].update(kind="fast"),
    "emulated by nothing": lambda d: d.update(emulated=True),
    "an emulation that the top does not tell": lambda d: d["environment"].update(emulation="numa-lab, tcg"),
    "verdicts of an emulated machine": lambda d: d.update(
        emulated=True, environment={**d["environment"], "emulation": "tcg"}, scaling=[]),
    "a utilisation of an emulated machine": lambda d: d.update(
        emulated=True, environment={**d["environment"], "emulation": "tcg"}, comparisons=[], scaling=[],
        summaries=[{**summary, "flops_utilisation": 0.5} for summary in d["summaries"]]),
    "scaling of an emulated machine": lambda d: d.update(
        emulated=True, environment={**d["environment"], "emulation": "tcg"}, comparisons=[],
        summaries=[{**summary, "flops_utilisation": None} for summary in d["summaries"]]),
    "a host in trouble that gave its facts": lambda d: d["hosts"][0].update(trouble="is gone"),
    "a host that is well and said nothing": lambda d: d["hosts"][2].update(trouble=""),
    "a host without a name": lambda d: drop(d["hosts"][0], "name"),
    "a clock that is not bounded": lambda d: drop(d["hosts"][0]["clock"], "uncertainty_seconds"),
    "scaling of one size": lambda d: d["scaling"][0].update(points=d["scaling"][0]["points"][:1]),
    "an unknown kind of scaling": lambda d: d["scaling"][0].update(mode="some"),
    "a speed-up without its base": lambda d: drop(d["scaling"][0]["points"][1]["over_base"], "base_cell"),
    "a gain without an interval": lambda d: d["scaling"][0]["paths"][0]["steps"][0].update(gain=1.9),
    "a host without a verdict": lambda d: d.update(host_effects=[{"host": "node-3"}]),
    "a slow host of an emulated machine": lambda d: d.update(
        emulated=True, environment={**d["environment"], "emulation": "tcg"}, comparisons=[], scaling=[],
        summaries=[{**summary, "flops_utilisation": None} for summary in d["summaries"]], host_effects=[HOST]),
    "a knee in other words": lambda d: d["scaling"][0]["paths"][0].update(stops_paying="maybe"),
    "sums that went no way": lambda d: d["trials"][-1]["communication"]["taken"][0].update(variant=""),
    "channels without connections": lambda d: drop(d["trials"][-1]["ranks"][0]["channels"], "tcp_to_machines"),
    "sums of less than no time": lambda d: d["trials"][-1]["ranks"][0]["sum_seconds"].update(exposed=-0.1),
    "sums without an exposed part": lambda d: drop(d["trials"][-1]["ranks"][0]["sum_seconds"], "exposed"),
    "more looks than a number": lambda d: d["trials"][-1]["ranks"][0]["moves"].update(page_looks=None),
    "moves without what the kernel counts": lambda d: drop(d["trials"][-1]["ranks"][0]["moves"], "balanced_pages"),
    "memory on a node without a number":
        lambda d: d["trials"][-1]["ranks"][0]["other_memory"]["private_bytes_by_node"].update(x=1),
    "memory without its files": lambda d: drop(d["trials"][-1]["ranks"][0]["other_memory"], "file_bytes_by_node"),
    "waits of more than the time": lambda d: d["summaries"][0].update(waiting_share=1.5),
    "a link without its latency": lambda d: drop(d["links"][0], "latency_seconds"),
    "a link measured beside none": lambda d: d["links"][0].update(side_by_side=0),
    "a row of the audit without its grade": lambda d: drop(d["audit"][0], "grade"),
    "a grade in other words": lambda d: d["audit"][0].update(grade="fine"),
    "a host's row without a why": lambda d: d["hosts"][0]["facts"]["audit"][0].update(why=""),
    "more stolen than was wanted": lambda d: d["trials"][0]["ranks"][0]["conditions"].update(steal_share=1.2),
    "conditions without a load": lambda d: drop(d["trials"][0]["ranks"][0]["conditions"], "load_1min"),
    "emulation as a flag": lambda d: d["environment"].update(emulation=False),
    "a memory performance without its target":
        lambda d: d["machine"].update(memory_performance=[{"read_latency_ns": 90}]),
    "a coverage of more than all": lambda d: d["summaries"][0].update(interval_coverage=1.2),
    "a ratio from no time": lambda d: d["comparisons"][0].update(cell_seconds=0),
    "less than no busy pair": lambda d: d["comparisons"][0].update(busy_pairs=-1),
    "an unreliable utilisation without a reason": lambda d: d["summaries"][0].update(utilisation_unreliable=""),
    "a gain from no time": lambda d: d["scaling"][0]["paths"][0]["steps"][0].update(from_seconds=0),
    "less than no wait for a cpu": lambda d: d["trials"][0]["ranks"][0].update(cpu_wait_share=-0.1),
    "a negative memory limit": lambda d: d["environment"].update(memory_limit_bytes=-1),
}


def accepted_mutants(validator, document):
    for name, break_it in MUTANTS.items():
        mutant = copy.deepcopy(document)
        break_it(mutant)
        if not complaints(validator, mutant):
            yield name


def main(arguments):
    mutants = arguments[:1] == ["--mutants"]
    paths = arguments[1:] if mutants else arguments
    if not paths:
        print(__doc__)
        return 2
    schema = load(SCHEMA)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    bad = []
    for path in paths:
        document = load(path)
        bad += [f"{path}: {complaint}" for complaint in complaints(validator, document)]
        if mutants:
            bad += [f"{path}: accepted with {name}" for name in accepted_mutants(validator, document)]
    print("\n".join(bad[:20]) if bad else f"{len(paths)} valid" +
          (f", {len(MUTANTS)} mutants refused" if mutants else ""))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
