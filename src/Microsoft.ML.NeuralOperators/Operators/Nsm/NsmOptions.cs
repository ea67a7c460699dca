using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of an <see cref="Nsm"/>.</summary>
public sealed record NsmOptions : GridOperatorOptions
{
    /// <summary>The basis of every axis.</summary>
    [Entries(1, 3)]
    public IReadOnlyList<CoefficientBasis> Bases { get; init => field = value.Copied(); }
        = [CoefficientBasis.Fourier, CoefficientBasis.Fourier];

    /// <summary>
    /// Coefficients along every axis, in and out; odd ones on Fourier axes. Published: 31×31 for Poisson's equation,
    /// 32×64 for reaction and diffusion, 12×31×31 for flows.
    /// </summary>
    [Entries(1, 3), Each(1, Limits.Width)]
    public IReadOnlyList<int> Modes { get; init => field = value.Copied(); } = [31, 31];

    /// <summary>Channels between the layers. Published: 64, and 32 for flows.</summary>
    [Range(1, Limits.Width), SweepRange(16, 96, IsLogarithmic = true)]
    public int Channels { get; init; } = 64;

    /// <summary>Layers. Published: 4, and 10 for flows.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 8)]
    public int Layers { get; init; } = 4;

    /// <summary>The nonlinearity. Published: ReLU, or tanh.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>
    /// Points at which nonlinearities are taken, over the modes of each axis; 1.5 lessens what folds onto the modes.
    /// </summary>
    [Range(1.0, 8.0)]
    public double Oversampling { get; init; } = 1;

    /// <summary>What the output meets exactly.</summary>
    public NsmConstraint Constraint { get; init; }

    /// <summary>Factor of the output, which lets a training begin near zero. Published: 0.001.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double OutputScale { get; init; } = 1e-3;

    /// <inheritdoc/>
    public override int AxisCount => Modes.Count;

    internal override IReadOnlyList<GridAxis> Axes
        => [.. GridAxis.Of(AxisCount).Zip(Modes, (axis, modes) => axis with { Size = modes })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new Nsm(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (Bases is null || Modes is null) yield break;
        if (Bases.Count != Modes.Count)
        {
            yield return $"Bases has {Bases.Count} entries; expected {Modes.Count}, one an axis of Modes";
            yield break;
        }
        if (Bases.Zip(Modes).Any(axis => axis.First == CoefficientBasis.Fourier && axis.Second > 0
            && axis.Second % 2 == 0))
            yield return $"Bases has Fourier where Modes, [{string.Join(", ", Modes)}], is even; expected odd numbers "
                + "on Fourier axes";
        CoefficientBasis? needed = Constraint switch
        {
            NsmConstraint.ZeroAtOrigin => CoefficientBasis.Fourier,
            NsmConstraint.ZeroAtWalls => CoefficientBasis.Chebyshev,
            _ => null,
        };
        if (needed is { } basis && Bases.Any(b => b != basis))
            yield return $"Constraint is {Constraint}; expected it with Bases of {basis} alone";
        if (Constraint == NsmConstraint.InitialState && Bases.Count > 0 && Bases[0] != CoefficientBasis.Chebyshev)
            yield return "Constraint is InitialState; expected it with Chebyshev as the basis of the first axis";
    }

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
        => Needs(Constraint == NsmConstraint.InitialState, nameof(NsmConstraint.InitialState), inputChannels,
            outputChannels);
}
