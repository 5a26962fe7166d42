"""Launches of the contestants: ours through accelbench sweep, PyTorch's as one process a rank. Each ends in a
Sample."""
import dataclasses
import json
import os
import pathlib
import signal
import statistics
import subprocess
import tempfile
import time

TORCH_RANK = pathlib.Path(__file__).resolve().parent / "torch_rank.py"
LOSSES = 3  # steps whose losses are compared


@dataclasses.dataclass
class Work:
    """What one step is, whoever does it."""
    preset: str
    precision: str
    processes: int
    threads: int
    seed: int
    data: str | None  # None: the text that ours takes by itself

    @property
    def layout(self):
        return f"{self.processes}x{self.threads}"


@dataclasses.dataclass
class Sample:
    """One launch: the median step of the slowest rank and the job's first losses, or the reason why there are none."""
    seconds: float | None = None
    losses: list = dataclasses.field(default_factory=list)
    failure: str = ""
    at_least: bool = False  # the step was cut off after `seconds`
    cpus: list = dataclasses.field(default_factory=list)  # of each rank; ours only
    data: str = ""  # the text's path; ours only
    # Of the rank whose sums were exposed longest, seconds of a step: between, exposed; ours only.
    sums: dict | None = None
    of_peak: float | None = None  # flops of the step / its time / peak of matrix products; ours only
    wall_seconds: float = 0.0


def failed(said):
    """The last line that a program said, which is where Python and accelbench put the cause."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return Sample(failure=lines[-1][:200] if lines else "ended without a word")


def cpus_of(text):
    """The cpus of a list such as 0-3,8."""
    ends = [part.split("-") for part in text.split(",")]
    return [cpu for part in ends for cpu in range(int(part[0]), int(part[-1]) + 1)]


def sweep_command(programs, work, steps, options, out):
    given = [] if work.precision == "fp32" else ["--precision", work.precision]
    given += ["--data", work.data] if work.data else []
    return [programs + "/accelbench", "sweep", "--kernel", "gpt", "--preset", work.preset, "--policies", "local",
            "--num-processes", str(work.processes), "--threads", str(work.threads), "--scaling", "strong",
            "--launches", "1", "--steps", str(steps), "--seed", str(work.seed), "--counters", "none", "--out", out,
            *given, *options]


def ours_from(document, trial):
    if trial["status"] != "ok":
        return Sample(failure=f"{trial['status']}: {trial['reason']}")
    sums = [rank["sum_seconds"] for rank in trial["ranks"] if "sum_seconds" in rank]
    return Sample(trial["step_seconds"], trial["losses"][:LOSSES],
                  cpus=[cpus_of(rank["cpus_allowed"]) for rank in trial["ranks"]],
                  sums=max(sums, key=lambda one: one["exposed"], default=None),
                  data=document["cells"][0]["parameters"]["data"],
                  of_peak=document["summaries"][0]["flops_utilisation"])


def how_ended(code):
    return f"by signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"with {code}"


def read_sweep(out, done):
    """What a sweep left in `out`. One that is killed leaves a journal without its end, or a document without a
    summary."""
    trials = out / "trials.jsonl"
    if not trials.exists():
        return failed(done.stderr)
    try:
        trial = json.loads(trials.read_text().splitlines()[-1])
        return ours_from(json.loads((out / "result.json").read_text()), trial)
    except (OSError, LookupError, TypeError, ValueError):
        said = failed(done.stderr).failure
        return Sample(failure=f"sweep ended {how_ended(done.returncode)} before its trial and document were whole: "
                              f"{said}")


def launch_ours(programs, work, steps, options):
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        out = folder + "/out"
        done = subprocess.run(sweep_command(programs, work, steps, options, out), capture_output=True, text=True,
                              check=False)
        sample = read_sweep(pathlib.Path(out), done)
    sample.wall_seconds = time.monotonic() - start
    return sample


def ask_torch(python):
    """What `python`'s PyTorch is, and "", or None and why it runs none."""
    done = subprocess.run([python, str(TORCH_RANK), "--about"], capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        return None, failed(done.stderr).failure
    return json.loads(done.stdout), ""


def steps_of(text):
    """When the first step began, None before that; (seconds, loss) of each step that is done."""
    first, *rest = text.splitlines() or [None]
    return first and float(first), [tuple(map(float, line.split())) for line in rest]


def theirs_from(outputs, warm_up):
    """The slowest rank's median step, and the mean loss over ranks, as each has an equal share of the batch."""
    ranks = [steps_of(text)[1] for text in outputs]
    medians = [statistics.median(seconds for seconds, _ in rank[warm_up:]) for rank in ranks]
    return Sample(max(medians), mean_losses(ranks))


def mean_losses(ranks):
    return [statistics.fmean(loss for _, loss in step) for step in list(zip(*ranks))[:LOSSES]]


def cut_off(outputs, compiled, end, timeout):
    """What is known of a launch that was ended: the step that it was at takes at least as long as it had taken by
    then."""
    begin, done = steps_of(outputs[0])
    if begin is None or (compiled and not done):
        what = "had not begun" if begin is None else "was at its first step, which compiles,"
        return Sample(failure=f"{what} after {timeout:.0f} s")
    return Sample(end - begin - sum(seconds for seconds, _ in done),
                  mean_losses([steps_of(text)[1] for text in outputs]), at_least=True)


def finish(ranks, deadline):
    """Waits for all ranks; one that fails takes the others along, as they would wait for it. What it said, or None."""
    said = None
    while said is None and any(rank.poll() is None for rank, _ in ranks) and time.monotonic() < deadline:
        time.sleep(0.02)
        said = first_failure(ranks)
    said = said or first_failure(ranks)
    for rank, _ in ranks:
        rank.kill()
        rank.wait()
    return said


def first_failure(ranks):
    return next(((folder / "err").read_text() or f"exit code {rank.poll()}" for rank, folder in ranks
                 if rank.poll() not in (None, 0)), None)


def start_rank(python, words, environment, folder):
    folder.mkdir()
    with open(folder / "out", "w", encoding="utf-8") as out, open(folder / "err", "w", encoding="utf-8") as errors:
        return subprocess.Popen([python, str(TORCH_RANK), json.dumps(words)], env=environment, stdout=out,
                                stderr=errors)


def sample_of(outputs, compiled, steps, end, timeout):
    if min(len(steps_of(text)[1]) for text in outputs) < sum(steps):
        return cut_off(outputs, compiled, end, timeout)
    return theirs_from(outputs, steps[0])


def launch_torch(python, work, compiled, steps, ours, timeout):
    """`steps` is (warm-up, measured); `ours` a Sample of ours, whose cpus and text these ranks get."""
    start = time.monotonic()
    # One machine: gloo needn't find out which of its addresses others reach.
    environment = dict(os.environ, OMP_NUM_THREADS=str(work.threads), GLOO_SOCKET_IFNAME="lo")
    with tempfile.TemporaryDirectory() as name:
        folders = [pathlib.Path(name, str(rank)) for rank in range(work.processes)]
        words = dict(dataclasses.asdict(work), data=ours.data, compiled=compiled, steps=sum(steps),
                     store=name + "/store")
        ranks = [(start_rank(python, dict(words, rank=rank, cpus=ours.cpus[rank]), environment, folder), folder)
                 for rank, folder in enumerate(folders)]
        said = finish(ranks, start + timeout)
        outputs = [(folder / "out").read_text() for folder in folders]
    sample = failed(said) if said else sample_of(outputs, compiled, steps, start + timeout, timeout)
    sample.wall_seconds = time.monotonic() - start
    return sample
