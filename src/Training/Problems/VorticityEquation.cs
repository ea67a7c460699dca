namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// ω_t + v·∇ω = ν Δω + f on the unit torus, f = 0.1(sin 2π(x+y) + cos 2π(x+y)), from random initial vorticities
/// N(0, 2·7³(-Δ + 49)^{-2.5}) (Li et al. 2021, arXiv:2010.08895, appendix): pseudo-spectral in space with the upper
/// third of the modes cut off; Adams-Bashforth for transport and Crank-Nicolson for diffusion in time.
/// </summary>
/// <remarks>
/// Solved on a multiple of the points asked for, at least 32 and at least 0.8/√ν along each axis, where the smallest
/// vortices are resolved: 64 for ν = 1e-3 sampled at 64, 256 for 1e-5. The initial vorticity has 20 waves along each
/// axis, on grids of more than 64 points five for every sixteen of them.
/// </remarks>
public static class VorticityEquation
{
    private const double PointsPerVortex = 0.8, SmallestViscosity = 1e-7;
    // Numbers of the trajectories that are solved at once.
    private const int FewestPoints = 32, BatchNumbers = 1 << 22;

    /// <summary>Trajectories of the vorticity.</summary>
    /// <param name="count">Number of trajectories.</param>
    /// <param name="size">Points along each axis.</param>
    /// <param name="frames">Frames of a trajectory.</param>
    /// <param name="viscosity">ν, at least 1e-7.</param>
    /// <param name="interval">Time between frames.</param>
    /// <param name="start">Time of the first frame.</param>
    /// <param name="seed">Trajectory i has the seed (seed, i).</param>
    /// <param name="timeStep">
    /// Largest step in time; small viscosities take shorter ones, which the scheme needs to be stable.
    /// </param>
    /// <param name="progress">Gets the share that is done.</param>
    /// <param name="cancellation">Stops generating.</param>
    /// <returns>[count, frames, size, size] with the name "w": the frames are the channels.</returns>
    public static FieldSamples Generate(int count, int size, int frames, double viscosity, double interval = 1,
        double start = 0, int seed = 0, double timeStep = 5e-3, Action<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        if (!(viscosity >= SmallestViscosity && double.IsFinite(viscosity)))
            throw new ArgumentOutOfRangeException(nameof(viscosity),
                $"viscosity is {viscosity}; expected at least {SmallestViscosity}.");
        int fine = size * (int)Math.Ceiling(Math.Max(FewestPoints, PointsPerVortex / Math.Sqrt(viscosity)) / size);
        var field = new PeriodicRandomField(2.5, 7, Math.Pow(7, 1.5), Math.Max(20, 5 * fine / 16));
        var values = new float[count * frames * size * size];
        TorchLibraries.Require();
        using IDisposable threads = TorchThreads.Use(TorchThreads.All);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        var stepper = new Stepper(fine, viscosity);
        timeStep = Math.Min(timeStep, stepper.LargestStep);
        int batch = Math.Max(1, BatchNumbers / (fine * fine)), batches = (count + batch - 1) / batch;
        int done = 0, first = Steps(start), each = Steps(interval), total = batches * (first + (frames - 1) * each);
        int[] seeds = SampleBatches.Seeds(seed, count);
        for (int from = 0; from < count; from += batch) Run(from, seeds.AsSpan(from, Math.Min(batch, count - from)));
        return new FieldSamples("w", frames, [size, size], values);

        int Steps(double time) => (int)Math.Ceiling(time / timeStep - 1e-9);

        void Run(int from, ReadOnlySpan<int> own)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor spectrum = torch.fft.rfft2(field.Sample(own, fine, fine));
            torch.Tensor? transport = null;
            Advance(ref spectrum, ref transport, first, start);
            for (int frame = 0; frame < frames; frame++)
            {
                if (frame > 0) Advance(ref spectrum, ref transport, each, interval);
                using DisposeScope inner = torch.NewDisposeScope();
                torch.Tensor w = torch.fft.irfft2(spectrum, [fine, fine]).type(torch.ScalarType.Float32);
                for (int axis = 1; axis <= 2; axis++) w = w.slice(axis, 0, fine, fine / size);
                float[] now = w.contiguous().data<float>().ToArray();
                for (int i = 0; i < own.Length; i++)
                    now.AsSpan(i * size * size, size * size)
                        .CopyTo(values.AsSpan(((from + i) * frames + frame) * size * size));
            }
        }

        void Advance(ref torch.Tensor spectrum, ref torch.Tensor? transport, int steps, double time)
        {
            for (int step = 0; step < steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope inner = torch.NewDisposeScope();
                (torch.Tensor next, torch.Tensor rate) = stepper.Step(spectrum, transport, time / steps);
                next.MoveToOuterDisposeScope();
                rate.MoveToOuterDisposeScope();
                spectrum.Dispose();
                transport?.Dispose();
                (spectrum, transport) = (next, rate);
                done++;
                if (total > 0 && done % 50 == 0) progress?.Invoke((double)done / total);
            }
        }
    }

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

    private sealed class Stepper
    {
        private readonly long _size;
        private readonly torch.Tensor _diffusion, _inverse, _slopeX, _slopeY, _mask, _forcing;

        public Stepper(int size, double viscosity)
        {
            _size = size;
            double[] full = [.. Enumerable.Range(0, size).Select(k => 2 * Math.PI * (2 * k < size ? k : k - size))];
            double[] half = [.. Enumerable.Range(0, size / 2 + 1).Select(k => 2 * Math.PI * k)];
            torch.Tensor kx = torch.tensor(full, [size, 1], torch.float64),
                ky = torch.tensor(half, [1, half.Length], torch.float64),
                squares = (kx * kx).Plus(ky * ky);
            _diffusion = squares.Times(viscosity / 2);
            _inverse = torch.where(squares.IsAbove(0), squares.AtLeast(1).reciprocal(), torch.zeros_like(squares));
            double limit = 2 * Math.PI * size / 3.0;
            _mask = kx.abs().IsAtMost(limit).type(torch.float64) * ky.IsAtMost(limit).type(torch.float64);
            _slopeX = torch.complex(torch.zeros_like(kx), kx);
            _slopeY = torch.complex(torch.zeros_like(ky), ky);
            LargestStep = Math.Cbrt(64 * viscosity / (limit * limit));
            _forcing = torch.fft.rfft2(torch.tensor(Forcing(size), [size, size], torch.float64));
        }

        /// <summary>
        /// The step at which diffusion still damps what Adams-Bashforth adds to the fastest wave kept, (kv·dt)⁴/4 a
        /// step, at velocities v of ½.
        /// </summary>
        public double LargestStep { get; }

        public (torch.Tensor Next, torch.Tensor Rate) Step(torch.Tensor spectrum, torch.Tensor? before, double dt)
        {
            torch.Tensor stream = spectrum * _inverse;
            torch.Tensor transport = Space(stream * _slopeY) * Space(spectrum * _slopeX)
                - Space(stream * _slopeX) * Space(spectrum * _slopeY);
            torch.Tensor rate = _forcing - torch.fft.rfft2(transport) * _mask;
            // The first step has no earlier rate.
            torch.Tensor explicitPart = before is null ? rate : rate.Times(1.5).Plus(before, -0.5);
            torch.Tensor next = (spectrum * _diffusion.Times(-dt).Plus(1)).Plus(explicitPart, dt);
            return (next / _diffusion.Times(dt).Plus(1), rate);
        }

        private torch.Tensor Space(torch.Tensor spectrum) => torch.fft.irfft2(spectrum, [_size, _size]);
    }
}
