"""The command line of versus_pytorch, checked whole before anything is measured."""
import argparse
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from pairs import at_least_one  # noqa: E402  (found only once the line above ran)

STEPS = {"tiny": (5, 20), "small": (2, 5), "gpt2": (1, 4)}  # warm-up, measured
QUICK_STEPS = (1, 2)


def layout(text):
    processes, times, threads = text.partition("x")
    if not (times and processes.isdigit() and threads.isdigit() and int(processes) and int(threads)):
        raise argparse.ArgumentTypeError(f"{text} is not processes x threads, as in 2x1")
    return int(processes), int(threads)


def one_of(*known):
    """A list of words, each of which must be known."""
    def parse(text):
        for word in text.split(","):
            if word not in known:
                raise argparse.ArgumentTypeError(f"{word} is not one of {', '.join(known)}")
        return text.split(",")
    return parse


def warm_up_and_measured(text):
    parts = text.split(",")
    if len(parts) != 2 or not all(part.isdigit() for part in parts) or int(parts[1]) == 0:
        raise argparse.ArgumentTypeError(f"{text} is not warm-up and measured steps, as in 3,9")
    return int(parts[0]), int(parts[1])


def make_parser(description, root):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", default=str(root / "build/release/harness"),
                        help="folder of accelbench, accelbench-rank")
    parser.add_argument("--python", default=str(root / "build/reference-venv/bin/python"))
    parser.add_argument("--presets", type=one_of(*STEPS), default=list(STEPS))
    parser.add_argument("--layouts", type=lambda text: [layout(word) for word in text.split(",")],
                        default=[(1, 2), (2, 1)], help="processes x threads of each [1x2,2x1]")
    parser.add_argument("--precisions", type=one_of("fp32", "bf16"), default=["fp32", "bf16"])
    parser.add_argument("--contestants", type=one_of("eager", "compiled"), default=["eager", "compiled"])
    parser.add_argument("--minutes", type=float, default=25, help="for everything; more minutes, more rounds [25]")
    parser.add_argument("--pairs", type=at_least_one, default=10, help="rounds of a work at most [10]")
    parser.add_argument("--steps", type=warm_up_and_measured,
                        help="PyTorch's warm-up and measured steps, as in 3,9 [by preset]")
    parser.add_argument("--timeout", type=float, default=100,
                        help="seconds after which a launch of PyTorch is ended [100]")
    parser.add_argument("--data", metavar="FILE", help="text to train on [the kernel's own]")
    parser.add_argument("--json", metavar="FILE", help="every launch, as JSON")
    parser.add_argument("--quick", action="store_true", help="one round of few steps: does it run at all?")
    parser.add_argument("options", nargs="*",
                        help="more options of our sweep, behind --, as in -- --pages 4k [--allreduce auto]")
    return parser


def parse(words, description, root):
    arguments = make_parser(description, root).parse_args(words)
    arguments.options = arguments.options or ["--allreduce", "auto"]
    arguments.our_steps = QUICK_STEPS[1] if arguments.quick else None
    if arguments.quick:
        arguments.pairs, arguments.steps = 1, arguments.steps or QUICK_STEPS
    arguments.programs = os.path.abspath(arguments.programs)
    return arguments
