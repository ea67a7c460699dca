"""Writes losses.json: losses of labels by NumPy and SciPy, with their derivatives along a direction.

Run in this folder.
"""
import numpy as np
import scipy.fft

from inputs import slopes, wave, write


def lp(power, relative):
    def norm(x):
        return (abs(x) ** power).reshape(len(x), -1).sum(1) ** (1 / power)

    def loss(p, t):
        # The absolute norm is an integral over a domain of size 1.
        points = np.prod(t.shape[2:])
        return norm(p - t) / (norm(t) if relative else points ** (1 / power))
    return loss


def relative(norm):
    return lambda p, t: norm(p - t) / norm(t)


def absolute(norm):
    return lambda p, t: norm(p - t)


def h1(periodic, value_weight=1.0):
    def norm(x):
        total = value_weight * (x**2).reshape(len(x), -1).sum(1)
        for axis in range(2, x.ndim):
            h = 1 / x.shape[axis]
            if periodic:
                slope = (np.roll(x, -1, axis) - np.roll(x, 1, axis)) / (2 * h)
            else:
                slope = np.gradient(x, h, axis=axis, edge_order=2)
            total = total + (slope**2).reshape(len(x), -1).sum(1)
        return np.sqrt(total)
    return norm


def spectral(order, scale=2 * np.pi, cut=None, cosine=False):
    def norm(x):
        axes, sizes = tuple(range(2, x.ndim)), x.shape[2:]
        if cosine:
            squares = scipy.fft.dctn(x, type=2, axes=axes, norm="ortho") ** 2 / np.prod(sizes)
            lines = [np.arange(n) for n in sizes]
        else:
            squares = abs(np.fft.fftn(x, axes=axes) / np.prod(sizes)) ** 2
            lines = [abs(np.fft.fftfreq(n, 1 / n)) for n in sizes]
        if cut:
            lines = [np.where(k >= cut, 0, k) for k in lines]
        waves = sum(k**2 for k in np.meshgrid(*lines, indexing="ij"))
        return np.sqrt((squares * (1 + scale**2 * waves) ** order).reshape(len(x), -1).sum(1))
    return norm


def huber(delta):
    def loss(p, t):
        e = abs(p - t)
        return np.where(e <= delta, e**2 / 2, delta * (e - delta / 2)).reshape(len(p), -1).mean(1)
    return loss


def mean_square(p, t):
    return ((p - t) ** 2).reshape(len(p), -1).mean(1)


def boundary(x):
    edge = np.ones(x.shape[2:], bool)
    edge[tuple(slice(1, -1) for _ in edge.shape)] = False
    return np.sqrt((x[..., edge] ** 2).reshape(len(x), -1).sum(1))


def weighted(loss):
    def result(p, t):
        factors = np.array([3.0, 0.5])[: p.shape[1]].reshape(-1, *[1] * (p.ndim - 2))
        return loss(factors * p, factors * t)
    return result


TERMS = [(lp(2, True), 0.7), (mean_square, 2.5)]


def adaptive(start, target):
    """Every term has the same mean in the batch; the factors count as constants."""
    means = [loss(start, target).mean() for loss, _ in TERMS]
    return lambda p, t: sum(w * loss(p, t) * np.mean(means) / mean for (loss, w), mean in zip(TERMS, means))


LOSSES = {
    **{f"{'Relative' if r else 'Absolute'}L{p}": lp(p, r) for r in (True, False) for p in (1, 2, 4)},
    "PeriodicH1": relative(h1(True)), "OneSidedH1": relative(h1(False)), "WeightedH1": absolute(h1(True, 10)),
    "Fourier1": relative(spectral(1)), "Fourier-1": relative(spectral(-1)),
    "AbsoluteFourier0.5": absolute(spectral(0.5)),
    "Cosine1": relative(spectral(1, np.pi, cosine=True)), "Cosine-0.5": relative(spectral(-0.5, np.pi, cosine=True)),
    "Truncated": relative(spectral(1, 1, 2)), "Multigrid": relative(spectral(1, 1, 20)),
    "Huber1": huber(1), "Huber0.3": huber(0.3), "MeanSquare": mean_square, "Boundary": relative(boundary),
    "ChannelWeighted": weighted(lp(2, True)),
    "Sum": lambda p, t: sum(w * loss(p, t) for loss, w in TERMS), "AdaptiveSum": None,
}
GRIDS = [(1, 45), (2, 6, 7), (1, 4, 5, 3)]

result = {}
for name, loss in LOSSES.items():
    result[name] = []
    for grid in GRIDS:
        prediction, target, direction = (wave(2, *grid, phase=p) for p in (0.2, 1, 2))
        target = 1.3 * target
        one = loss or adaptive(prediction, target)
        derivatives = slopes(lambda p: one(p, target), prediction, direction)
        result[name].append({"Values": one(prediction, target), "Slopes": derivatives})
write("losses.json", {"Grids": [list(g) for g in GRIDS], **result})
