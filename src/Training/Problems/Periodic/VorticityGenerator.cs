using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How two-dimensional flow is generated. The defaults are the constants of Li et al. 2021 (arXiv:2010.08895) for the viscosity
/// 1e-3: 50 frames, one a unit of time, at 64 points along each axis. Their other sets have 1e-4 with 30 frames, and 1e-5 with
/// 20.
/// </summary>
public sealed record VorticityOptions : TrajectoryOptions
{
    /// <summary>The published constants.</summary>
    public VorticityOptions() : base(64, 50, 1, 1)
    {
    }

    /// <summary>ν. Default 1e-3.</summary>
    [Range(1e-7, 1e6)]
    public double Viscosity { get; init; } = 1e-3;

    /// <summary>
    /// The longest step in time; small viscosities take shorter ones, which the scheme needs to be stable. Default 5e-3.
    /// </summary>
    [Range(0.0, 1e12, MinimumIsExclusive = true)]
    public double TimeStep { get; init; } = 5e-3;
}

/// <summary>
/// ω_t + v·∇ω = ν Δω + f on the unit torus, as <see cref="VorticityEquation"/> solves it, with the frames as channels.
/// </summary>
public sealed class VorticityGenerator : TrajectoryGenerator<VorticityOptions>
{
    private const double PointsPerVortex = 0.8;
    private const int FewestPoints = 32;
    private readonly int _size;
    private readonly double _longest;

    /// <summary>A generator.</summary>
    /// <param name="options">Constants; the published ones when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
    public VorticityGenerator(VorticityOptions? options = null) : base(options ?? new VorticityOptions())
    {
        double needed = Math.Max(FewestPoints, PointsPerVortex / Math.Sqrt(Options.Viscosity));
        _size = Options.Points * (int)Math.Ceiling(needed / Options.Points);
        _longest = Math.Min(Options.TimeStep, TorusFlow.LongestStep(_size, Options.Viscosity));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("w", 1, 2)];

    /// <inheritdoc/>
    protected internal override int BatchSize => Spectra.BatchSize((long)_size * _size);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        var field = new PeriodicRandomField(2.5, 7, Math.Pow(7, 1.5), Math.Max(20, 5 * _size / 16));
        return [Run(new TorusFlow(field.Sample(seeds, _size, _size), Options.Viscosity, _size / Options.Points),
            cancellation)];
    }

    private protected override int Steps(double time) => Steps(time, _longest);
}
