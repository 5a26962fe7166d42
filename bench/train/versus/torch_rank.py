"""One rank of PyTorch doing gpt's step: prints the clock as its first step begins, then seconds and loss of each.

  torch_rank.py '{"preset": "tiny", "precision": "fp32", "compiled": false, "processes": 1, "threads": 2, "rank": 0,
                  "cpus": [0, 1], "steps": 5, "seed": 1, "data": FILE, "store": FILE}'
  torch_rank.py --about   prints PyTorch's version, and whether its bf16 products have an implementation for this
                          processor
"""
import ctypes
import json
import os
import pathlib
import signal
import sys
import time

PR_SET_PDEATHSIG = 1
ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts" / "reference"))


def about():
    import gpt_torch  # noqa: F401  what is wanted beside torch must be there, too
    import torch

    # Without AVX-512 or better oneDNN refuses bf16, and PyTorch falls back to loops of its own.
    print(json.dumps({"version": torch.__version__, "fast_bf16": torch.ops.mkldnn._is_mkldnn_bf16_supported()}))


def prepare(work):
    """(what to call, optimizer, text): the rank's share of the job's batch, as --scaling strong cuts it."""
    import gpt_torch
    import torch
    from torch.nn.parallel import DistributedDataParallel

    torch.set_num_threads(work["threads"])
    sizes = gpt_torch.PRESETS[work["preset"]]
    model = gpt_torch.Gpt(**sizes)
    model.start(work["seed"])
    optimizer = gpt_torch.make_optimizer(model, sizes["learning_rate"], fused=True)
    batch = sizes["batch"] // work["processes"]
    text = gpt_torch.Text(work["data"], batch, sizes["context"], work["seed"], work["rank"] * batch)
    called = model
    if work["processes"] > 1:
        torch.distributed.init_process_group("gloo", init_method="file://" + work["store"], rank=work["rank"],
                                             world_size=work["processes"])
        called = DistributedDataParallel(model, gradient_as_bucket_view=True)  # saves it a copy of each gradient
    return torch.compile(called) if work["compiled"] else called, optimizer, text


def run(work):
    # Whoever ends the comparison ends its ranks: two that went on would slow down what is measured next.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.sched_setaffinity(0, work["cpus"])  # before any thread starts
    import gpt_torch

    called, optimizer, text = prepare(work)
    # The system's clock: launches.py knows from it how long an unfinished step took.
    print(time.monotonic(), flush=True)
    for step in range(work["steps"]):
        start = time.perf_counter()
        loss = gpt_torch.train_step(called, optimizer, text, step, work["precision"])
        print(f"{time.perf_counter() - start:.9f} {loss:.9f}", flush=True)


if sys.argv[1] == "--about":
    about()
else:
    run(json.loads(sys.argv[1]))
