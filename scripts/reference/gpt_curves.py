"""Writes what tests/unit/bench compares 200 steps of the gpt kernel with: the loss of each step, and norms of the first
gradients.

Twice: in double precision, which is the exact mathematics, and in PyTorch's bf16 autocast with fp32 weights, which
rounds the operands of products to 8 bits where PyTorch chooses. The first is the same on every machine to all digits
written; the second is one realisation: another processor or library differs from it as much as from the first.

  gpt_curves.py TEXT OUT           the fixture
  gpt_curves.py TEXT --spread 7,8  per seed, how far autocast differs from double precision, and how far weights
                                   kept in bf16 differ: the tolerance must lie between the two
"""
import json
import sys

import numpy as np
import torch
import torch.nn.attention

import gpt_torch

SEED = 7
STEPS = 200
SIZES = dict(layers=2, heads=2, channels=64, context=32, batch=8, vocab=256, learning_rate=1e-3)
# One tensor of each kind; tensors before and behind the layers, and layers, sum over other ranges.
TENSORS = ["wte", "wpe", "h.0.ln_1.weight", "h.0.attn.qkv.weight", "h.0.attn.proj.weight", "h.1.mlp.up.weight",
           "h.1.mlp.up.bias", "h.1.mlp.down.weight", "ln_f.weight", "ln_f.bias"]


def start(precision, seed):
    model = gpt_torch.Gpt(**SIZES)
    model.start(seed)
    return model.double() if precision == "fp64" else model


def train(model, text_path, seed, precision, after_step=lambda model: None):
    """The losses, and the first step's gradients by name."""
    optimizer = gpt_torch.make_optimizer(model, SIZES["learning_rate"], fused=False)
    text = gpt_torch.Text(text_path, SIZES["batch"], SIZES["context"], seed)
    losses, gradients = [], {}
    for step in range(STEPS):
        losses.append(gpt_torch.train_step(model, optimizer, text, step, precision))
        gradients = gradients or {name: tensor.grad.double().clone() for name, tensor, _ in model.tensors()}
        after_step(model)
    return np.array(losses), gradients


@torch.no_grad()
def round_weights(model):
    for parameter in model.parameters():
        parameter.copy_(parameter.bfloat16())


def describe(name, exact, autocast):
    """`distance`: norm of the difference / norm, what one tensor's rounding comes to."""
    return dict(name=name, norm=float(f"{exact.norm():.7g}"), autocast_norm=float(f"{autocast.norm():.4g}"),
                autocast_distance=float(f"{(autocast - exact).norm() / exact.norm():.2g}"))


def text_of(document):
    """Ten losses a line, a tensor a line: a change is read in the diff."""
    parts = [f'"{key}": {json.dumps(document[key])}' for key in ("torch", "seed", "sizes")]
    for curve in ("double", "autocast"):
        lines = [", ".join(f"{loss:.6f}" for loss in document[curve][i : i + 10]) for i in range(0, STEPS, 10)]
        parts.append(f'"{curve}": [\n  ' + ",\n  ".join(lines) + "]")
    parts.append('"gradients": [\n  ' + ",\n  ".join(map(json.dumps, document["gradients"])) + "]")
    return "{" + ",\n ".join(parts) + "}\n"


def write_fixture(text_path, out):
    double, exact = train(start("fp64", SEED), text_path, SEED, "fp32")
    autocast, rounded = train(start("fp32", SEED), text_path, SEED, "bf16")
    document = dict(torch=torch.__version__, seed=SEED, sizes=SIZES, double=double, autocast=autocast,
                    gradients=[describe(name, exact[name], rounded[name]) for name in TENSORS])
    with open(out, "w", encoding="utf-8") as file:
        file.write(text_of(document))


def say(seed, what, difference):
    smooth = np.convolve(difference, np.ones(10) / 10, "valid")
    print(f"seed {seed} {what:29} every step {abs(difference).max():.1e}, mean of them {abs(difference).mean():.1e}, "
          f"over ten steps {abs(smooth).max():.1e}, last 50 {difference[-50:].mean():+.1e}", flush=True)


def print_spread(text_path, seeds):
    for seed in seeds:
        double, exact = train(start("fp64", seed), text_path, seed, "fp32")
        single, _ = train(start("fp32", seed), text_path, seed, "fp32")
        autocast, rounded = train(start("fp32", seed), text_path, seed, "bf16")
        with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH):
            other, _ = train(start("fp32", seed), text_path, seed, "bf16")
        broken, _ = train(start("fp32", seed), text_path, seed, "fp32", round_weights)
        say(seed, "fp32", single - double)
        say(seed, "autocast", autocast - double)
        say(seed, "autocast, plain attention", other - double)
        say(seed, "plain attention from autocast", other - autocast)
        say(seed, "fp32, weights kept in bf16", broken - double)
        far = [float((rounded[name] - exact[name]).norm() / exact[name].norm()) for name in TENSORS]
        print(f"seed {seed} autocast's gradients of the first step: norm of the difference / norm {min(far):.4f} to "
              f"{max(far):.4f}")


torch.set_num_threads(1)  # sums then have one order
if sys.argv[2] == "--spread":
    print_spread(sys.argv[1], map(int, sys.argv[3].split(",")))
else:
    write_fixture(*sys.argv[1:])
