"""Holds the tree to the rules of the layout, and each rule to a tree that breaks it."""
import pathlib
import subprocess
import unittest

import rooms
import rules

ROOT = pathlib.Path(__file__).resolve().parents[2]


def listed_by_git():
    """Committed and staged files; None without git or outside a checkout."""
    try:
        listing = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z"],
                                 cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return sorted({path for path in listing.split("\0") if path})


def walked():
    """Without git: everything but build folders, results, caches and git's own."""
    skipped = {"build", ".git", "__pycache__", ".venv", "accelbench-results"}
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return sorted(str(path) for path in paths if not skipped & set(path.parts))


def read_tree():
    files = {}
    for path in listed_by_git() or walked():
        try:
            files[path] = (ROOT / path).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):  # an image; a file deleted but not yet committed
            continue
    return files


class TreeTest(unittest.TestCase):
    def test_the_tree_keeps_every_rule(self):
        files = read_tree()
        self.assertGreater(len(files), 20, "too few files to be the project")
        for rule in rules.ALL + rooms.ALL:
            with self.subTest(rule.__name__):
                breaches = rule(files)
                self.assertFalse(breaches, "\n" + "\n".join(breaches))


# Built from pieces: this file is itself read by the rule.
HOME = "/" + "home/someone/data.txt"
MIRROR = "https://py" + "pi.org/simple"
WRONG, WRONG_TOO, OLD, KEY = "be" + "nt", "Me" + "nds", "of " + "before", "me" + "nd"
CATCHES = [
    (rules.top_level, {"misc/x.cpp": ""}, "misc: nothing else stands at the top"),
    (rules.readmes, {"bench/README.md": "line\n" * 41}, "bench/README.md: more than 40 lines"),
    (rules.readmes, {}, "topology/README.md: each room has one"),
    (rules.sizes, {"bench/long.cpp": "\n" * 401}, "bench/long.cpp: 401 lines"),
    (rules.sizes, {"bench/long": "#!/usr/bin/env python3\n" + "\n" * 400}, "bench/long: 401 lines"),
    (rules.sizes, {"scripts/long": "#!/bin/sh\n" + "\n" * 400}, "scripts/long: 401 lines"),
    (rules.include_graph, {"topology/a.cpp": '#include "bench/base/kernel.h"\n'},
     "topology may not include bench/base/kernel.h"),
    (rules.include_graph, {"reports/a.cpp": '#include "harness/x.h"\n'}, "reports may not include harness/x.h"),
    (rules.include_graph, {"harness/launch/a.cpp": '#include "harness/rank/b.h"\n'},
     "launch and rank meet in files only"),
    (rooms.include_circles, {"bench/base/a.h": '#include "bench/train/b.h"\n',
                             "bench/train/b.h": '#include "bench/base/a.h"'},
     "bench/base -> bench/train -> bench/base"),
    (rooms.include_circles, {"harness/a.h": '#include "harness/x/b.h"', "harness/x/b.h": '#include "harness/y/c.h"',
                             "harness/y/c.h": '#include "harness/a.h"'},
     "harness -> harness/x -> harness/y -> harness: folders include each other in a circle: harness/a.h includes"),
    (rooms.reports_rooms, {"reports/analysis/a.cpp": '#include "reports/words/b.h"', "reports/words/b.h": ""},
     "reports/analysis may not include reports/words"),
    (rooms.reports_rooms, {"reports/new/a.cpp": '#include "reports/model/b.h"', "reports/model/b.h": ""},
     "reports/new: not a room"),
    (rules.front_doors, {"bench/a.cpp": "#include <hwloc.h>\n"}, "bench/a.cpp: hwloc"),
    (rules.front_doors, {"reports/statistics/stats.cpp": "#include <nlohmann/json.hpp>\n"},
     "reports/statistics/stats.cpp: nlohmann"),
    (rules.front_doors, {"harness/rank/a.cpp": "#include <mpi.h>\n", "harness/rank/b.cpp": "# include <mpi.h>\n"},
     "is included in 1 file only"),
    (rules.calls, {"harness/a.cpp": 'fmt::print(stderr, "x");'}, "topology/base/standard_streams.h"),
    (rules.calls, {"topology/a.cpp": "if (fs::exists(folder.path() / name)) {"}, "give it an error_code"),
    (rules.calls, {"topology/a.cpp": "for (auto& e : std::filesystem::directory_iterator(x, error))"},
     "folder_entries"),
    (rules.conditional_libraries, {"bench/a.cpp": "#if " + "HAVE_MPI\n"}, "asks the preprocessor"),
    (rules.foreign_places, {"a.md": f"see {HOME}\n"}, "a.md:1"),
    (rules.foreign_places, {"a.md": f"\nfrom {MIRROR}\n"}, "a.md:2"),
    (rules.named_one_by_one, {"bench/CMakeLists.txt": "file(GLOB x CONFIGURE" + "_DEPENDS *.json)\n"},
     "bench/CMakeLists.txt: files"),
    (rules.named_one_by_one, {"harness/counters/processors/amd.json": "{}", "harness/CMakeLists.txt": "amd-zen2\n"},
     "processors/amd.json: harness"),
    (rules.words, {"a.md": f"fine\nsettings {WRONG} it\n"}, f"a.md:2: '{WRONG}'"),
    (rules.words, {"reports/a.cpp": f"// {WRONG_TOO} it\n"}, f"reports/a.cpp:1: '{WRONG_TOO}'"),
    (rules.words, {"CONTRIBUTING.md": f"a version {OLD}\n"}, f"CONTRIBUTING.md:1: '{OLD}'"),
    (rules.line_length, {"bench/a.cpp": "\n" + "x" * 121}, "bench/a.cpp:2: 121 columns; at most 120"),
    (rules.line_length, {"a.md": "| x |\n```\nx\n```\n" + "x " * 61}, "a.md:5: 122 columns"),
    (rules.line_length, {"scripts/x": "#!/bin/sh\n# " + "x" * 119}, "scripts/x:2: 121 columns"),
]


class RulesTest(unittest.TestCase):
    def test_each_rule_catches_what_it_forbids(self):
        for rule, files, words in CATCHES:
            with self.subTest(rule.__name__, words=words):
                self.assertIn(words, "\n".join(rule(files)))

    def test_what_is_allowed_passes(self):
        files = {"harness/cli/a.cpp": '#include <CLI/CLI.hpp>\n#include "reports/model/document.h"\n',
                 "reports/model/document.h": '#include "topology/memory.h"\n', "topology/memory.h": "",
                 "reports/a.cpp": "fs::exists(folder.path(), error)",
                 "bench/a.cpp": '#include "topology/memory.h"\n#include <vector>\n#ifdef _OPENMP\n',
                 "topology/machine_json.cpp": "#include <nlohmann/json.hpp>\n",
                 "tests/fixtures/long.tree": "x\n" * 401,
                 "scripts/x": "cd $root/" + "work/x and /proc/1/root",
                 "CONTRIBUTING.md": f"| fix | {KEY} | |\n",
                 "tests/x.py": f'row["{KEY}"] and recommended, {WRONG}o' + "\n" + "é" * 120,
                 "harness/cli/b.cpp": 'x = R"(' + "x" * 121 + '\n)";',
                 "tests/cli/contract.txt": "0 | " + "x" * 121,
                 "a.md": f"| {'x' * 121} |\n\n    {'x' * 121}\n\n```\n{'x' * 121}\n```\n"}
        for rule in rules.ALL[2:] + rooms.ALL:
            with self.subTest(rule.__name__):
                self.assertEqual(rule(files), [])


if __name__ == "__main__":
    unittest.main()
