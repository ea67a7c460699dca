using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// ω_t + v·∇ω = ν Δω + f on the unit torus, f = 0.1(sin 2π(x+y) + cos 2π(x+y)), from random initial vorticities
/// N(0, 2·7³(-Δ + 49)^{-2.5}) (Li et al. 2021, arXiv:2010.08895, appendix): pseudo-spectral in space with the upper
/// third of the modes cut off; Adams-Bashforth for transport and Crank-Nicolson for diffusion in time.
/// </summary>
/// <remarks>
/// Solved on <see cref="VorticityOptions.SolvedPoints"/> along each axis, which by default resolve the smallest
/// vortices: 64 for ν = 1e-3 sampled at 64, 256 for 1e-5. The initial vorticity has 20 waves along each axis, on grids
/// of more than 64 points five for every sixteen of them.
/// </remarks>
public sealed class VorticityEquation : TrajectoryGenerator<VorticityOptions>
{
    private const double SmallestViscosity = 1e-7, PointsPerVortex = 0.8;
    // Steps from one report to the next.
    private const int FewestPoints = 32, Reported = 50;
    private readonly int _size;
    private readonly double _longest;

    /// <summary>A generator.</summary>
    /// <param name="options">Constants; the published ones when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
    public VorticityEquation(VorticityOptions? options = null) : base(options ?? new VorticityOptions())
    {
        double needed = Math.Max(FewestPoints, PointsPerVortex / Math.Sqrt(Options.Viscosity));
        _size = Options.SolvedPoints ?? Options.Points * (int)Math.Ceiling(needed / Options.Points);
        _longest = Math.Min(Options.TimeStep, LongestStep(_size, Options.Viscosity));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("w", 1, 2)];

    /// <inheritdoc/>
    protected internal override int BatchSize => 2 * Spectra.BatchSize((long)_size * _size);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        var field = new PeriodicRandomField(2.5, 7, Math.Pow(7, 1.5), Math.Max(20, 5 * _size / 16));
        return [Flow(field.Sample(seeds, _size, _size), cancellation)];
    }

    /// <summary>Flows from given states, such as frames of others: what an operator's roll-out predicts.</summary>
    /// <param name="states">
    /// Vorticities at time 0, [samples, 1, n, n]: on another grid than the solver's they are interpolated by their
    /// waves.
    /// </param>
    /// <param name="cancellation">Stops solving.</param>
    /// <returns>The frames [samples, frames, points, points], under the states' name.</returns>
    /// <exception cref="ArgumentException">The states have another shape.</exception>
    /// <exception cref="InvalidOperationException">A solution grew beyond all bounds.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FieldSamples Solve(FieldSamples states, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        if (states.Channels != 1 || states.Grid.Count != 2 || states.Grid[0] != states.Grid[1])
            throw new ArgumentException($"Field '{states.Name}' has {states.Channels} channels on "
                + $"{string.Join("×", states.Grid)} points; expected one channel on a square grid.", nameof(states));
        TorchLibraries.Require();
        int points = states.Grid[0], frames = Options.Frames * Options.Points * Options.Points;
        var values = new float[checked(states.Count * frames)];
        for (int first = 0; first < states.Count; first += BatchSize)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGradient = torch.no_grad();
            int count = Math.Min(BatchSize, states.Count - first);
            var given = new double[count * points * points];
            for (int i = 0; i < given.Length; i++)
                given[i] = states[first + i / (points * points)][i % (points * points)];
            torch.Tensor solved = Flow(Spectra.Resampled(given.ToTensor(null, count, points, points), _size),
                cancellation);
            solved.data<float>().CopyTo(values, first * frames);
        }
        return new FieldSamples(states.Name, Options.Frames, [Options.Points, Options.Points], values);
    }

    private torch.Tensor Flow(torch.Tensor vorticity, CancellationToken cancellation)
    {
        bool isThinned = _size % Options.Points == 0;
        var flow = new VortexFlow(vorticity, Options.Viscosity, 0, Forcing(_size).ToTensor(null, _size, _size),
            isThinned ? _size / Options.Points : 1, 1, (linear, _, rate) => new AdamsBashforthStepper(linear, rate));
        return Run(isThinned ? flow : new ResampledEvolution(flow, Options.Points), cancellation);
    }

    private protected override int Steps(double time) => Steps(time, _longest);

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
    /// <param name="progress">Gets the share that is done, from any thread.</param>
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
        var generator = new VorticityEquation(new VorticityOptions
        {
            Points = size,
            Frames = frames,
            Start = start,
            Interval = interval,
            Viscosity = viscosity,
            TimeStep = timeStep,
        });
        long done = 0, all = (long)generator.StepsInAll * ((count - 1) / generator.BatchSize + 1);
        if (progress is not null)
            generator.Stepped = () =>
            {
                long now = Interlocked.Increment(ref done);
                if (now % Reported == 0) progress((double)now / all);
            };
        return generator.Generate(count, seed, cancellation)[0];
    }

    /// <summary>The forcing f on a grid, row-major.</summary>
    public static double[] Forcing(int size)
    {
        var f = new double[size * size];
        for (int i = 0; i < f.Length; i++)
        {
            double angle = 2 * Math.PI * ((i / size + i % size) % size) / size;
            f[i] = 0.1 * (Math.Sin(angle) + Math.Cos(angle));
        }
        return f;
    }

    // The step at which diffusion still damps what Adams-Bashforth adds to the fastest wave kept, (kv·dt)⁴/4 a step, at
    // velocities v of ½.
    private static double LongestStep(int size, double viscosity)
        => Math.Cbrt(64 * viscosity / Math.Pow(2 * Math.PI * size / 3.0, 2));
}
