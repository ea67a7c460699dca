"""Writes contracts.json: what the library is held against, computed by NumPy, SciPy and PyTorch.

Needs python3-numpy, python3-scipy and python3-torch (written with 1.24, 1.10 and 1.13); run in this folder.
"""
import json
import math

import numpy as np
import torch

import fields
import flow


def one_cycle(warm_up, start, end, steps):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=1, total_steps=steps, pct_start=warm_up,
                                                   div_factor=start, final_div_factor=end, cycle_momentum=False)
    return {"WarmUp": warm_up, "StartDivisor": start, "EndDivisor": end, "Factors": rates(optimizer, schedule, steps)}


def rates(optimizer, schedule, steps):
    result = []
    for step in range(steps):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step + 1 < steps:
            schedule.step()
    return result


def plateau(patience, decay, threshold, errors):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=patience, factor=decay, threshold=threshold, eps=0)
    factors = [1.0]
    for error in errors:
        schedule.step(error)
        factors.append(optimizer.param_groups[0]["lr"])
    return {"Patience": patience, "Decay": decay, "Threshold": threshold, "Errors": errors, "Factors": factors}


def metrics(channels, grid, prediction, truth):
    """Over samples [samples, channels, grid...], in double precision."""
    def slopes(x):
        squares = 0.0
        for axis, n in enumerate(grid):
            if n >= 3:
                squares += (np.gradient(x, 1.0 / n, axis=axis + 1, edge_order=2) ** 2).sum()
        return squares

    def relative(errors, sizes):
        """The mean over samples whose truth is not zero."""
        scaled = [math.sqrt(error / size) for error, size in zip(errors, sizes) if size > 0]
        return float(np.mean(scaled or [0.0 if error == 0 else 1.0 for error in errors]))

    p, t = np.float64(np.float32(prediction)), np.float64(np.float32(truth))
    e = p - t
    l2 = relative([(a**2).sum() for a in e], [(b**2).sum() for b in t])
    h1 = relative([(a**2).sum() + slopes(a) for a in e], [(b**2).sum() + slopes(b) for b in t])
    variation = ((t - t.mean()) ** 2).sum() if t.min() < t.max() else 0.0
    r2 = 1 - (e**2).sum() / variation if variation > 0 else (1.0 if not e.any() else 0.0)
    return {"Channels": channels, "Grid": list(grid), "Predictions": listed(np.float32(prediction)), "Truths": listed(np.float32(truth)),
            "Metrics": [l2, h1, float(np.abs(e).max()), float(np.sqrt((e**2).mean())), float(r2)]}


def listed(x):
    return [float(v) for v in np.ravel(x)]


random = np.random.default_rng(1)
cases = []
for channels, grid in ((1, (17,)), (3, (7, 5)), (1, (1, 16)), (2, (4, 5, 6)), (1, (2, 9))):
    truth = random.standard_normal((3, channels, *grid))
    cases.append(metrics(channels, grid, truth + 0.1 * random.standard_normal(truth.shape), truth))
    cases.append(metrics(channels, grid, 0 * truth + 0.5, np.concatenate([0 * truth[:1], truth[1:]])))
    cases.append(metrics(channels, grid, truth, 0 * truth + 0.1))

noisy = [float(x) for x in np.exp(-0.05 * np.arange(60)) + 0.3 * random.random(60)]
a, f = 1 + 9 * random.random((5, 7)), random.standard_normal((5, 7))
u = random.standard_normal((6, 6))
two = np.where(random.random((6, 6)) < 0.5, 3.0, 12.0)
residual = fields.darcy_matrix(two) @ u.ravel() - 1
laplacian = fields.darcy_matrix(np.ones((6, 6))).toarray()


def negative(x):
    return math.sqrt(x @ np.linalg.solve(laplacian, x))


centres, nodes = (np.arange(5) + 0.5) / 5, np.arange(5) / 4
waves = np.arange(1, 257)
draw = fields.normals(7 * 1_000_003)
deviations = math.sqrt(2) * 25 * (4 * math.pi**2 * waves**2 + 25) ** -1.0
parts = np.array([[next(draw), next(draw)] for _ in waves]) * deviations[:, None]
fractions = (0.05, 0.1, 0.125, 0.2, 0.25, 0.3)

json.dump({
    "OneCycle": [one_cycle(0.3, 25, 1e4, 20), one_cycle(0.1, 2, 50, 15), one_cycle(0.2, 25, 1e4, 33), one_cycle(1.0, 20, 500, 7),
                 one_cycle(0.02, 25, 1e4, 10), one_cycle(0.3, 25, 1e4, 1)],
    "Plateau": [plateau(3, 0.5, 1e-3, noisy), plateau(0, 0.9, 1e-2, noisy), plateau(10, 0.1, 0.5, noisy)],
    "Metrics": cases,
    "Padding": {str(p): [round(p * n) for n in range(1, 81)] for p in fractions},
    "Gaussian": {"Centres": listed(fields.gaussian(5, 2, 3, 8, centres, centres)), "Nodes": listed(fields.gaussian(5, 2, 3, 8, nodes, nodes)),
                 "Fine": listed(fields.gaussian(5, 1.5, 3, 66, centres, centres))},
    "Line": listed(fields.periodic_line(5, 2, 3, 10, 4, np.arange(9) / 9)),
    "Plane": listed(fields.periodic_plane(5, 2, 3, 10, 4, 6, 5)), "FinePlane": listed(fields.periodic_plane(5, 2, 3, 10, 22, 6, 5)),
    "Darcy": {"A": listed(a), "F": listed(f), "U": listed(fields.darcy(a, f))},
    "DarcyResidual": {"A": listed(two), "U": listed(u), "L2": float(np.linalg.norm(residual)) / 6,
                      "NegativeSobolev": negative(residual) / negative(np.ones(36))},
    "Burgers": listed(fields.burgers((waves, parts[:, 0], parts[:, 1]), 1e-3, 1.0, np.arange(64) / 64)),
    "Vorticity": listed(flow.vorticity(fields.periodic_plane(7 * 1_000_003, 2.5, 7, 7**1.5, 30, 192, 192), 1e-4, 2.0, 400)[::6, ::6]),
}, open("contracts.json", "w"), separators=(",", ":"))
