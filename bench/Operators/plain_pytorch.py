"""The same networks as plain PyTorch programs, with PyTorch's default settings: what the benchmark is measured against.

Usage: python3 plain_pytorch.py MODEL SIZE SAMPLES BATCH EPOCHS, prints one line of JSON.
"""
import json
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Cycle(nn.Module):
    """One V-cycle with a single pre-smoothing step a level and two on the coarsest."""

    def __init__(self, source, channels, steps):
        super().__init__()
        conv = lambda i, o, s=1: nn.Conv2d(i, o, 3, s, 1, bias=False)
        self.first = conv(source, channels)
        self.restrict_u = nn.ModuleList(conv(channels, channels, 2) for _ in steps[1:])
        self.restrict_f = nn.ModuleList(conv(source, source, 2) for _ in steps[1:])
        self.a = nn.ModuleList(nn.ModuleList(conv(channels, source) for _ in range(n)) for n in steps[1:])
        self.s = nn.ModuleList(nn.ModuleList(conv(source, channels) for _ in range(n)) for n in steps[1:])
        self.prolong = nn.ModuleList(nn.ConvTranspose2d(channels, channels, 4, 2, 1, bias=False) for _ in steps[1:])

    def forward(self, f):
        solutions = [self.first(f)]
        for level in range(len(self.prolong)):
            u, f = self.restrict_u[level](solutions[-1]), self.restrict_f[level](f)
            for a, s in zip(self.a[level], self.s[level]):
                u = u + s(f - a(u))
            solutions.append(u)
        u = solutions.pop()
        for prolong in reversed(self.prolong):
            u = solutions.pop() + prolong(u)
        return u


class Multigrid(nn.Module):
    def __init__(self, channels=24, layers=4, steps=(1, 1, 1, 2)):
        super().__init__()
        widths = [1] + [channels] * (layers - 1)
        self.cycles = nn.ModuleList(Cycle(w, channels, steps) for w in widths)
        self.bias = nn.ModuleList(nn.Conv2d(w, channels, 1) for w in widths)
        self.out = nn.Conv2d(channels, 1, 1, bias=False)

    def forward(self, u):
        for cycle, bias in zip(self.cycles, self.bias):
            u = F.gelu(cycle(u) + bias(u))
        return self.out(u)


class Spectral(nn.Module):
    def __init__(self, channels, modes):
        super().__init__()
        scale = (2 / (2 * channels)) ** 0.5
        self.modes = modes
        self.weight = nn.Parameter(scale * torch.randn(channels, channels, modes, modes // 2 + 1, dtype=torch.cfloat))
        self.bias = nn.Parameter(scale * torch.randn(channels, 1, 1))

    def forward(self, x):
        n, half = x.shape[-2], self.modes // 2
        spectrum = torch.fft.rfft2(x, norm="forward")
        out = torch.zeros(x.shape[0], self.weight.shape[1], n, x.shape[-1] // 2 + 1, dtype=torch.cfloat)
        rows = torch.cat([torch.arange(n - half, n), torch.arange(half)])
        out[:, :, rows, : half + 1] = torch.einsum("bixy,ioxy->boxy", spectrum[:, :, rows, : half + 1], self.weight)
        return torch.fft.irfft2(out, s=x.shape[-2:], norm="forward") + self.bias


def mlp(i, h, o):
    return nn.Sequential(nn.Conv2d(i, h, 1), nn.GELU(), nn.Conv2d(h, o, 1))


class Fourier(nn.Module):
    def __init__(self, modes, channels=24, layers=4):
        super().__init__()
        self.lift = mlp(3, 2 * channels, channels)
        self.spectral = nn.ModuleList(Spectral(channels, modes) for _ in range(layers))
        self.skip = nn.ModuleList(nn.Conv2d(channels, channels, 1, bias=False) for _ in range(layers))
        self.mlps = nn.ModuleList(mlp(channels, channels // 2, channels) for _ in range(layers))
        self.gates = nn.ParameterList(nn.Parameter(torch.ones(1, channels, 1, 1)) for _ in range(layers))
        self.project = mlp(channels, 2 * channels, 1)

    def forward(self, x):
        lines = [torch.arange(n) / n for n in x.shape[-2:]]
        grid = torch.stack(torch.meshgrid(*lines, indexing="ij"))
        x = self.lift(torch.cat([x, grid.expand(x.shape[0], -1, -1, -1)], 1))
        for i in range(len(self.mlps)):
            last = i == len(self.mlps) - 1
            act = (lambda v: v) if last else F.gelu
            y = act(self.spectral[i](x) + self.skip[i](x))
            x = act(self.mlps[i](y) + self.gates[i] * x)
        return self.project(x)


def h1(p, t):
    def norm(x):
        total = x.square()
        for axis in (2, 3):
            slope = (x.roll(-1, axis) - x.roll(1, axis)) * (x.shape[axis] / 2)
            total = total + slope.square()
        return total.sum((1, 2, 3)).sqrt()
    return (norm(p - t) / norm(t)).mean()


def main():
    name, size, samples, batch, epochs = sys.argv[1], *map(int, sys.argv[2:6])
    torch.manual_seed(0)
    steps = (1,) * (size.bit_length() - 2) + (2,)
    model = Multigrid(steps=steps) if name == "mgno" else Fourier(min(16, size // 2))
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, weight_decay=1e-4)
    x, y = torch.randn(samples, 1, size, size), torch.randn(samples, 1, size, size)
    seconds = []
    for _ in range(epochs):
        start = time.perf_counter()
        for part in torch.randperm(samples).split(batch):
            optimizer.zero_grad()
            h1(model(x[part]), y[part]).backward()
            optimizer.step()
        seconds.append(time.perf_counter() - start)
    with torch.no_grad():
        model(x[:batch])
        start, runs = time.perf_counter(), 0
        while runs < 5 or time.perf_counter() - start < 0.5:
            model(x[:batch])
            runs += 1
        inference = (time.perf_counter() - start) / runs / batch
    count = sum(2 * p.numel() if p.is_complex() else p.numel() for p in model.parameters())
    print(json.dumps({"parameters": count, "epoch_s": min(seconds), "inference_ms": 1000 * inference, "threads": torch.get_num_threads()}))


main()
