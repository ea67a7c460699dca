"""Inputs that the tests compute by the same formula, and a writer of nine digits."""
import json

import numpy as np


def wave(*shape, phase=0.0):
    i = np.arange(int(np.prod(shape)))
    return (np.sin(0.7 * i + phase) + 0.5 * np.cos(1.9 * i - 2 * phase)).reshape(shape)


def parameter(*shape, phase):
    """Numbers of single precision. The first parameter of a layer has the phase 3, the next one 4."""
    return np.float64(np.float32(wave(*shape, phase=phase)))


def tensors(*arrays):
    import torch

    return [torch.from_numpy(np.ascontiguousarray(x)) for x in arrays]


def slopes(losses, prediction, direction):
    """Derivatives along a direction, by central differences extrapolated twice."""
    def quotient(h):
        return (losses(prediction + h * direction) - losses(prediction - h * direction)) / (2 * h)

    coarse, middle, fine = quotient(2e-4), quotient(1e-4), quotient(5e-5)
    first, second = (4 * middle - coarse) / 3, (4 * fine - middle) / 3
    return (16 * second - first) / 15


def write(name, content):
    with open(name, "w") as file:
        json.dump(rounded(content), file, separators=(",", ":"))


def rounded(x):
    if isinstance(x, dict):
        return {key: rounded(value) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        return [rounded(value) for value in x]
    if isinstance(x, np.ndarray):
        return [rounded(value) for value in x.ravel()]
    return x if isinstance(x, (int, str)) else float(f"{x:.9g}")
