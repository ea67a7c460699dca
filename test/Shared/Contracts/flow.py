"""The vorticity of a periodic flow: flux form, Runge-Kutta of fourth order, diffusion integrated exactly."""
import numpy as np


def vorticity(w, viscosity, time, steps):
    n, dt = len(w), time / steps
    waves = 2 * np.pi * np.fft.fftfreq(n, 1 / n)
    kx, ky = waves[:, None], waves[None, : n // 2 + 1].copy()
    ky[0, -1] = abs(ky[0, -1])
    squares = kx**2 + ky**2
    inverse = np.divide(1, squares, out=np.zeros_like(squares), where=squares > 0)
    mask = (abs(kx) <= 2 * np.pi * n / 3) & (abs(ky) <= 2 * np.pi * n / 3)
    half = np.exp(-viscosity * squares * dt / 2)
    x = np.arange(n) / n
    angle = 2 * np.pi * (x[:, None] + x[None, :])
    forcing = np.fft.rfft2(0.1 * (np.sin(angle) + np.cos(angle)))

    def rate(s):
        stream = s * inverse
        space, field = (lambda c: np.fft.irfft2(c, (n, n))), np.fft.irfft2(s, (n, n))
        # v = (psi_y, -psi_x), and its divergence vanishes.
        fx, fy = space(1j * ky * stream) * field, space(-1j * kx * stream) * field
        return forcing - mask * (1j * kx * np.fft.rfft2(fx) + 1j * ky * np.fft.rfft2(fy))

    s = np.fft.rfft2(w)
    for _ in range(steps):
        a = rate(s)
        b = rate(half * (s + dt / 2 * a))
        c = rate(half * s + dt / 2 * b)
        d = rate(half**2 * s + dt * half * c)
        s = half**2 * s + dt / 6 * (half**2 * a + 2 * half * (b + c) + d)
    return np.fft.irfft2(s, (n, n))
