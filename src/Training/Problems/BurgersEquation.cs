namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t + u u_x = ν u_xx with period 1 (Li et al. 2021, arXiv:2010.08895, appendix): pseudo-spectral in space with the
/// upper third of the modes cut off, Runge-Kutta of fourth order with the diffusion integrated exactly in time.
/// </summary>
/// <remarks>
/// Solved on a multiple of the points asked for, at least 200 and as many as fronts need, whose width falls with the
/// viscosity: 1.7·(root mean square of the initial states)/ν, which keeps the error below 1e-4.
/// </remarks>
public static class BurgersEquation
{
    private const int FewestPoints = 200, MostPoints = 1 << 14, MostModes = 256;
    private const double PointsPerFront = 1.7;

    /// <summary>Solutions from random initial states N(0, σ²(-Δ + τ²)^{-α}).</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="points">Points in space.</param>
    /// <param name="times">Points in time, the first at 0 and the last at <paramref name="duration"/>.</param>
    /// <param name="viscosity">ν > 0; small ones take time, which grows with 1/ν².</param>
    /// <param name="duration">The last time.</param>
    /// <param name="seed">Sample i has the seed (seed, i).</param>
    /// <param name="initial">
    /// The initial states; N(0, 25²(-Δ + 25)^{-2}) when null, with the waves that the solver's grid resolves, at most
    /// 256.
    /// </param>
    /// <param name="cancellation">Stops generating.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are too few points or times, or the viscosity asks for more than 16,384 points.
    /// </exception>
    /// <returns>The solutions [count, 1, times, points] with the name "u".</returns>
    public static FieldSamples Generate(int count, int points, int times, double viscosity, double duration, int seed,
        PeriodicRandomField? initial = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 2);
        if (!(viscosity > 0 && double.IsFinite(viscosity)))
            throw new ArgumentOutOfRangeException(nameof(viscosity),
                $"viscosity is {viscosity}; expected a positive number.");
        double velocity = PointsPerFront * (initial ?? Initial(MostModes)).RootMeanSquare,
            needed = velocity / viscosity;
        if (needed > MostPoints)
            throw new ArgumentOutOfRangeException(nameof(viscosity),
                FormattableString.Invariant($"viscosity is {viscosity}; expected at least {velocity / MostPoints:g2}")
                + $", below which fronts need more than {MostPoints} points.");
        int fine = points * Ratio(Math.Max(FewestPoints, needed) / points), ratio = fine / points;
        initial ??= Initial(Math.Min(MostModes, fine / 3));
        var values = new float[count * times * points];
        TorchLibraries.Require();
        using IDisposable threads = TorchThreads.Use(TorchThreads.All);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor spectrum = torch.fft.rfft(initial.Sample(SampleBatches.Seeds(seed, count), fine));
        double interval = duration / (times - 1);
        int steps = Math.Max(1, (int)Math.Ceiling(interval * fine * Math.Max(1, velocity) / 0.25));
        var stepper = new Stepper(fine, viscosity, interval / steps);
        for (int time = 0; time < times; time++)
        {
            for (int step = 0; time > 0 && step < steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope inner = torch.NewDisposeScope();
                torch.Tensor next = stepper.Step(spectrum);
                next.MoveToOuterDisposeScope();
                spectrum.Dispose();
                spectrum = next;
            }
            double[] now = torch.fft.irfft(spectrum, fine).contiguous().data<double>().ToArray();
            for (int sample = 0; sample < count; sample++)
                for (int i = 0; i < points; i++)
                    values[(sample * times + time) * points + i] = (float)now[sample * fine + i * ratio];
        }
        return new FieldSamples("u", 1, [times, points], values);
    }

    private static PeriodicRandomField Initial(int modes) => new(2, 5, 25, modes);

    // The next whole number without prime factors beyond 5, which fast transforms like.
    private static int Ratio(double least)
    {
        int ratio = Math.Max(1, (int)Math.Ceiling(least - 1e-9));
        while (Rest(ratio) > 1) ratio++;
        return ratio;

        static int Rest(int n)
        {
            foreach (int prime in (int[])[2, 3, 5])
                while (n % prime == 0) n /= prime;
            return n;
        }
    }

    private sealed class Stepper
    {
        private readonly int _points;
        private readonly double _dt;
        private readonly torch.Tensor _decay, _flux;

        public Stepper(int points, double viscosity, double dt)
        {
            (_points, _dt) = (points, dt);
            double[] waves = [.. Enumerable.Range(0, points / 2 + 1).Select(k => 2 * Math.PI * k)];
            // Over half a step.
            _decay = Row(k => Math.Exp(-viscosity * dt / 2 * k * k));
            torch.Tensor slope = Row(k => 3 * k > 2 * Math.PI * points ? 0 : -k / 2);
            _flux = torch.complex(torch.zeros_like(slope), slope);

            torch.Tensor Row(Func<double, double> value)
                => torch.tensor([.. waves.Select(value)], [1, waves.Length], torch.float64);
        }

        // û' = N(û) - ν(2πk)²û with the last term integrated exactly: the usual four stages between decays over half a
        // step.
        public torch.Tensor Step(torch.Tensor u)
        {
            torch.Tensor whole = _decay * _decay;
            torch.Tensor half = _decay * u, far = whole * u;
            torch.Tensor a = Rate(u), b = Rate(half.Plus(_decay * a, _dt / 2)), c = Rate(half.Plus(b, _dt / 2));
            torch.Tensor d = Rate(far.Plus(_decay * c, _dt));
            return far.Plus((whole * a).Plus(_decay * b.Plus(c), 2).Plus(d), _dt / 6);
        }

        // -½(u²)_x.
        private torch.Tensor Rate(torch.Tensor spectrum)
        {
            torch.Tensor u = torch.fft.irfft(spectrum, _points);
            return torch.fft.rfft(u * u) * _flux;
        }
    }
}
