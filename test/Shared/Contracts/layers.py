"""Writes layers.json: single layers by NumPy's transforms and PyTorch's functions, in double precision.

Fields are [batch, channels, grid...] here; the tests rearrange theirs. Run in this folder.
"""
import numpy as np
import torch
import torch.nn.functional as F

from grids import convolved
from inputs import parameter, tensors, wave, write


def spectral(modes, grid):
    weight = parameter(*modes[:-1], modes[-1] // 2 + 1, 2, 2, 2, phase=3)
    return convolved(wave(*grid, 1, 2), weight)


def group_norm(groups):
    x, weight, bias = tensors(wave(1, 6, 2, 3), parameter(6, phase=3), parameter(6, phase=4))
    return F.group_norm(x, groups, weight, bias, eps=0.01).numpy()


def layer_norm():
    x, weight, bias = tensors(wave(2, 5, 6), parameter(6, phase=3), parameter(6, phase=4))
    return F.layer_norm(x, (6,), weight, bias, eps=0.01).numpy()


def grid_norm():
    shape = (2, 3, 4)
    x, weight, bias = tensors(wave(2, *shape), parameter(*shape, phase=3), parameter(*shape, phase=4))
    return F.layer_norm(x, shape, weight, bias, eps=0.01).numpy()


def batch_norm():
    """Two steps of training, then scoring."""
    layer = torch.nn.BatchNorm2d(2).double()
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(parameter(2, phase=3)))
        layer.bias.copy_(torch.from_numpy(parameter(2, phase=4)))
        outputs = [layer(*tensors(wave(3, 2, 2, 3, phase=p))).numpy() for p in (0, 1)]
        layer.eval()
        outputs.append(layer(*tensors(wave(3, 2, 2, 3, phase=2))).numpy())
    mean, variance = layer.running_mean.numpy(), layer.running_var.numpy()
    return {"Outputs": np.concatenate(outputs), "Mean": mean, "Variance": variance}


def mlp(activation):
    shapes = ((4, 2), (4,), (2, 4), (2,))
    x, w1, b1, w2, b2 = tensors(wave(3, 2), *(parameter(*s, phase=3 + i) for i, s in enumerate(shapes)))
    return F.linear(activation(F.linear(x, w1, b1)), w2, b2).numpy()


def embedded():
    x = wave(3, 4, 1, 2)
    lines = [np.linspace(-1, 2, n, endpoint=False) for n in (3, 4)]
    along, across = np.meshgrid(*lines, indexing="ij")
    return np.concatenate([x, along[:, :, None, None], across[:, :, None, None]], 3)


write("layers.json", {
    "Spectral": [{"Modes": m, "Grid": g, "Output": spectral(m, g)} for m, g in
                 (([6], [9]), ([8], [8]), ([8], [5]), ([6, 4], [5, 6]), ([4, 6], [4, 6]), ([5, 4], [8, 5]),
                  ([4, 2, 4], [5, 2, 3]))],
    "Group": {str(g): group_norm(g) for g in (1, 2, 6)},
    "Layer": layer_norm(), "Grid": grid_norm(), "Batch": batch_norm(), "Embedded": embedded(),
    "Mlp": {"Gelu": mlp(F.gelu), "Relu": mlp(F.relu), "Tanh": mlp(torch.tanh), "Silu": mlp(F.silu),
            "GeluTanh": mlp(lambda x: F.gelu(x, approximate="tanh")), "Identity": mlp(lambda x: x)},
})
