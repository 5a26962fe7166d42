"""--place, proved on a real training step in a guest with four nodes: each class of allocation lies where it was asked
to.

usage: classes_test.py BINARIES SOURCE      exit 77: skipped, the reason is printed
"""
import json
import pathlib
import sys
import tempfile

import lab

TOPOLOGY = "4nodes"
PLACE = "weights=interleave,optimizer=local,staging=node:1,gradients=remote"
ALL = {"0", "1", "2", "3"}
# class -> the nodes of its pages, for a rank on node 0; node 2 is the first of the two farthest.
# The farthest node from node 0 and from node 2, where the two ranks run: where the memory of their sums lies.
SUMS_WANTED = [{"2"}, {"0"}]
WANTED = {"weights": ALL, "optimizer": {"0"}, "staging": {"1"}, "gradients": {"2"}, "activations": {"0"}}


def is_even(pages):
    return max(pages.values()) - min(pages.values()) <= 2


def complaints_about_classes(pages_by_class):
    found = [f"{name}: {pages_by_class.get(name)}, wanted on nodes {sorted(nodes)}" for name, nodes in WANTED.items()
             if set(pages_by_class.get(name, {})) != nodes]
    if not found and not is_even(pages_by_class["weights"]):
        found.append(f"weights are uneven: {pages_by_class['weights']}")
    return found


def complaints_about_outside(outside, pages_by_class):
    """What numa_maps says, which knows no classes: each policy's pages lie on its nodes, and are at least the
    class's."""
    found = []
    for policy, name in (("interleave:0-3", "weights"), ("bind:1", "staging"), ("bind:2", "gradients")):
        pages, reported = outside.get(policy, {}), pages_by_class[name]
        # The kernel's own check holds a smaller model for a moment, under the same policies.
        if set(pages) != WANTED[name] or sum(pages.values()) < sum(reported.values()):
            found.append(f"outside: {policy} has {pages}, {name} are {reported}")
    return found


def complaints_about_sums(sums):
    """Of two ranks: their own words by class, and numa_maps, where each of them maps both segments."""
    trial = sums["trial"]
    if not trial or trial["status"] != "ok":
        return [f"sums: {trial and trial['reason']}"]
    said = [set(rank["pages_by_class"]["communication"]) for rank in trial["ranks"]]
    print(f"{'sums':12} {[rank['pages_by_class']['communication'] for rank in trial['ranks']]}, outside "
          f"{sums['outside']}")
    found = [] if said == SUMS_WANTED else [f"the sums' pages are said to be on {said}"]
    for segments in sums["outside"]:
        if sorted(map(sorted, (pages for _, pages in segments))) != sorted(map(sorted, SUMS_WANTED)) or any(
                policy != f"bind:{''.join(pages)}" for policy, pages in segments):
            found.append(f"outside: a rank maps {segments}")
    return found if sums["outside"] else ["outside: no segment was seen"]


def judge(cell):
    report = cell["report"]
    if report["status"] != "ok":
        return [f"{report['status']}: {report['reason']} {report.get('said', '')}"]
    by_class = report["facts"]["pages_by_class"]
    for name, pages in by_class.items():
        print(f"{name:12} {pages}")
    return (complaints_about_classes(by_class) or complaints_about_outside(cell["outside"], by_class) or
            complaints_about_sums(cell["sums"]))


def main(binaries, source):
    lab.skip_without_lab(source)
    with tempfile.TemporaryDirectory() as folder:
        script = [sys.executable, "-B", str(lab.HERE / "classes_in_guest.py"), binaries, PLACE]
        lab.boot(source, TOPOLOGY, pathlib.Path(folder), script)
        found = judge(json.loads((pathlib.Path(folder) / "classes.json").read_text()))
    for words in found:
        print("WRONG:", words)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
