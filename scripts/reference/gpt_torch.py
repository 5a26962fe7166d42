"""The gpt kernel's training step in PyTorch: same weights, same batches, same optimizer.

Used by gpt_reference.py and gpt_curves.py (numbers for the tests) and by bench/train/versus_pytorch (step times).
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

PRESETS = {
    "tiny": dict(layers=4, heads=4, channels=128, context=64, batch=12, vocab=256, learning_rate=1e-3),
    "small": dict(layers=6, heads=6, channels=384, context=256, batch=8, vocab=256, learning_rate=6e-4),
    "gpt2": dict(layers=12, heads=12, channels=768, context=64, batch=4, vocab=50257, learning_rate=3e-4),
}
BATCH_STREAM = 0x62617463


def mix64(x):
    """splitmix64 of an array of words, as bench/base/counter_random.h."""
    with np.errstate(over="ignore"):
        x = np.asarray(x, dtype=np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def counter_random(seed, stream, index):
    with np.errstate(over="ignore"):
        return mix64(mix64(mix64(seed) + np.uint64(stream)) + np.asarray(index, dtype=np.uint64))


def uniform_weights(seed, tensor, shape, deviation):
    """Element i of tensor t, uniform with the given standard deviation, in single precision throughout."""
    values = np.empty(math.prod(shape), dtype=np.float32)
    width = np.float32(deviation) * np.sqrt(np.float32(3))
    for begin in range(0, values.size, 1 << 16):  # a part that the caches hold: four times as fast as all at once
        part = values[begin : begin + (1 << 16)]
        words = counter_random(seed, tensor, np.arange(begin, begin + part.size, dtype=np.uint64))
        uniform = (words >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)
        part[:] = width * (np.float32(2) * uniform - np.float32(1))
    return torch.from_numpy(values.reshape(shape))


class Layer(torch.nn.Module):
    def __init__(self, channels, heads):
        super().__init__()
        self.heads = heads
        self.ln_1 = torch.nn.LayerNorm(channels)
        self.qkv = torch.nn.Linear(channels, 3 * channels)
        self.proj = torch.nn.Linear(channels, channels)
        self.ln_2 = torch.nn.LayerNorm(channels)
        self.up = torch.nn.Linear(channels, 4 * channels)
        self.down = torch.nn.Linear(4 * channels, channels)

    def forward(self, x):
        batch, context, channels = x.shape
        parts = self.qkv(self.ln_1(x)).split(channels, dim=2)
        q, k, v = (p.view(batch, context, self.heads, -1).transpose(1, 2) for p in parts)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.proj(mixed.transpose(1, 2).reshape(batch, context, channels))
        return x + self.down(F.gelu(self.up(self.ln_2(x)), approximate="tanh"))


class Gpt(torch.nn.Module):
    def __init__(self, layers, heads, channels, context, vocab, **_):
        super().__init__()
        self.wte = torch.nn.Embedding(vocab, channels)
        self.wpe = torch.nn.Embedding(context, channels)
        self.h = torch.nn.ModuleList(Layer(channels, heads) for _ in range(layers))
        self.ln_f = torch.nn.LayerNorm(channels)

    def tensors(self):
        """(name, tensor, standard deviation or None for a constant) in the kernel's order."""
        residual = float(np.float32(0.02) / np.sqrt(np.float32(2 * len(self.h))))
        yield "wte", self.wte.weight, 0.02
        yield "wpe", self.wpe.weight, 0.02
        for i, layer in enumerate(self.h):
            for path, module, deviation in (("ln_1", layer.ln_1, None), ("attn.qkv", layer.qkv, 0.02),
                                            ("attn.proj", layer.proj, residual), ("ln_2", layer.ln_2, None),
                                            ("mlp.up", layer.up, 0.02), ("mlp.down", layer.down, residual)):
                yield f"h.{i}.{path}.weight", module.weight, deviation
                yield f"h.{i}.{path}.bias", module.bias, None
        yield "ln_f.weight", self.ln_f.weight, None
        yield "ln_f.bias", self.ln_f.bias, None

    @torch.no_grad()
    def start(self, seed):
        for index, (name, tensor, deviation) in enumerate(self.tensors()):
            if deviation is None:
                tensor.fill_(0.0 if name.endswith("bias") else 1.0)
            else:
                tensor.copy_(uniform_weights(seed, index, tuple(tensor.shape), deviation))

    def forward(self, inputs, targets):
        x = self.wte(inputs) + self.wpe.weight[: inputs.shape[1]]
        for layer in self.h:
            x = layer(x)
        logits = F.linear(self.ln_f(x), self.wte.weight)
        return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.view(-1))


class Text:
    """Batches of a file's bytes, cut where the kernel cuts them: `batch` rows from the job's row `first_row`."""

    def __init__(self, path, batch, context, seed, first_row=0):
        self.tokens = np.fromfile(path, dtype=np.uint8).astype(np.int64)
        self.batch, self.context, self.seed, self.first_row = batch, context, seed, first_row

    def cut(self, step):
        with np.errstate(over="ignore"):
            seed = mix64(self.seed) + np.uint64(BATCH_STREAM)
        words = counter_random(seed, step, np.arange(self.first_row, self.first_row + self.batch))
        starts = (words % np.uint64(len(self.tokens) - self.context)).astype(np.int64)
        rows = np.stack([self.tokens[s : s + self.context + 1] for s in starts])
        return torch.from_numpy(rows[:, :-1].copy()), torch.from_numpy(rows[:, 1:].copy())


def make_optimizer(model, learning_rate, fused):
    matrices = [t for _, t, _ in model.tensors() if t.dim() == 2]
    vectors = [t for _, t, _ in model.tensors() if t.dim() == 1]
    groups = [dict(params=matrices, weight_decay=0.1), dict(params=vectors, weight_decay=0.0)]
    return torch.optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.95), eps=1e-8, fused=fused)


def train_step(model, optimizer, text, step, precision="fp32"):
    """The loss before the update. bf16 is PyTorch's autocast around forward and loss; weights and moments stay fp32."""
    inputs, targets = text.cut(step)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16"):
        loss = model(inputs, targets)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.item()
