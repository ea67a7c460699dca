"""Random fields and solutions, from their definitions and by other methods than the library's."""
import math

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import spsolve

MASK = (1 << 64) - 1


def normals(seed):
    """SplitMix64 and Box-Muller: one normal number of every two uniform ones."""
    state = seed & MASK

    def uniform():
        nonlocal state
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53

    while True:
        radius = math.sqrt(-2 * math.log(1 - uniform()))
        yield radius * math.cos(2 * math.pi * uniform())


def gaussian(seed, alpha, tau, modes, x, y):
    """N(0, tau^(2(alpha-1)) (-Laplace + tau^2)^(-alpha)) with Neumann boundary, at the points of x times y."""
    draw = normals(seed)
    inner = min(modes, 64)
    order = [(k, l) for k in range(inner) for l in range(inner)]
    for shell in range(inner, modes):
        order += sorted([(k, shell) for k in range(shell)] + [(shell, l) for l in range(shell + 1)])
    values = np.zeros((len(x), len(y)))
    for k, l in order:
        z = next(draw)
        if k == l == 0:
            continue
        deviation = tau ** (alpha - 1) * (math.pi**2 * (k * k + l * l) + tau**2) ** (-alpha / 2)
        # Functions of norm 1 over the square.
        row = np.cos(math.pi * k * x) * (math.sqrt(2) if k else 1)
        column = np.cos(math.pi * l * y) * (math.sqrt(2) if l else 1)
        values += z * deviation * np.outer(row, column)
    return values


def periodic_line(seed, alpha, tau, sigma, modes, x):
    """N(0, sigma^2 (-Laplace + tau^2)^(-alpha)) on the circle."""
    draw, u = normals(seed), np.zeros(len(x))
    for k in range(1, modes + 1):
        deviation = math.sqrt(2) * sigma * (4 * math.pi**2 * k * k + tau**2) ** (-alpha / 2)
        a, b = next(draw), next(draw)
        u += deviation * (a * np.cos(2 * math.pi * k * x) + b * np.sin(2 * math.pi * k * x))
    return u


def periodic_plane(seed, alpha, tau, sigma, modes, rows, columns):
    """N(0, 2 sigma^2 (-Laplace + tau^2)^(-alpha)) on the torus."""
    draw = normals(seed)
    waves = [(k, l) for k in range(-modes, modes + 1) for l in range(-modes, modes + 1)]
    waves.sort(key=lambda w: max(20, abs(w[0]), abs(w[1])))
    x, y = np.arange(rows) / rows, np.arange(columns) / columns
    u = np.zeros((rows, columns))
    for k, l in waves:
        a, b = next(draw), next(draw)
        if k == l == 0:
            continue
        deviation = math.sqrt(2) * sigma * (4 * math.pi**2 * (k * k + l * l) + tau**2) ** (-alpha / 2)
        angle = 2 * math.pi * (k * x[:, None] + l * y[None, :])
        u += deviation * (a * np.cos(angle) - b * np.sin(angle))
    return u


def darcy_matrix(a):
    """Finite volumes of -div(a grad u) at cell centres, u = 0 at walls half a cell away, harmonic means at the faces."""
    rows, columns = a.shape
    entries = []
    for i in range(rows):
        for j in range(columns):
            own = 0.0
            for k, l, cells in ((i - 1, j, rows), (i + 1, j, rows), (i, j - 1, columns), (i, j + 1, columns)):
                if 0 <= k < rows and 0 <= l < columns:
                    face = cells**2 / (0.5 / a[i, j] + 0.5 / a[k, l])
                    entries.append((i * columns + j, k * columns + l, -face))
                else:
                    face = cells**2 * a[i, j] / 0.5
                own += face
            entries.append((i * columns + j, i * columns + j, own))
    i, j, value = zip(*entries)
    return coo_matrix((value, (i, j))).tocsc()


def darcy(a, f):
    return spsolve(darcy_matrix(a), f.ravel()).reshape(a.shape)


def burgers(u0, viscosity, time, x):
    """The solution of Cole and Hopf by quadrature, from an initial state of mean zero given as (waves, cosines, sines)."""
    waves, cosines, sines = u0
    # What lies farther away has no weight.
    result, reach = [], max(1.5, 15 * math.sqrt(2 * viscosity * time))
    for at in x:
        y = np.linspace(at - reach, at + reach, 60001)
        angle = 2 * math.pi * np.outer(waves, y)
        # The integral of the initial state.
        potential = (cosines / (2 * math.pi * waves)) @ np.sin(angle) - (sines / (2 * math.pi * waves)) @ np.cos(angle)
        exponent = -((at - y) ** 2 / (4 * viscosity * time) + potential / (2 * viscosity))
        weight = np.exp(exponent - exponent.max())
        result.append(((at - y) / time * weight).sum() / weight.sum())
    return np.array(result)
