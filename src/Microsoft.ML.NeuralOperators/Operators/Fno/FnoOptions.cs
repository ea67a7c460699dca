using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of an <see cref="Fno"/>; names and defaults are those of the library neuraloperator.
/// </summary>
public sealed record FnoOptions : SpectralOperatorOptions
{
    /// <summary>Channels between the layers.</summary>
    [Range(1, Limits.Width), SweepRange(16, 128, IsLogarithmic = true)]
    public int Channels { get; init; } = 32;

    /// <summary>Fourier layers.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 6)]
    public int Layers { get; init; } = 4;

    /// <summary>Width of the channel MLPs' hidden layers over <see cref="Channels"/>; 0 leaves the MLPs out.</summary>
    [Range(0.0, Limits.Ratio), SweepChoice(0.0, 0.5, 1.0, 2.0)]
    public double MlpRatio { get; init; } = 0.5;

    /// <summary>
    /// Whether the first axis is time and the output equals the input at its first point exactly; see
    /// <see cref="InitialConstraint"/>. Needs at least as many input as output channels.
    /// </summary>
    public bool HasInitialConstraint { get; init; }

    /// <summary>
    /// Normalisation after the spectral convolution and after the channel MLP of every layer. Instance normalisation
    /// has no learned factors.
    /// </summary>
    [AllowedValues(Normalization.None, Normalization.Group, Normalization.Instance)]
    public Normalization Normalization { get; init; }

    /// <summary>
    /// How spectral weights are stored and learned: factorised ones, which make the operator a TFNO (Kossaifi et al.
    /// 2023, arXiv:2310.00120), have fewer parameters and overfit less where samples are few. They score as fast as
    /// dense ones, since ONNX Runtime multiplies them out once; training multiplies them out in every step.
    /// </summary>
    public SpectralFactorization Factorization { get; init; }

    /// <summary>
    /// With <see cref="Factorization"/>: numbers of the factorised weights over those of dense ones, about. Published:
    /// 0.01 to 0.42.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), SweepChoice(0.05, 0.1, 0.2, 0.4)]
    [SweepUnless(nameof(Factorization), SpectralFactorization.None), SweepWhen(nameof(Ranks), new object?[] { null })]
    public double Rank { get; init; } = 0.1;

    /// <summary>
    /// With <see cref="Factorization"/>: the ranks themselves, instead of <see cref="Rank"/>. Tucker has one for the
    /// input channels, the output channels and the modes of every axis (of the half spectrum along the last one), the
    /// tensor train one between every two of these, CP a single one.
    /// </summary>
    [Each(1, Limits.Width), SweepUnless(nameof(Factorization), SpectralFactorization.None)]
    public IReadOnlyList<int>? Ranks { get; init => field = value.Copied(); }

    /// <summary>Whether layers without MLPs are those of the library, which end as if they had one.</summary>
    internal bool IsPublished { get; init; }

    /// <summary>The form of the first programs, which published weights have; null for new models.</summary>
    internal ClassicForm? Classic { get; init; }

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new Fno(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (Modes is null) yield break;
        int expected = Factorization switch
        {
            SpectralFactorization.Tucker => Modes.Count + 2,
            SpectralFactorization.TensorTrain => Modes.Count + 1,
            SpectralFactorization.Cp => 1,
            _ => 0,
        };
        if (Ranks is not null && expected > 0 && Ranks.Count != expected)
            yield return $"Ranks has {Ranks.Count} entries; expected {expected} with Factorization {Factorization}";
    }

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels) =>
    [
        .. base.Faults(inputChannels, outputChannels),
        .. Needs(HasInitialConstraint, nameof(HasInitialConstraint), inputChannels, outputChannels),
    ];
}
