namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>
/// ω_t + v·∇ω = ν Δω + f on the unit torus: Adams-Bashforth for transport and Crank-Nicolson for diffusion.
/// </summary>
internal sealed class TorusFlow : IEvolution
{
    private readonly long _size;
    private readonly int _kept;
    private readonly torch.Tensor _diffusion, _inverse, _slopeX, _slopeY, _mask, _forcing;
    private torch.Tensor _spectrum;
    private torch.Tensor? _before;

    /// <summary>Vorticities [samples, size, size] at time 0.</summary>
    public TorusFlow(torch.Tensor vorticity, double viscosity, int refinement)
    {
        int size = (int)vorticity.shape[1];
        (_size, _kept) = (size, refinement);
        double[] full = [.. Spectra.Full(size).Select(k => 2 * Math.PI * k)];
        double[] half = [.. Spectra.Half(size).Select(k => 2 * Math.PI * k)];
        torch.Tensor kx = torch.tensor(full, [size, 1], torch.float64),
            ky = torch.tensor(half, [1, half.Length], torch.float64),
            squares = (kx * kx).Plus(ky * ky);
        _diffusion = squares.Times(viscosity / 2);
        _inverse = torch.where(squares.IsAbove(0), squares.AtLeast(1).reciprocal(), torch.zeros_like(squares));
        double limit = Limit(size);
        _mask = kx.abs().IsAtMost(limit).type(torch.float64) * ky.IsAtMost(limit).type(torch.float64);
        _slopeX = torch.complex(torch.zeros_like(kx), kx);
        _slopeY = torch.complex(torch.zeros_like(ky), ky);
        _forcing = torch.fft.rfft2(torch.tensor(Forcing(size), [size, size], torch.float64));
        _spectrum = torch.fft.rfft2(vorticity);
    }

    /// <summary>
    /// The step at which diffusion still damps what Adams-Bashforth adds to the fastest wave kept, (kv·dt)⁴/4 a step,
    /// at velocities v of ½.
    /// </summary>
    public static double LongestStep(int size, double viscosity)
        => Math.Cbrt(64 * viscosity / (Limit(size) * Limit(size)));

    /// <summary>The forcing f on a grid, row-major.</summary>
    public static double[] Forcing(int size)
    {
        var f = new double[size * size];
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
            {
                double angle = 2 * Math.PI * ((i + j) % size) / size;
                f[i * size + j] = 0.1 * (Math.Sin(angle) + Math.Cos(angle));
            }
        return f;
    }

    public void Step(double time)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor stream = _spectrum * _inverse;
        torch.Tensor transport = Space(stream * _slopeY) * Space(_spectrum * _slopeX)
            - Space(stream * _slopeX) * Space(_spectrum * _slopeY);
        torch.Tensor rate = _forcing - torch.fft.rfft2(transport) * _mask;
        // The first step has no earlier rate.
        torch.Tensor explicitPart = _before is null ? rate : rate.Times(1.5).Plus(_before, -0.5);
        torch.Tensor next = (_spectrum * _diffusion.Times(-time).Plus(1)).Plus(explicitPart, time);
        next /= _diffusion.Times(time).Plus(1);
        _spectrum.Dispose();
        _before?.Dispose();
        (_spectrum, _before) = (next.MoveToOuterDisposeScope(), rate.MoveToOuterDisposeScope());
    }

    public torch.Tensor Values() => Space(_spectrum).unsqueeze(1).Thinned(_kept);

    private torch.Tensor Space(torch.Tensor spectrum) => torch.fft.irfft2(spectrum, [_size, _size]);

    private static double Limit(int size) => 2 * Math.PI * size / 3.0;
}
