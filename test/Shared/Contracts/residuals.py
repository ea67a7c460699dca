"""Writes residuals.json: losses of equations, from assembled matrices and fast Fourier transforms.

Derivatives in time are central, as the library states; everything else is another method than the library's.
Run in this folder.
"""
import numpy as np
from scipy.sparse.linalg import spsolve

import fields
from elliptic import node_matrix
from inputs import slopes, wave, write


def inner(x):
    return x[1:-1, 1:-1]


def l2(r):
    return np.linalg.norm(r)


def dual(shape, centred):
    """The norm of H^-1: the square root of <r, (-Laplace)^-1 r>, by a sparse direct solver."""
    if centred:
        laplacian = fields.darcy_matrix(np.ones(shape))
    else:
        unknown = inner(np.arange(np.prod(shape)).reshape(shape)).ravel()
        laplacian = node_matrix(np.ones(shape))[:, unknown]
    return lambda r: np.sqrt(r @ spsolve(laplacian, r))


def elliptic(matrix_of, source_of, norm, wave_number=0.0):
    def loss(u, a):
        result = []
        for one, coefficient in zip(u[:, 0], a[:, 0]):
            f = source_of(coefficient)
            r = matrix_of(coefficient) @ one.ravel() - f
            if wave_number:
                r = r - wave_number**2 * inner(one).ravel()
            result.append(norm(r) / norm(f))
        return np.array(result)
    return loss


def walls(u, _):
    edge = np.ones(u.shape[2:], bool)
    edge[1:-1, 1:-1] = False
    return (u[:, 0][:, edge] ** 2).mean(1)


def centred_walls(u, _):
    """Values at the walls on the line through the two cells beside them."""
    values = []
    for v in (u, u[:, :, ::-1], u.swapaxes(2, 3), u.swapaxes(2, 3)[:, :, ::-1]):
        first, second = v[:, 0, 0], v[:, 0, 1]
        values.append(first + (first - second) / 2)
    return (np.concatenate(values, 1) ** 2).mean(1)


def derivative(u, axis, period, order):
    n = u.shape[axis]
    k = 2j * np.pi * np.fft.fftfreq(n, 1 / n) / period
    if order == 1 and n % 2 == 0:
        k[n // 2] = 0
    shape = [1] * u.ndim
    shape[axis] = n
    return np.fft.ifft(np.fft.fft(u, axis=axis) * (k**order).reshape(shape), axis=axis).real


def laplacian(u, period):
    """Over the axes after [batch, time]."""
    return sum(derivative(u, axis, period, 2) for axis in range(2, u.ndim))


def velocity(w, period):
    rows, columns = w.shape[-2:]
    kx, ky = (2 * np.pi * np.fft.fftfreq(n, 1 / n) / period for n in (rows, columns))
    squares = kx[:, None] ** 2 + ky[None, :] ** 2
    squares[0, 0] = np.inf
    stream = np.fft.ifft2(np.fft.fft2(w) / squares).real
    return derivative(stream, 3, period, 1), -derivative(stream, 2, period, 1)


def heat(u, period):
    return 0.3 * laplacian(u, period)


def burgers(u, period):
    return 0.1 * laplacian(u, period) - derivative(u**2 / 2, 2, period, 1)


def vorticity(forcing):
    def rate(w, period):
        vx, vy = velocity(w, period)
        transport = vx * derivative(w, 2, period, 1) + vy * derivative(w, 3, period, 1)
        return 0.05 * laplacian(w, period) - transport + forcing
    return rate


def evolution(rate, duration, period, initial_weight):
    def loss(u, given):
        u, start = u[:, 0], given[:, 0, 0]
        dt = duration / (u.shape[1] - 1)
        r = (u[:, 2:] - u[:, :-2]) / (2 * dt) - rate(u[:, 1:-1], period)
        error = u[:, 0] - start
        return sum(w * (x**2).reshape(len(x), -1).mean(1) for w, x in ((1, r), (initial_weight, error)))
    return loss


def constant(nodes):
    return lambda a: np.full(nodes, 2.0)


plane, tall = (6, 8), (3, 6, 5)
force = wave(6, 5, phase=4)
LOSSES = {
    "DarcyClosedL2": (plane, elliptic(node_matrix, constant(24), l2)),
    "DarcyClosedDual": (plane, elliptic(node_matrix, constant(24), dual(plane, False))),
    "DarcyCentredL2": (plane, elliptic(fields.darcy_matrix, constant(48), l2)),
    "DarcyCentredDual": (plane, elliptic(fields.darcy_matrix, constant(48), dual(plane, True))),
    "Poisson": (plane, elliptic(lambda _: node_matrix(np.ones(plane)), lambda f: inner(f).ravel(), dual(plane, False))),
    "Helmholtz": (plane, elliptic(lambda _: node_matrix(np.ones(plane)), lambda f: inner(f).ravel(), l2, 3.0)),
    "Walls": (plane, walls), "CentredWalls": (plane, centred_walls),
    "HeatLine": ((5, 8), evolution(heat, 0.5, 1, 10)), "HeatPlane": (tall, evolution(heat, 0.5, 2, 10)),
    "BurgersEven": ((5, 8), evolution(burgers, 0.5, 1, 10)), "BurgersOdd": ((4, 9), evolution(burgers, 2, 3, 0)),
    "Vorticity": (tall, evolution(vorticity(0), 0.5, 1, 10)),
    "ForcedVorticity": (tall, evolution(vorticity(force), 0.5, 2 * np.pi, 10)),
}

result = {}
for name, (grid, loss) in LOSSES.items():
    u, given, direction = wave(2, 1, *grid, phase=0.2), wave(2, 1, *grid, phase=1) + 2, wave(2, 1, *grid, phase=2)
    derivatives = slopes(lambda x: loss(x, given), u, direction)
    result[name] = {"Grid": list(grid), "Values": loss(u, given), "Slopes": derivatives}
write("residuals.json", result)
