using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>How Helmholtz data is generated; the defaults are the published set's.</summary>
public sealed record HelmholtzOptions
{
    /// <summary>Points along each axis, the boundary included; an odd number. Default 101.</summary>
    [Range(3, 4097)]
    public int Size { get; init; } = 101;

    /// <summary>The angular frequency ω. Default 1000.</summary>
    [Range(0.0, Limits.Single, MinimumIsExclusive = true)]
    public double Frequency { get; init; } = 1000;

    /// <summary>The mean speed, which the random part changes by less than 1. Default 20.</summary>
    [Range(1.0, Limits.Single, MinimumIsExclusive = true)]
    public double Speed { get; init; } = 20;

    /// <summary>Smoothness α of the random field behind the speed. Default 2.</summary>
    [Range(0.0, Limits.Single, MinimumIsExclusive = true)]
    public double Alpha { get; init; } = 2;

    /// <summary>Inverse length scale τ of the random field. Default 3.</summary>
    [Range(0.0, Limits.Single, MinimumIsExclusive = true)]
    public double Tau { get; init; } = 3;

    /// <summary>Amplitude σ of the random field N(0, σ²(-Δ + τ²)^{-α}). Default 1.</summary>
    [Range(0.0, Limits.Single)]
    public double Sigma { get; init; } = 1;
}

/// <summary>
/// Δu + (ω/c)²u = 0 on the unit square, c = 20 + tanh of a Gaussian random field, with the flux 1 through the middle of
/// the top, 0.35 ≤ x ≤ 0.65, and none elsewhere (de Hoop, Huang, Qian and Stuart 2022, arXiv:2203.13181).
/// </summary>
/// <remarks>
/// Quadratic elements of the grid's points, two cells wide, so that u is of third order; solved by elimination. At 101
/// points and k = 50 a wave has 12 points. The first axis is x, the second y: the top is the last column. The published
/// data, made with elements of its authors' own, has these axes before that of the samples.
/// </remarks>
public sealed class HelmholtzEquation : FieldGenerator
{
    private const double From = 0.35, To = 0.65;
    private readonly HelmholtzOptions _options;
    private readonly GaussianRandomField _field;
    private readonly HelmholtzSystem _system;

    /// <summary>A generator of the fields "c" and "u".</summary>
    /// <param name="options">The published set's when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public HelmholtzEquation(HelmholtzOptions? options = null)
    {
        _options = options = Rules.Require(options ?? new HelmholtzOptions());
        _field = new GaussianRandomField(options.Alpha, options.Tau);
        if (options.Size % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(options), $"Size is {options.Size}; expected an odd number.");
        _system = new HelmholtzSystem(options.Size);
        Fields = [new("c", 1, [options.Size, options.Size]), new("u", 1, [options.Size, options.Size])];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields { get; }

    /// <inheritdoc/>
    protected internal override int BatchSize => 2;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        int size = _options.Size;
        // The field's own amplitude is τ^(α-1).
        double amplitude = _options.Sigma / Math.Pow(_options.Tau, _options.Alpha - 1);
        double[] c = _field.Sample(seeds, size, size, points: PointPlacement.EndPoints).Scale(amplitude).tanh_()
            .Plus(_options.Speed).data<double>().ToArray();
        var u = new List<double>();
        foreach (double[] speed in c.Chunk(size * size))
        {
            cancellation.ThrowIfCancellationRequested();
            u.AddRange(_system.Solve(Array.ConvertAll(speed, s => Math.Pow(_options.Frequency / s, 2)),
                _ => 1, From, To));
        }
        return [Field(c), Field([.. u])];

        torch.Tensor Field(double[] values) => values.ToTensor(null, seeds.Length, 1, size, size);
    }
}
