"""Tries mutants against the tests that name their sources, and counts what became of them."""
import collections
import concurrent.futures
import itertools
import re
import threading
import time

from choice import steps_for
from failure import Failure

KILLED, TIMED_OUT, SURVIVED, NO_PROGRAM = "killed", "timed out", "survived", "did not compile"
FAILED = re.compile(r"^\[  FAILED  \] ([\w/]+\.[\w/]+)", re.MULTILINE)
# A loaded machine is slower than it was when the unmutated tests ran.
SLOWER, LEAST_SECONDS = 5, 20


def summary(counts, seed):
    killed = counts[KILLED] + counts[TIMED_OUT]
    mutants = killed + counts[SURVIVED]
    share = f" ({1000 * killed // mutants / 10:g} %)" if mutants else ""
    return (f"{mutants} mutants, {killed} killed{share}, {counts[SURVIVED]} survived, "
            f"{counts[NO_PROGRAM]} did not compile; seed {seed}")


class Hunt:
    """say: for messages. show: for survivors, as they are found."""

    def __init__(self, mutants, tests, processes, timeout, say, show):
        self.steps = {path: steps_for(tests, path) for path in dict.fromkeys(mutant.path for mutant in mutants)}
        self.mutants, self.next = mutants, iter(mutants)
        self.processes, self.timeout, self.say, self.show = processes, timeout, say, show
        self.plans = {}  # step: its filter, and after how many seconds it has timed out
        self.counts = collections.Counter()
        self.lock = threading.Lock()
        self.started = time.monotonic()

    def drop_absent_programs(self, programs):
        """Those whose libraries this build lacks."""
        for path, steps in self.steps.items():
            self.steps[path] = [step for step in steps if step.program in programs]
            if not self.steps[path]:
                raise Failure(5, f"this build has no unit test program for {path}")

    def measure(self, workshop, step):
        """Runs a step without any mutation. Tests that fail by themselves would kill every mutant."""
        code, began = None, time.monotonic()
        failing = []
        for _ in range(2):
            began = time.monotonic()
            code, output = workshop.test(step.program, step.filter(failing))
            if code == 0:
                break
            failing = sorted(set(FAILED.findall(output)) | set(failing))
            self.say(f"left out, since they fail without any mutation: {', '.join(failing) or step.program}")
        if code != 0:
            raise Failure(5, f"{step.program} fails without any mutation:\n{output}")
        limit = self.timeout or max(LEAST_SECONDS, SLOWER * (time.monotonic() - began))
        self.plans[step] = (step.filter(failing), limit)

    def prepare(self, workshops):
        """Builds all programs in each workshop, and runs the unmutated tests in the first."""
        self.drop_absent_programs(workshops[0].programs)
        steps = dict.fromkeys(itertools.chain.from_iterable(self.steps.values()))
        programs = sorted({step.program for step in steps})
        for workshop in workshops:
            self.say(f"building {', '.join(programs)} in {workshop.built}")
            said = workshop.build(programs, self.processes)
            if said is not None:
                raise Failure(5, f"the copy can't be built:\n{said}")
        for step in steps:
            self.measure(workshops[0], step)
        self.started = time.monotonic()

    def outcome(self, workshop, mutant, processes):
        with workshop.mutated(mutant):
            for step in self.steps[mutant.path]:
                if workshop.build([step.program], processes, mutated=True) is not None:
                    return NO_PROGRAM
                chosen, limit = self.plans[step]
                code, _ = workshop.test(step.program, chosen, limit)
                if code != 0:
                    return TIMED_OUT if code is None else KILLED
        return SURVIVED

    def record(self, mutant, outcome):
        with self.lock:
            self.counts[outcome] += 1
            if outcome == SURVIVED:
                self.show(str(mutant))
            tried, everything = sum(self.counts.values()), len(self.mutants)
            if tried % 20 == 0 and tried < everything:
                left = (time.monotonic() - self.started) / tried * (everything - tried) / 60
                self.say(f"{tried} of {everything} tried, {self.counts[SURVIVED]} survived, {left:.0f} min left")

    def work(self, workshop, processes):
        while True:
            with self.lock:
                mutant = next(self.next, None)
            if mutant is None:
                return
            self.record(mutant, self.outcome(workshop, mutant, processes))

    def run(self, workshops, commands):
        each = max(1, self.processes // len(workshops))
        with concurrent.futures.ThreadPoolExecutor(len(workshops)) as pool:
            try:
                for future in [pool.submit(self.work, workshop, each) for workshop in workshops]:
                    future.result()
            except BaseException:
                commands.stop()
                raise
