"""The steady problems as one writes them with NumPy and SciPy: what the throughput of bench/Generators is measured against.

The same methods on the same grids, one sample after the other: python3 plain_elliptic.py CASE SECONDS prints samples per second
of one case, or of all. Orders of elimination are the faster of SuperLU's for each problem.
"""
import sys
import time

import numpy as np
import scipy.fft
import scipy.sparse as sp
import scipy.sparse.linalg as spla

rng = np.random.default_rng(0)
ORDER = "MMD_AT_PLUS_A"


def neumann_field(n, alpha=2.0, tau=3.0, centres=True):
    """A Gaussian random field with Neumann boundary, by the inverse cosine transform."""
    k = np.arange(n)
    deviation = tau ** (alpha - 1) * (np.pi ** 2 * (k[:, None] ** 2 + k[None, :] ** 2) + tau ** 2) ** (-alpha / 2)
    coefficients = n * deviation * rng.standard_normal((n, n))
    coefficients[0, 0] = 0
    return scipy.fft.idctn(coefficients, type=2 if centres else 1, norm="ortho")


def darcy_solve(a):
    """Five-point finite volumes on cell centres, harmonic means."""
    n = a.shape[0]
    index = np.arange(n * n).reshape(n, n)
    rows, columns, values = [], [], []
    diagonal = np.zeros((n, n))
    for axis in (0, 1):
        before, after = np.take(index, range(n - 1), axis), np.take(index, range(1, n), axis)
        p, q = a.ravel()[before], a.ravel()[after]
        face = 2 * p * q / (p + q) * n * n
        rows += [before.ravel(), after.ravel()]
        columns += [after.ravel(), before.ravel()]
        values += [-face.ravel(), -face.ravel()]
        np.add.at(diagonal.ravel(), before.ravel(), face.ravel())
        np.add.at(diagonal.ravel(), after.ravel(), face.ravel())
    for edge in (np.s_[0, :], np.s_[-1, :], np.s_[:, 0], np.s_[:, -1]):
        diagonal[edge] += 2 * a[edge] * n * n
    rows.append(index.ravel())
    columns.append(index.ravel())
    values.append(diagonal.ravel())
    matrix = sp.csc_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), (n * n, n * n))
    return spla.spsolve(matrix, np.ones(n * n), ORDER).reshape(n, n)


def darcy(n):
    return darcy_solve(np.where(neumann_field(n) >= 0, 12.0, 3.0))


def darcy_smooth(n):
    return darcy_solve(np.exp(neumann_field(n)))


def darcy_multiscale(n):
    x = (np.arange(n) + 0.5) / n
    x, y = x[:, None], x[None, :]
    a = np.ones((n, n))
    for k in range(6):
        wave = 2 ** k * (1 + rng.random() / 2)
        a *= (1 + 0.5 * np.cos(wave * np.pi * (x + y))) * (1 + 0.5 * np.sin(wave * np.pi * (y - 3 * x)))
    return darcy_solve(a)


def poisson(n):
    """Five-point differences with zero boundary, by sine transforms."""
    f = 100 * neumann_field(n)[1:-1, 1:-1]
    m = n - 2
    squares = (2 * (m + 1) * np.sin(np.pi * np.arange(1, m + 1) / (2 * (m + 1)))) ** 2
    spectrum = scipy.fft.dstn(f, type=1) / (squares[:, None] + squares[None, :])
    return np.pad(scipy.fft.idstn(spectrum, type=1), 1)


SLOPES = np.array([[7, -8, 1], [-8, 16, -8], [1, -8, 7]]) / 3
MASSES = np.array([[4, 2, -1], [2, 16, 2], [-1, 2, 4]]) / 30
GAUSS = np.array([0.5 - 0.15 ** 0.5, 0.5, 0.5 + 0.15 ** 0.5])
WEIGHTS = np.array([5, 8, 5]) / 18


def parabolas(s):
    return np.array([(1 - s) * (1 - 2 * s), 4 * s * (1 - s), s * (2 * s - 1)])


def helmholtz(n):
    """Quadratic elements, each of nine points."""
    c = 20 + np.tanh(neumann_field(n) / 3)
    squares = (1000 / c) ** 2
    width = 2 / (n - 1)
    i, j = np.meshgrid(np.arange(0, n - 1, 2), np.arange(0, n - 1, 2), indexing="ij")
    local = np.array([a * n + b for a in range(3) for b in range(3)])
    elements = (i * n + j).ravel()[:, None] + local
    stiffness = np.kron(SLOPES, MASSES) + np.kron(MASSES, SLOPES)
    functions = np.array([np.outer(parabolas(s), parabolas(t)).ravel() for s in GAUSS for t in GAUSS])
    weights = np.outer(WEIGHTS, WEIGHTS).ravel() * width ** 2
    at_points = squares.ravel()[elements] @ functions.T * weights
    blocks = stiffness - np.einsum("ep,pa,pb->eab", at_points, functions, functions)
    rows, columns = np.repeat(elements, 9, axis=1), np.tile(elements, (1, 9))
    matrix = sp.csc_matrix((blocks.ravel(), (rows.ravel(), columns.ravel())), (n * n, n * n))
    right = np.zeros((n, n))
    for e in range(0, n - 1, 2):
        start, end = max(0.35, e * width / 2), min(0.65, (e + 2) * width / 2)
        if end > start:
            places = start + GAUSS * (end - start)
            right[e:e + 3, -1] += (parabolas((places - e * width / 2) / width) * WEIGHTS * (end - start)).sum(1)
    return spla.spsolve(matrix, right.ravel()).reshape(n, n)


def plate_mesh(around, across, radius):
    along, rings = 2 * around, 2 * across + 1
    eighths = 8 * np.arange(along) / along
    side = ((eighths + 1) / 2).astype(int)
    t = (eighths - 2 * side) / 2
    side %= 4
    half = np.full(along, 0.5)
    outer = np.choose(side, [half, -t, -half, t]), np.choose(side, [t, half, -t, -half])
    angle = 2 * np.pi * np.arange(along) / along
    share = np.arange(rings)[:, None] / (rings - 1)
    share = share * (1 + share) / 2
    x, y = (0.5 + (1 - share) * radius * f(angle) + share * o for f, o in zip((np.cos, np.sin), outer))
    return x.ravel(), y.ravel()


def plate_elements(around, across):
    along, elements = 2 * around, []

    def point(i, j):
        return j * along + i % along

    for b in range(across):
        for a in range(around):
            cuts = [((0, 0), (2, 0), (2, 2)), ((0, 0), (2, 2), (0, 2))] if (a + b) % 2 == 0 else \
                [((2, 0), (2, 2), (0, 2)), ((2, 0), (0, 2), (0, 0))]
            for p, q, r in cuts:
                middles = [((s[0] + t[0]) // 2, (s[1] + t[1]) // 2) for s, t in ((p, q), (q, r), (r, p))]
                elements.append([point(2 * a + i, 2 * b + j) for i, j in (p, q, r, *middles)])
    return np.array(elements)


PLATE = plate_elements(32, 8)
QUADRATURE = [(a, b, w) for s, w in ((0.445948490915965, 0.223381589678011), (0.091576213509771, 0.109951743655322))
              for a, b in ((s, s), (s, 1 - 2 * s), (1 - 2 * s, s))]


def slopes(a, b, x, y):
    c = 1 - a - b
    da = np.array([1 - 4 * c, 4 * a - 1, 0, 4 * (c - a), 4 * b, -4 * b])
    db = np.array([1 - 4 * c, 0, 4 * b - 1, -4 * a, 4 * a, 4 * (c - b)])
    xa, xb, ya, yb = x @ da, x @ db, y @ da, y @ db
    d = xa * yb - xb * ya
    dx = (np.outer(yb, da) - np.outer(ya, db)) / d[:, None]
    dy = (np.outer(xa, db) - np.outer(xb, da)) / d[:, None]
    return dx, dy, np.abs(d)


def strain(dx, dy):
    """[elements, 3, 12]."""
    b = np.zeros((dx.shape[0], 3, 12))
    b[:, 0, 0::2], b[:, 1, 1::2], b[:, 2, 0::2], b[:, 2, 1::2] = dx, dy, dy, dx
    return b


def plate(_):
    """Plane stress in triangles of six points."""
    nu = 0.3
    material = np.array([[1, nu, 0], [nu, 1, 0], [0, 0, (1 - nu) / 2]]) / (1 - nu ** 2)
    waves = np.arange(1, 7)
    angle = 2 * np.pi * np.arange(64) / 64
    deviation = 4 / np.sqrt(np.pi * (waves ** 2 + 9))
    field = (deviation * rng.standard_normal(6)) @ np.cos(np.outer(waves, angle)) \
        + (deviation * rng.standard_normal(6)) @ np.sin(np.outer(waves, angle))
    x, y = plate_mesh(32, 8, 0.2 + 0.2 / (1 + np.exp(field)))
    ex, ey = x[PLATE], y[PLATE]
    blocks = np.zeros((len(PLATE), 12, 12))
    for a, b, weight in QUADRATURE:
        dx, dy, d = slopes(a, b, ex, ey)
        s = strain(dx, dy)
        blocks += np.einsum("e,eki,kl,elj->eij", weight * d / 2, s, material, s, optimize=True)
    unknowns = np.stack([2 * PLATE, 2 * PLATE + 1], 2).reshape(len(PLATE), 12)
    rows, columns = np.repeat(unknowns, 12, axis=1), np.tile(unknowns, (1, 12))
    n = 2 * len(x)
    matrix = sp.csc_matrix((blocks.ravel(), (rows.ravel(), columns.ravel())), (n, n))
    top = np.flatnonzero(y > 1 - 1e-12)
    top = top[np.argsort(-x[top])]
    k = np.arange(1, 21)
    deviation = 5 ** 1.5 * np.sqrt(2) / (np.pi ** 2 * k ** 2 + 25)
    load = np.stack([(deviation * rng.standard_normal(20)) @ np.cos(np.pi * np.outer(k, x[top])) for _ in range(2)], 1)
    load[:, 1] += 1
    force = np.zeros((len(x), 2))
    for i in range(0, len(top) - 2, 2):
        force[top[i:i + 3]] += 2 / (len(top) - 1) * MASSES @ load[i:i + 3]
    free = np.flatnonzero(np.repeat(y > 1e-12, 2))
    u = np.zeros(n)
    u[free] = spla.spsolve(matrix[free][:, free], force.ravel()[free])
    eu, stress, count = u[unknowns], np.zeros((len(x), 3)), np.bincount(PLATE.ravel())
    for i, (a, b) in enumerate(((0, 0), (1, 0), (0, 1), (0.5, 0), (0.5, 0.5), (0, 0.5))):
        dx, dy, _ = slopes(a, b, ex, ey)
        np.add.at(stress, PLATE[:, i], np.einsum("kl,eli,ei->ek", material, strain(dx, dy), eu, optimize=True))
    xx, yy, xy = (stress / count[:, None]).T
    return np.sqrt(xx ** 2 - xx * yy + yy ** 2 + 3 * xy ** 2)


CASES = {
    "darcy-64": (darcy, 64), "darcy-128": (darcy, 128), "darcy-smooth-128": (darcy_smooth, 128),
    "darcy-multiscale-256": (darcy_multiscale, 256), "darcy-multiscale-512": (darcy_multiscale, 512),
    "poisson-129": (poisson, 129), "helmholtz-101": (helmholtz, 101), "plate": (plate, 0),
}


def rate(case, seconds):
    make, size = CASES[case]
    make(size)
    count, start = 0, time.perf_counter()
    while count == 0 or time.perf_counter() - start < seconds:
        make(size)
        count += 1
    return count / (time.perf_counter() - start)


if __name__ == "__main__":
    chosen, seconds = sys.argv[1:2] or list(CASES), float((sys.argv[2:] or [3])[0])
    for name in chosen:
        print(name if len(chosen) > 1 else "", f"{rate(name, seconds):.6g}", flush=True)
