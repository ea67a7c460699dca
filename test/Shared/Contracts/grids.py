"""What convolutions and boundary conditions do to fields, by NumPy and PyTorch."""
import itertools

import numpy as np
import torch.nn.functional as F

from inputs import tensors

MODES = {"Dirichlet": {"mode": "constant"}, "Neumann": {"mode": "reflect"}, "Periodic": {"mode": "wrap"}}


def convolved(x, weight):
    """A spectral convolution of [grid..., batch, in] by [modes..., 2, in, out].

    Of K modes it keeps -K/2 ... K/2-1 along full axes and, of the last axis, 0 ... K-1.
    """
    grid, counts, axes = x.shape[:-2], weight.shape[:-3], tuple(range(x.ndim - 2))
    spectrum = np.fft.rfftn(x, axes=axes)
    product = np.zeros((*spectrum.shape[:-1], weight.shape[-1]), complex)
    lines = []
    for axis, count in enumerate(counts):
        if axis == len(counts) - 1:
            lines.append([(k, k) for k in range(min(count, grid[axis] // 2 + 1))])
        else:
            kept = min(count, grid[axis])
            # Where a grid is coarser than the kernel, its own frequencies are kept.
            lines.append([(k + count // 2, k % grid[axis]) for k in range(-(kept // 2), (kept + 1) // 2)])
    for mode in itertools.product(*lines):
        at, frequency = tuple(m[0] for m in mode), tuple(m[1] for m in mode)
        product[frequency] = spectrum[frequency] @ (weight[at][0] + 1j * weight[at][1])
    return np.fft.irfftn(product, grid, axes=axes)


def continued(x, boundary, width):
    return np.pad(x, ((0, 0), (0, 0), (width, width), (width, width)), **MODES[boundary])


def convolve(x, boundary, weight, bias=None, stride=1):
    parts = [continued(x, boundary, 1), weight] + ([] if bias is None else [bias])
    return F.conv2d(*tensors(*parts), stride=stride).numpy()


def prolong(x, boundary, weight, fine):
    """A coarse point i is at the fine point 2i, the second of the four that its kernel covers."""
    full = F.conv_transpose2d(*tensors(continued(x, boundary, 1), weight), stride=2).numpy()
    return full[:, :, 3:3 + fine[0], 3:3 + fine[1]]


def constrained(u, boundary, g):
    rows, columns = u.shape[2:]
    if boundary == "EndPoints":
        edge = np.ones((rows, columns), bool)
        edge[1:-1, 1:-1] = False
        return np.where(edge, g, u)
    if boundary == "CellCentres":
        x, y = (np.arange(rows) + 0.5) / rows, (np.arange(columns) + 0.5) / columns
        bubble = np.outer(4 * x * (1 - x), 4 * y * (1 - y))
        return bubble * u + (1 - bubble) * g
    for axis in (2, 3):
        u, g = np.moveaxis(u, axis, 0).copy(), np.moveaxis(g, axis, 0)
        h = 1 / (len(u) - 1)
        # The outward slope of the parabola through three points is g.
        u[0] = (2 * h * g[0] + 4 * u[1] - u[2]) / 3
        u[-1] = (2 * h * g[-1] + 4 * u[-2] - u[-3]) / 3
        u, g = np.moveaxis(u, 0, axis), np.moveaxis(g, 0, axis)
    return u
