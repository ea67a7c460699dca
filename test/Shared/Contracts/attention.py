"""Writes attention.json: attention of every kind as sums over points, by NumPy.

Parameters are numbers of single precision; coordinates stand before the channels of every head. Run in this folder.
"""
import numpy as np

from inputs import parameter, wave, write

BATCH, POINTS, CHANNELS, HEADS, AXES = 2, 5, 6, 2, 2
WIDTH = CHANNELS // HEADS


def softmax(x, axis):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def heads(x):
    """[batch, points, channels] to [batch, head, points, width]."""
    return np.stack(np.split(x, HEADS, axis=2), axis=1)


def joined(x):
    return np.concatenate([x[:, h] for h in range(HEADS)], axis=2)


def linear(x, phase, inputs, outputs):
    return x @ parameter(outputs, inputs, phase=phase).T + parameter(outputs, phase=phase + 1)


def normalised(x, phase):
    """Over the width of every head, with factors and shifts for every head."""
    mean, variance = x.mean(3, keepdims=True), x.var(3, keepdims=True)
    factor, shift = (parameter(HEADS, 1, WIDTH, phase=phase + i) for i in (0, 1))
    return (x - mean) / np.sqrt(variance + 1e-3) * factor + shift


def galerkin(kind):
    x, coordinates = wave(BATCH, POINTS, CHANNELS), wave(POINTS, AXES, phase=1)
    q, k, v = (heads(linear(x, phase, CHANNELS, CHANNELS)) for phase in (3, 5, 7))
    # Queries and keys, or keys and values, are normalised.
    if kind in ("Galerkin", "Linear"):
        k, v = normalised(k, 9), normalised(v, 11)
    else:
        q, k = normalised(q, 9), normalised(k, 11)
    position = np.broadcast_to(coordinates, (BATCH, HEADS, POINTS, AXES))
    q, k, v = (np.concatenate([position, part], axis=3) for part in (q, k, v))
    width = WIDTH + AXES
    result = np.zeros_like(v)
    for i in range(POINTS):
        products = (q[:, :, i:i + 1] * k).sum(3)
        if kind == "Softmax":
            share = softmax(products / np.sqrt(width), 2)
        elif kind == "Fourier":
            share = products / np.sqrt(width) / POINTS
        elif kind == "Galerkin":
            share = products / POINTS
        else:
            share = (softmax(q[:, :, i:i + 1], 3) * softmax(k, 2)).sum(3)
        result[:, :, i] = (share[..., None] * v).sum(2)
    return linear(joined(result), 13, HEADS * width, CHANNELS)


def normalized(masked):
    """GNOT: q + the sum over sources of what their keys, normalised by their sum, bring."""
    x = wave(BATCH, POINTS, CHANNELS)
    sources = [(wave(BATCH, 4, CHANNELS, phase=1), masked), (wave(BATCH, 3, CHANNELS, phase=2), False)]
    q = softmax(heads(linear(x, 3, CHANNELS, CHANNELS)), 3)
    result = q.copy()
    for index, (z, is_masked) in enumerate(sources):
        k = softmax(heads(linear(z, 5 + 2 * index, CHANNELS, CHANNELS)), 3)
        v = heads(linear(z, 9 + 2 * index, CHANNELS, CHANNELS))
        if is_masked:
            # The last point of the second sample is missing.
            k[1, :, -1] = 0
        for i in range(POINTS):
            weights = (q[:, :, i:i + 1] * k).sum(3)
            result[:, :, i] += (weights[..., None] * v).sum(2) / weights.sum(2)[..., None]
    return linear(joined(result), 13, CHANNELS, CHANNELS)


write("attention.json", {
    **{kind: galerkin(kind) for kind in ("Galerkin", "Fourier", "Softmax", "Linear")},
    "Normalized": normalized(False), "MaskedNormalized": normalized(True),
})
