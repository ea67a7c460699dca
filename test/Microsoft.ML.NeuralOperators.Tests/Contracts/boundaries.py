"""Writes boundaries.json: fields at and beyond their boundary, by NumPy's paddings, PyTorch's convolutions and interpolations.

Run in this folder.
"""
import numpy as np
import torch.nn.functional as F

from inputs import parameter, tensors, wave, write


def resized(points, sizes):
    x = wave(1, 1, 5, 4)
    if points == "Closed":
        return F.interpolate(*tensors(x), sizes, mode="bilinear", align_corners=True).numpy()
    if points == "Centred":
        return F.interpolate(*tensors(x), sizes, mode="bilinear", align_corners=False).numpy()
    for axis, size in ((2, sizes[0]), (3, sizes[1])):
        n = x.shape[axis]
        x = np.apply_along_axis(lambda line: np.interp(np.arange(size) * n / size, np.arange(n), line, period=n), axis, x)
    return x


MODES = {"Dirichlet": {"mode": "constant"}, "Neumann": {"mode": "reflect"}, "Periodic": {"mode": "wrap"}}


def continued(x, boundary, width):
    return np.pad(x, ((0, 0), (0, 0), (width, width), (width, width)), **MODES[boundary])


def convolution(boundary, stride):
    x, weight, bias = continued(wave(1, 2, 4, 5), boundary, 1), parameter(2, 2, 3, 3, phase=3), parameter(2, phase=4)
    return F.conv2d(*tensors(x, weight, bias), stride=stride).numpy()


def prolongation(boundary, fine):
    """A coarse point i is at the fine point 2i, the second of the four that its kernel covers."""
    x, weight = continued(wave(1, 2, 3, 4), boundary, 1), parameter(2, 1, 4, 4, phase=3)
    full = F.conv_transpose2d(*tensors(x, weight), stride=2).numpy()
    return full[:, :, 3:3 + fine[0], 3:3 + fine[1]]


def edges(shape):
    result = np.ones(shape, bool)
    result[1:-1, 1:-1] = False
    return result


def constraint(boundary, given):
    u, g = wave(1, 2, 4, 5), given * wave(1, 2, 4, 5, phase=1)
    if boundary == "Closed":
        return np.where(edges((4, 5)), g, u)
    if boundary == "Centred":
        x, y = (np.arange(4) + 0.5) / 4, (np.arange(5) + 0.5) / 5
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


def padded():
    return np.pad(wave(10, 7, 1, 2), ((2, 2), (1, 1), (0, 0), (0, 0)))


write("boundaries.json", {
    "Resized": [{"Points": p, "Sizes": s, "Output": resized(p, s)} for p in ("Closed", "Centred", "Periodic") for s in ([7, 3], [3, 9])],
    "Convolution": [{"Boundary": b, "Stride": s, "Output": convolution(b, s)} for b in MODES for s in (1, 2)],
    "Prolongation": [{"Boundary": b, "Fine": f, "Output": prolongation(b, f)} for b in MODES for f in ([6, 8], [5, 7])],
    "Constraint": {b: {"Zero": constraint(b, 0), "Given": constraint(b, 1)} for b in ("Closed", "Centred", "Neumann")},
    "Padded": padded(),
})
