"""Writes boundaries.json: fields at and beyond their boundary, by NumPy's paddings and PyTorch's convolutions.

Run in this folder.
"""
import numpy as np
import torch.nn.functional as F

from grids import MODES, constrained, convolve, prolong
from inputs import parameter, tensors, wave, write


def resized(points, sizes):
    x = wave(1, 1, 5, 4)
    if points == "EndPoints":
        return F.interpolate(*tensors(x), sizes, mode="bilinear", align_corners=True).numpy()
    if points == "CellCentres":
        return F.interpolate(*tensors(x), sizes, mode="bilinear", align_corners=False).numpy()
    for axis, size in ((2, sizes[0]), (3, sizes[1])):
        n = x.shape[axis]
        places = np.arange(size) * n / size
        x = np.apply_along_axis(lambda line: np.interp(places, np.arange(n), line, period=n), axis, x)
    return x


def convolution(boundary, stride):
    return convolve(wave(1, 2, 4, 5), boundary, parameter(2, 2, 3, 3, phase=3), parameter(2, phase=4), stride)


def prolongation(boundary, fine):
    return prolong(wave(1, 2, 3, 4), boundary, parameter(2, 1, 4, 4, phase=3), fine)


def constraint(boundary, given):
    return constrained(wave(1, 2, 4, 5), boundary, given * wave(1, 2, 4, 5, phase=1))


def padded():
    return np.pad(wave(10, 7, 1, 2), ((2, 2), (1, 1), (0, 0), (0, 0)))


write("boundaries.json", {
    "Resized": [{"Points": p, "Sizes": s, "Output": resized(p, s)}
                for p in ("EndPoints", "CellCentres", "Periodic") for s in ([7, 3], [3, 9])],
    "Convolution": [{"Boundary": b, "Stride": s, "Output": convolution(b, s)} for b in MODES for s in (1, 2)],
    "Prolongation": [{"Boundary": b, "Fine": f, "Output": prolongation(b, f)} for b in MODES for f in ([6, 8], [5, 7])],
    "Constraint": {b: {"Zero": constraint(b, 0), "Given": constraint(b, 1)} for b in ("EndPoints", "CellCentres", "Neumann")},
    "Padded": padded(),
})
