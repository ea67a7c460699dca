"""Writes operators.json: forward passes of Fourier and multigrid operators, written out from their papers.

A parameter's phase follows from its name, which is neuraloperator's or the authors' of MgNO. Run in this folder.
"""
import math

import numpy as np
from scipy.special import erf

from grids import constrained, convolve, convolved, prolong
from inputs import parameter, wave, write


def named(name, *shape):
    return np.float64(np.float32(0.4 * parameter(*shape, phase=sum(map(ord, name)) / 100)))


def gelu(x):
    return x * (1 + erf(x / math.sqrt(2))) / 2


def fourier(modes, grid, inputs, outputs, hidden, layers, padding, norm, embeds, adds):
    """On fields [grid..., channels] of one sample."""
    axes = tuple(range(len(grid)))

    def linear(x, name, width, bias=True):
        return x @ named(name + ".weight", width, x.shape[-1]).T + (named(name + ".bias", width) if bias else 0)

    def mlp(x, name, between, width):
        return linear(gelu(linear(x, name + ".fcs.0", between)), name + ".fcs.1", width)

    def normalised(x, index):
        if norm == "Instance":
            return (x - x.mean(axes)) / np.sqrt(x.var(axes) + 1e-5)
        name = f"fno_blocks.norm.{index}"
        normal = (x - x.mean()) / np.sqrt(x.var() + 1e-5)
        return normal * named(name + ".weight", hidden) + named(name + ".bias", hidden)

    field = x = np.moveaxis(wave(inputs, *grid), 0, -1)
    if embeds:
        coordinates = np.meshgrid(*(np.arange(n) / n for n in grid), indexing="ij")
        x = np.concatenate([x, *(c[..., None] for c in coordinates)], -1)
    x = mlp(x, "lifting", 2 * hidden, hidden)
    widths = [round(padding * n) for n in grid]
    x = np.pad(x, [(w, w) for w in widths] + [(0, 0)])
    for i in range(layers):
        activate = gelu if i < layers - 1 else (lambda y: y)
        part = f"fno_blocks.convs.{i}"
        weight = named(part + ".weight.tensor", *modes[:-1], modes[-1] // 2 + 1, 2, hidden, hidden)
        y = convolved(x[..., None, :], weight)[..., 0, :] + named(part + ".bias", hidden)
        y = activate(normalised(y, 2 * i) + linear(x, f"fno_blocks.fno_skips.{i}.conv", hidden, bias=False))
        gate = named(f"fno_blocks.channel_mlp_skips.{i}.weight", hidden)
        y = mlp(y, f"fno_blocks.channel_mlp.{i}", hidden // 2, hidden) + gate * x
        x = activate(normalised(y, 2 * i + 1))
    x = x[tuple(slice(w, w + n) for w, n in zip(widths, grid))]
    x = mlp(x, "projection", 2 * hidden, outputs)
    return np.moveaxis(x + (field[..., -outputs:] if adds else 0), -1, 0)


def multigrid(boundary, levels, grid, channels, layers, growth=0, corrects=False, biased=False, is_w=False, norm=False,
              constraint=None):
    """Levels are (steps down, steps up), finest first."""
    def kernel(x, name, outputs, stride=1, bias=False):
        shift = named(name + ".bias", outputs) if bias else None
        return convolve(x, boundary, named(name + ".weight", outputs, x.shape[1], 3, 3), shift, stride)

    def pointwise(x, name, outputs, bias):
        y = np.einsum("oi,bixy->boxy", named(name + ".weight", outputs, x.shape[1], 1, 1)[:, :, 0, 0], x)
        return y + (named(name + ".bias", outputs)[:, None, None] if bias else 0)

    def step(u, f, name, width):
        residual = f if u is None else f - kernel(u, name + ".A", f.shape[1], bias=biased)
        return (0 if u is None else u) + kernel(residual, name + ".S", width, bias=biased)

    def visit(cycle, l, u, f, inputs):
        width, first = channels * (1 + l * growth), min(l, 1)
        for i in range(levels[l][0]):
            u = step(u, f, f"{cycle}.layer{l}.{first + i}", width)
        if l == len(levels) - 1:
            return u
        below = f"{cycle}.layer{l + 1}.0"
        source = f - kernel(u, below + ".A", f.shape[1], bias=biased) if corrects else f
        source = kernel(source, below + ".R", inputs * (1 + (l + 1) * growth), 2)
        coarse = kernel(u, below + ".Pi", channels * (1 + (l + 1) * growth), 2)
        for _ in range(2 if is_w and l + 1 < len(levels) - 1 else 1):
            coarse = visit(cycle, l + 1, coarse, source, inputs)
        weight = named(f"{cycle}.RTlayers.{l}.weight", coarse.shape[1], width, 4, 4)
        u = u + prolong(coarse, boundary, weight, u.shape[2:])
        for i in range(levels[l][1]):
            u = step(u, f, f"{cycle}.post_smooth_layer{l}.{i}", width)
        return u

    u = wave(1, 1, *grid)
    for i in range(layers):
        y = visit(f"conv_list.{i}", 0, None, u, u.shape[1])
        if norm:
            y = (y - y.mean()) / np.sqrt(y.var() + 1e-5)
            factor, shift = (named(f"norm.{i}.{part}", channels)[:, None, None] for part in ("weight", "bias"))
            y = factor * y + shift
        u = gelu(y + pointwise(u, f"linear_list.{i}", channels, True))
    u = pointwise(u, "linear", 1, False)
    return u if constraint is None else constrained(u, constraint, np.zeros_like(u))


write("operators.json", {
    "PaddedFourier": fourier([6, 4], (10, 7), 2, 3, 4, 2, 0.1, "Group", True, False),
    "FourierLine": fourier([5], (9,), 2, 1, 4, 3, 0, "Instance", False, True),
    "FourierBox": fourier([4, 2, 4], (5, 3, 4), 1, 1, 2, 2, 0.2, "Group", True, True),
    "DirichletMultigrid": multigrid("Dirichlet", [(1, 0), (1, 0), (2, 0)], (9, 6), 2, 2, constraint="EndPoints"),
    "ResidualMultigrid": multigrid("Dirichlet", [(2, 1), (1, 1), (1, 0)], (7, 8), 2, 2, growth=1, corrects=True,
                                   biased=True, norm=True),
    "PeriodicMultigrid": multigrid("Periodic", [(1, 0), (1, 1), (2, 0)], (8, 12), 2, 2),
    "NeumannMultigrid": multigrid("Neumann", [(1, 0), (1, 0), (1, 0)], (9, 7), 2, 2, is_w=True, constraint="Neumann"),
})
