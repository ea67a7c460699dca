using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t + u u_x = ν u_xx with period 1 (Li et al. 2021, arXiv:2010.08895, appendix): pseudo-spectral in space with the
/// upper third of the modes cut off, Runge-Kutta of fourth order with the diffusion integrated exactly in time.
/// </summary>
/// <remarks>
/// Solved on a multiple of the points asked for, at least 200 and as many as fronts need, whose width falls with the
/// viscosity: 1.7·(root mean square of the initial states)/ν, which keeps the error below 1e-4.
/// </remarks>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class BurgersEquation(BurgersOptions? options = null)
    : TrajectoryGenerator<BurgersOptions>(options ?? new BurgersOptions())
{
    private int Fine => Options.Points * Options.Ratio;

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("u", 1, 1)];

    /// <inheritdoc/>
    protected internal override int BatchSize => Spectra.BatchSize(Fine);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
        => [Run(new BurgersLines(Options.States.Sample(seeds, Fine), Options.Viscosity, Options.Ratio), cancellation)];

    private protected override int Steps(double time)
        => time == 0 ? 0 : Math.Max(1, (int)Math.Ceiling(time * Fine * Math.Max(1, Options.Velocity) / 0.25));

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
    /// <returns>
    /// The solutions [count, 1, times, points] with the name "u": time is an axis of the grid here; the
    /// fields of a generator have the frames as channels.
    /// </returns>
    public static FieldSamples Generate(int count, int points, int times, double viscosity, double duration, int seed,
        PeriodicRandomField? initial = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 2);
        var options = new BurgersOptions
        {
            Points = points,
            Frames = times,
            Interval = duration / (times - 1),
            Viscosity = viscosity,
            Initial = initial,
        };
        if (options.ViscosityFault is { } fault) throw new ArgumentOutOfRangeException(nameof(viscosity), fault);
        FieldSamples u = new BurgersEquation(options).Generate(count, seed, cancellation)[0];
        return new FieldSamples("u", 1, [times, points], u.Values);
    }
}
