"""The command line of scripts/mutate."""
import argparse

TEACHING = """\
Finds lines that no unit test guards. One line at a time is changed in a copy of the tree: a comparison, an operator,
a number, a returned value, or the line is deleted. The copy is built and the tests that name the source are run, then
all of its room. If they still pass, the mutant survived: it is printed, and the exit code is 1.
"""
EXAMPLES = """\
examples:
  scripts/mutate --diff origin/main                      what I changed since the branch began
  scripts/mutate harness/plan/plan_json.cpp              all of a file
  scripts/mutate --sample 200 --seed 7 harness/*/*.cpp   200 mutants of many files; the same ones again with this seed
  scripts/mutate --list reports/*.cpp                    what would be tried, without building

output:
  PATH:LINE: BEFORE -> AFTER                             each survivor, as it is found
  N mutants, K killed (x %), S survived, C did not compile; seed N

What to do with a survivor: write the test that fails for it; or delete the line, if nothing needs it; or note it as
equivalent, if no input can show a difference. A mutant that a test hangs with is killed too. One that does not compile
is no program, and isn't counted as a mutant.

The copy and its build are in a folder of --build and are removed at the end, also after Ctrl-C. Sources of yours are
never written. Mutants run in a PID namespace, with a folder for temporary files of their own.

exit: 0 nothing survived, 1 something did, 2 usage, 5 no build, or something is missing on this machine, 130 interrupted
"""


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def whole(text):
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


positive.__name__ = "whole number of at least 1"
whole.__name__ = "whole number"


def parser():
    made = argparse.ArgumentParser(prog="scripts/mutate", description=TEACHING, epilog=EXAMPLES, allow_abbrev=False,
                                   formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("files", nargs="*", metavar="FILE", help="C++ sources of ours, headers included")
    made.add_argument("--diff", metavar="REVISION",
                      help="only lines that differ from this revision, of all sources or of FILE...")
    made.add_argument("--list", action="store_true", help="print the mutants, and try none")
    made.add_argument("--sample", type=positive, metavar="N", help="try N of the mutants, drawn at random [all]")
    made.add_argument("--seed", type=whole, metavar="N", help="of the draw [a new one, which is printed]")
    made.add_argument("--build", metavar="FOLDER", help="the build whose settings are used [build/dev]")
    made.add_argument("--jobs", type=positive, default=1, metavar="N",
                      help="mutants tried at once; each job builds a copy of its own [1]")
    made.add_argument("--timeout", type=positive, metavar="S",
                      help="a mutant is killed when a run of its tests takes longer, in seconds [5 times what the run "
                           "takes without any mutation, at least 20]")
    return made


def read_arguments(words):
    made = parser()
    arguments = made.parse_args(words)
    if not arguments.files and arguments.diff is None:
        made.error("name a FILE, or give --diff REVISION")
    return arguments
