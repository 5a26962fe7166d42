"""Writes the losses and gradients that tests/unit/bench compares the gpt kernel with.

In double precision, so that the numbers don't depend on the rounding of one library version.
"""

import json
import sys

import numpy as np
import torch

import gpt_torch

SEED = 7
STEPS = 6
CASES = [
    # Sizes that are no powers of two, so that a wrong stride can't hide; then a context past one attention block.
    dict(layers=2, heads=3, channels=48, context=17, batch=3, vocab=300, learning_rate=1e-3),
    dict(layers=1, heads=2, channels=32, context=70, batch=2, vocab=256, learning_rate=1e-3),
    gpt_torch.PRESETS["tiny"],
]


def describe_gradient(name, gradient):
    flat = gradient.flatten().numpy()
    words = gpt_torch.counter_random(SEED, 1000, np.arange(4))
    indices = [int(i) for i in words % np.uint64(flat.size)]
    return dict(name=name, norm=float(np.linalg.norm(flat)),
                samples=[dict(index=i, value=float(flat[i])) for i in indices])


def describe_change(name, change):
    """The key's bias is left out: its gradient is zero, softmax being blind to it, and AdamW makes steps of its
    rounding."""
    if name.endswith("qkv.bias"):
        query, _, value = change.chunk(3)
        change = torch.cat([query, value])
    return dict(name=name, norm=float(change.norm()))


def run_case(sizes, text_path):
    model = gpt_torch.Gpt(**sizes)
    model.start(SEED)
    model.double()
    start = {name: tensor.detach().clone() for name, tensor, _ in model.tensors()}
    text = gpt_torch.Text(text_path, sizes["batch"], sizes["context"], SEED)
    optimizer = gpt_torch.make_optimizer(model, sizes["learning_rate"], fused=False)
    losses = [gpt_torch.train_step(model, optimizer, text, 0)]
    gradients = [describe_gradient(name, tensor.grad) for name, tensor, _ in model.tensors()]
    losses += [gpt_torch.train_step(model, optimizer, text, step) for step in range(1, STEPS)]
    changes = [describe_change(name, (tensor - start[name]).detach()) for name, tensor, _ in model.tensors()]
    return dict(sizes=sizes, losses=losses, gradients=gradients, changes=changes)


def main():
    text_path, out = sys.argv[1:]
    document = dict(torch=torch.__version__, seed=SEED, cases=[run_case(sizes, text_path) for sizes in CASES])
    with open(out, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


main()
