"""Writes generators.json: data of the generators from their laws, by other methods than the library's.

Run in this folder.
"""
import math

import numpy as np
from scipy.sparse.linalg import spsolve

import fields
import flow
from elliptic import node_matrix
from inputs import write

SEED = 7


def seed_of(sample):
    return SEED * 1_000_003 + sample


def darcy(size):
    """The field has 64 cosines; permeability is 12 where it is not negative, 3 elsewhere."""
    centres = (np.arange(size) + 0.5) / size
    a = np.where(fields.gaussian(seed_of(1), 2, 3, 64, centres, centres) >= 0, 12.0, 3.0)
    return a, fields.darcy(a, np.ones_like(a))


def poisson(size):
    nodes = np.arange(size) / (size - 1)
    f = 100 * fields.gaussian(seed_of(1), 2, 3, 16, nodes, nodes)
    inside = np.arange(size * size).reshape(size, size)[1:-1, 1:-1].ravel()
    u = np.zeros(size * size)
    u[inside] = spsolve(node_matrix(np.ones((size, size)))[:, inside], f.ravel()[inside])
    return f, u


def burgers(points, viscosity, times):
    """From N(0, 25^2(-Laplace + 25)^-2) with 20 waves."""
    waves, draw = np.arange(1, 21), fields.normals(seed_of(1))
    parts = np.array([[next(draw), next(draw)] for _ in waves])
    parts *= (math.sqrt(2) * 25 / (4 * math.pi**2 * waves**2 + 25))[:, None]
    start, x = (waves, parts[:, 0], parts[:, 1]), np.arange(points) / points
    return np.array([fields.burgers(start, viscosity, t, x) for t in times])


def vorticity(size, viscosity, times):
    start = fields.periodic_plane(seed_of(1), 2.5, 7, 7**1.5, 20, size, size)
    return np.array([flow.vorticity(start, viscosity, t, int(400 * t)) for t in times])


(a, u), (f, v) = darcy(12), poisson(9)
write("generators.json", {
    "Darcy": {"A": a, "U": u, "Coarse": u.reshape(4, 3, 4, 3).mean((1, 3))},
    "Poisson": {"F": f, "U": v},
    "Burgers": burgers(32, 0.05, (0.5, 1.0)),
    "Vorticity": vorticity(32, 1e-3, (0.5, 1.25))[:, ::4, ::4],
})
