"""The equations in time as one writes them with NumPy and SciPy: what the throughput of bench/Generators is measured against.

The same methods on the same grids, one sample after the other: python3 plain.py CASE SECONDS prints samples per second of one
case, or of all.
"""
import sys
import time

import numpy as np
import scipy.fft as fft
from scipy.special import lpmv, gammaln

rng = np.random.default_rng(0)


def advection(points=1024, frames=201, interval=0.01, speed=0.4):
    def shifted(x):
        u = sum(a * np.sin(2 * np.pi * k * x + p) for a, k, p in zip(amplitudes, waves, phases))
        if is_absolute:
            u = np.abs(u)
        u = sign * u
        if is_cut:
            inside = x % 1
            u = u * (np.tanh((inside - left) / 0.01) - np.tanh((inside - right) / 0.01)) / 2
        return u

    amplitudes, waves, phases = rng.random(2), rng.integers(1, 9, 2), rng.uniform(0, 2 * np.pi, 2)
    is_absolute, is_cut, sign = rng.random() < 0.1, rng.random() < 0.1, rng.choice([-1, 1])
    left, right = rng.uniform(0.1, 0.45), rng.uniform(0.55, 0.9)
    x = np.arange(points) / points
    return np.array([shifted(x - speed * interval * frame) for frame in range(frames)], np.float32)


def wave_sum(x, period, count=10, largest=2):
    return sum(rng.uniform(-0.5, 0.5) * np.sin(2 * np.pi * rng.integers(1, largest + 1) * x / period
                                               + rng.uniform(0, 2 * np.pi)) for _ in range(count))


def heat(points=256, frames=180, interval=18 / 179, diffusivity=0.01):
    x = np.arange(points) * 2 * np.pi / points
    spectrum = fft.rfft(wave_sum(x, 2 * np.pi, largest=8))
    squares = np.arange(points // 2 + 1) ** 2
    times = interval * np.arange(frames)[:, None]
    return fft.irfft(spectrum * np.exp(-diffusivity * squares * times), points).astype(np.float32)


def heat2d(points=64, frames=20, interval=1.0, diffusivity=0.01):
    x = np.arange(points) * 2 * np.pi / points
    u = sum(rng.uniform(-0.5, 0.5) * np.sin(rng.integers(1, 9) * x[:, None] + rng.choice([-1, 1]) * rng.integers(1, 9) * x
                                            + rng.uniform(0, 2 * np.pi)) for _ in range(10))
    spectrum = fft.rfft2(u)
    squares = (fft.fftfreq(points, 1 / points) ** 2)[:, None] + np.arange(points // 2 + 1) ** 2
    return np.array([fft.irfft2(spectrum * np.exp(-diffusivity * squares * interval * frame), (points, points))
                     for frame in range(frames)], np.float32)


def etdrk4_factors(linear, step):
    """Kassam and Trefethen's coefficients, by means over circles."""
    circle = np.exp(2j * np.pi * (np.arange(32) + 0.5) / 32)
    z = step * linear[..., None] + circle
    half = step * np.mean((np.exp(z / 2) - 1) / z, -1)
    first = step * np.mean((-4 - z + np.exp(z) * (4 - 3 * z + z ** 2)) / z ** 3, -1)
    middle = step * np.mean((2 + z + np.exp(z) * (z - 2)) / z ** 3, -1)
    last = step * np.mean((-4 - 3 * z - z ** 2 + np.exp(z) * (4 - z)) / z ** 3, -1)
    parts = np.exp(step * linear), np.exp(step * linear / 2), half, first, 2 * middle, last
    return [p.real.copy() for p in parts] if np.isrealobj(linear) else parts


def etdrk4(v, rate, factors):
    whole, half, stage, first, middle, last = factors
    nv = rate(v)
    a = half * v + stage * nv
    na = rate(a)
    b = half * v + stage * na
    nb = rate(b)
    c = half * a + stage * (2 * nb - nv)
    return whole * v + first * nv + middle * (na + nb) + last * rate(c)


def line(symbol, period, frames, start, interval, step, points, refinement):
    def rate(v):
        return flux * fft.rfft(fft.irfft(v, n) ** 2)

    n = points * refinement
    period, duration = period * rng.uniform(0.9, 1.1), rng.uniform(0.9, 1.1)
    k = np.arange(n // 2 + 1)
    q = 2 * np.pi * k / period
    flux = np.where(3 * k < n, -0.5j * q * duration, 0)
    v = fft.rfft(wave_sum(np.arange(n) * period / n, period))
    result = np.empty((frames, points), np.float32)
    for frame in range(frames):
        time_ = start if frame == 0 else interval
        steps = int(np.ceil(time_ / step - 1e-9))
        if frame < 2:
            factors = etdrk4_factors(symbol(q) * duration, time_ / steps)
        for _ in range(steps):
            v = etdrk4(v, rate, factors)
        result[frame] = fft.irfft(v, n)[::refinement]
    return result


def ks():
    return line(lambda q: q ** 2 - q ** 4, 64, 140, 72.2, 0.2, 0.025, 256, 1)


def kdv():
    return line(lambda q: 1j * q ** 3, 128, 140, 44.4, 0.4, 0.02, 256, 2)


def fisher(points=1024, frames=101, interval=0.01, diffusivity=0.5, growth=1.0):
    def rate(v):
        return square * fft.rfft(fft.irfft(v, points) ** 2)

    k = np.arange(points // 2 + 1)
    u = advection(points, 1)[0].astype(float)
    v = fft.rfft((u - u.min()) / (u.max() - u.min()))
    square = np.where(3 * k < points, -growth, 0)
    factors = etdrk4_factors(growth - diffusivity * (2 * np.pi * k) ** 2, interval)
    result = np.empty((frames, points), np.float32)
    for frame in range(frames):
        if frame > 0:
            v = etdrk4(v, rate, factors)
        result[frame] = fft.irfft(v, points)
    return result


def burgers(points=256, frames=21, viscosity=0.01, interval=0.05):
    """Runge and Kutta's steps between exact decays."""
    def rate(v):
        return flux * fft.rfft(fft.irfft(v, points) ** 2)

    k = np.arange(points // 2 + 1)
    q = 2 * np.pi * k
    deviation = np.sqrt(2) * 25 * (q[1:86] ** 2 + 25) ** -1.0
    v = np.zeros(len(k), complex)
    v[1:86] = points / 2 * deviation * (rng.standard_normal(85) + 1j * rng.standard_normal(85))
    flux = np.where(3 * k < points, -0.5j * q, 0)
    steps = int(np.ceil(interval * points / 0.25))
    step = interval / steps
    half = np.exp(-viscosity * step / 2 * q ** 2)
    result = np.empty((frames, points), np.float32)
    for frame in range(frames):
        for _ in range(steps if frame > 0 else 0):
            near, far = half * v, half ** 2 * v
            a = rate(v)
            b = rate(near + step / 2 * half * a)
            c = rate(near + step / 2 * b)
            d = rate(far + step * half * c)
            v = far + step / 6 * (half ** 2 * a + 2 * half * (b + c) + d)
        result[frame] = fft.irfft(v, points)
    return result


def random_vorticity(n):
    """N(0, 2·7³(-Δ + 49)^-2.5) with 20 waves along each axis."""
    k = np.arange(-20, 21)
    squares = k[:, None] ** 2 + k ** 2
    deviation = np.sqrt(2) * 7 ** 1.5 * (4 * np.pi ** 2 * squares + 49) ** -1.25
    deviation[20, 20] = 0
    spectrum = np.zeros((n, n), complex)
    spectrum[np.ix_(k % n, k % n)] = deviation * (rng.standard_normal((41, 41)) + 1j * rng.standard_normal((41, 41)))
    return n * n * fft.ifft2(spectrum).real


def kolmogorov(points=64, refinement=2, frames=5, interval=0.25, step=0.01, viscosity=1e-3, drag=0.1, wave=4):
    def rate(v):
        u, w = fft.irfft2(to_u * v, (n, n)), fft.irfft2(to_v * v, (n, n))
        return curl_both * fft.rfft2(u * w) + curl_squares * fft.rfft2(u ** 2 - w ** 2) + forcing

    n = points * refinement
    p, q = fft.fftfreq(n, 1 / n)[:, None], np.arange(n // 2 + 1)
    squares = p ** 2 + q ** 2
    kept = (3 * np.abs(p) < n) & (3 * q < n) & (squares > 0)
    inverse = kept / np.maximum(squares, 1)
    to_u, to_v = 1j * q * inverse, -1j * p * inverse
    curl_both, curl_squares = kept * (p ** 2 - q ** 2), kept * (-p * q)
    forcing = fft.rfft2(np.tile(-wave * np.cos(wave * 2 * np.pi * np.arange(n) / n), (n, 1)))
    steps = int(np.ceil(interval / step - 1e-9))
    factors = etdrk4_factors(-viscosity * squares - drag, interval / steps)
    v = fft.rfft2(random_vorticity(n))
    result = np.empty((frames, points, points), np.float32)
    for frame in range(frames):
        for _ in range(steps if frame > 0 else 0):
            v = etdrk4(v, rate, factors)
        result[frame] = fft.irfft2(v, (n, n))[::refinement, ::refinement]
    return result


def vorticity(n=64, frames=3, step=5e-3, viscosity=1e-3):
    """Adams and Bashforth's steps for transport, Crank and Nicolson's for diffusion."""
    x = np.arange(n) / n
    angle = 2 * np.pi * (x[:, None] + x)
    forcing = fft.rfft2(0.1 * (np.sin(angle) + np.cos(angle)))
    p, q = 2 * np.pi * fft.fftfreq(n, 1 / n)[:, None], 2 * np.pi * np.arange(n // 2 + 1)
    squares = p ** 2 + q ** 2
    inverse = (squares > 0) / np.maximum(squares, 1)
    mask = (np.abs(p) <= 2 * np.pi * n / 3) & (q <= 2 * np.pi * n / 3)
    damping, v, before = viscosity / 2 * squares, fft.rfft2(random_vorticity(n)), None
    result = np.empty((frames, n, n), np.float32)
    for frame in range(frames):
        for _ in range(int(round(1 / step)) if frame > 0 else 0):
            psi = v * inverse
            transport = (fft.irfft2(1j * q * psi, (n, n)) * fft.irfft2(1j * p * v, (n, n))
                         - fft.irfft2(1j * p * psi, (n, n)) * fft.irfft2(1j * q * v, (n, n)))
            rate = forcing - mask * fft.rfft2(transport)
            explicit = rate if before is None else 1.5 * rate - 0.5 * before
            v, before = ((1 - step * damping) * v + step * explicit) / (1 + step * damping), rate
        result[frame] = fft.irfft2(v, (n, n))
    return result


def shu_osher(u, rate, step):
    a = u + step * rate(u)
    b = 0.75 * u + 0.25 * (a + step * rate(a))
    return u / 3 + 2 / 3 * (b + step * rate(b))


def reaction_diffusion(n=128, frames=21, interval=0.05, step=0.005, du=1e-3, dv=5e-3, k=5e-3):
    def laplacian(u):
        padded = np.pad(u, 1, mode="edge")
        return (padded[2:, 1:-1] + padded[:-2, 1:-1] + padded[1:-1, 2:] + padded[1:-1, :-2] - 4 * u) * (n / 2) ** 2

    def rate(state):
        u, v = state
        return np.array([du * laplacian(u) + u - u ** 3 - k - v, dv * laplacian(v) + u - v])

    state = rng.standard_normal((2, n, n))
    steps = int(np.ceil(interval / step - 1e-9))
    result = np.empty((frames, 2, n, n), np.float32)
    for frame in range(frames):
        for _ in range(steps if frame > 0 else 0):
            state = shu_osher(state, rate, interval / steps)
        result[frame] = state
    return result


def shallow_water(n=128, frames=26, interval=0.01, step=0.005):
    def half_slope(a, b):
        product = a * b
        return np.where(product > 0, product / np.where(product > 0, a + b, 1), 0)

    def flux(state, normal):
        """Through the faces between cells along the last axis."""
        steps = np.diff(state)
        slopes = half_slope(steps[..., :-1], steps[..., 1:])
        a, b = state[..., 1:-2] + slopes[..., :-1], state[..., 2:-1] - slopes[..., 1:]
        u, v = a[normal] / a[0], b[normal] / b[0]
        left = np.minimum(np.minimum(u - np.sqrt(a[0]), v - np.sqrt(b[0])), 0)
        right = np.maximum(np.maximum(u + np.sqrt(a[0]), v + np.sqrt(b[0])), 0)
        fa, fb = a * u, b * v
        fa[normal] += 0.5 * a[0] ** 2
        fb[normal] += 0.5 * b[0] ** 2
        return (right * fa - left * fb + left * right * (b - a)) / (right - left)

    def rate(state):
        padded = np.pad(state, ((0, 0), (2, 2), (2, 2)), mode="edge")
        across = flux(padded[:, 2:-2, :], 2)
        down = flux(padded[:, :, 2:-2].transpose(0, 2, 1), 1).transpose(0, 2, 1)
        return -(np.diff(across, axis=2) + np.diff(down, axis=1)) * n / 5

    x = ((np.arange(8 * n) + 0.5) / (8 * n) - 0.5) * 5
    inside = (x[:, None] ** 2 + x ** 2 <= rng.uniform(0.3, 0.7) ** 2).reshape(n, 8, n, 8).mean((1, 3))
    state = np.stack([1 + inside, np.zeros((n, n)), np.zeros((n, n))])
    steps = int(np.ceil(interval / step - 1e-9))
    result = np.empty((frames, n, n), np.float32)
    for frame in range(frames):
        for _ in range(steps if frame > 0 else 0):
            state = shu_osher(state, rate, interval / steps)
        result[frame] = state[0]
    return result


def legendre(degree, mu):
    """Orthonormal associated Legendre functions and (1 - μ²) times their slopes, [m, l, point]."""
    values = np.zeros((degree, degree + 1, len(mu)))
    for m in range(degree):
        for l in range(m, degree + 1):
            norm = np.sqrt((2 * l + 1) / (4 * np.pi) * np.exp(gammaln(l - m + 1) - gammaln(l + m + 1)))
            values[m, l] = norm * lpmv(m, l, mu)
    l, m = np.arange(degree + 2), np.arange(degree)[:, None]
    ratio = np.sqrt(np.maximum(l ** 2 - m ** 2, 0) / np.abs(4.0 * l ** 2 - 1))[..., None]
    slopes = -l[:degree, None] * ratio[:, 1:degree + 1] * values[:, 1:]
    slopes[:, 1:] += (l[1:degree, None] + 1) * ratio[:, 1:degree] * values[:, :degree - 1]
    mask = (l[:degree] >= m)[..., None]
    return values[:, :degree] * mask, slopes * mask


SPHERE = {}


def sphere_tables(n):
    if n not in SPHERE:
        degree = (n + 2) // 3
        mu, weights = np.polynomial.legendre.leggauss(n)
        mu, weights = mu[::-1], weights[::-1]
        SPHERE[n] = degree, mu, weights, legendre(degree, mu), legendre(degree, np.cos(np.pi * np.arange(n) / (n - 1)))
    return SPHERE[n]


def sphere(n=64, frames=4, interval=3600, step=300):
    def fields(spectrum, table):
        return fft.irfft(np.einsum("mli,...ml->...im", table, spectrum, optimize=True), 2 * n) * 2 * n

    def waves(grid, w):
        return fft.rfft(grid)[..., :degree] * w[:, None] * np.pi / n

    def project(w, table):
        return np.einsum("mli,...im->...ml", table, w, optimize=True)

    def rate(state):
        stream, potential = state[1] * inverse, state[2] * inverse
        u = (fields(1j * m * potential, p) - fields(stream, h)) / radius
        v = (fields(1j * m * stream, p) + fields(potential, h)) / radius
        phi, zeta = fields(state[:2], p)
        fluxes = waves(np.stack([(zeta + f) * u, (zeta + f) * v, phi * u, phi * v]), weights / (1 - mu ** 2))
        flat, steep = project(fluxes, p), project(fluxes, h)
        energy = project(waves((u ** 2 + v ** 2) / 2, weights / (1 - mu ** 2)), p)
        return np.stack([-(1j * m * flat[2] - steep[3]) / radius, -(1j * m * flat[0] - steep[1]) / radius,
                         (1j * m * flat[1] + steep[0]) / radius - laplacian * (state[0] + energy)])

    degree, mu, weights, (p, h), (out, _) = sphere_tables(n)
    radius, omega, gravity, depth = 6.37122e6, 7.292e-5, 9.80616, 1e4
    l, m = np.arange(degree), np.arange(degree)[:, None]
    laplacian = -l * (l + 1.0) / radius ** 2
    inverse = np.divide(1, laplacian, out=np.zeros(degree), where=l > 0)
    f = (2 * omega * mu)[:, None]
    state = np.sqrt(4 * np.pi / (120 * 121) / 2) * (rng.standard_normal((3, degree, degree))
                                                    + 1j * rng.standard_normal((3, degree, degree)))
    state *= np.array([gravity * 120, *2 * [0.1 * np.sqrt(gravity * depth) / radius]])[:, None, None] * (l >= m)
    state[0, 0, 0] += np.sqrt(4 * np.pi) * gravity * depth
    state[:, 0] = state[:, 0].real
    state[1:, 0, 0] = 0
    decay = np.exp(-step / 7200 * (laplacian / laplacian[-1]) ** 4)
    slots = None
    result = np.empty((frames, 3, n, 2 * n), np.float32)
    for frame in range(frames):
        for _ in range(round(interval / step) if frame > 0 else 0):
            now = rate(state)
            slots = [now] * 3 if slots is None else slots[1:] + [now]
            state = state + step / 12 * (23 * slots[2] - 16 * slots[1] + 5 * slots[0])
            state[1:] *= decay
        result[frame] = fields(state, out)
    return result


CASES = dict(advection=advection, heat=heat, heat2d=heat2d, burgers=burgers, fisher=fisher, ks=ks, kdv=kdv, kolmogorov=kolmogorov,
             vorticity=vorticity, reaction=reaction_diffusion, shallow=shallow_water, sphere=sphere)


def rate(case, seconds):
    case()
    count, start = 0, time.perf_counter()
    while count == 0 or time.perf_counter() - start < seconds:
        case()
        count += 1
    return count / (time.perf_counter() - start)


if __name__ == "__main__":
    chosen = list(CASES) if sys.argv[1:2] in ([], ["all"]) else sys.argv[1:2]
    for name in chosen:
        print(name, f"{rate(CASES[name], float((sys.argv[2:] or [3])[0])):.6g}", flush=True)
