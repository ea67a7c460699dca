using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators.Fourier;

/// <summary>Normalisation inside an operator.</summary>
public enum NormalizationKind
{
    /// <summary>None.</summary>
    None,
    /// <summary>Over the grid and all channels of a sample.</summary>
    Group,
    /// <summary>Over the grid, every channel of a sample for itself, without learned factors.</summary>
    Instance,
}

/// <summary>The architecture of a <see cref="FourierOperator"/>; names and defaults are those of the library neuraloperator.</summary>
public sealed record FourierOperatorOptions
{
    /// <summary>Modes kept along each grid axis, counted over the full spectrum (16 keeps -8…7); as many numbers as axes.</summary>
    public IReadOnlyList<int> NumberOfModes { get; init; } = [16, 16];

    /// <summary>Channels of the input field.</summary>
    public int InputChannels { get; init; } = 1;

    /// <summary>Channels of the output field.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Channels between the layers.</summary>
    public int HiddenChannels { get; init; } = 32;

    /// <summary>Fourier layers.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Width of the lifting's hidden layer over <see cref="HiddenChannels"/>.</summary>
    public double LiftingRatio { get; init; } = 2;

    /// <summary>Width of the projection's hidden layer over <see cref="HiddenChannels"/>.</summary>
    public double ProjectionRatio { get; init; } = 2;

    /// <summary>Width of the channel MLPs' hidden layers over <see cref="HiddenChannels"/>; 0 leaves the MLPs out.</summary>
    public double ChannelMlpExpansion { get; init; } = 0.5;

    /// <summary>Whether the coordinates of the points are appended to the input.</summary>
    public bool GridEmbedding { get; init; } = true;

    /// <summary>Zeros around the domain, as a fraction of each axis at each end; 0 for periodic fields.</summary>
    public double DomainPadding { get; init; }

    /// <summary>The axes that are padded; all when null. Periodic axes should not be.</summary>
    public IReadOnlyList<int>? PaddedAxes { get; init; }

    /// <summary>
    /// Whether the first axis is time and the output equals the input at its first point exactly; see
    /// <see cref="InitialConstraint"/>. Needs as many input as output channels at least.
    /// </summary>
    public bool HasInitialConstraint { get; init; }

    /// <summary>Whether the last channels of the input, as many as the output has, are added to the output: for one step in time.</summary>
    public bool HasOutputResidual { get; init; }

    /// <summary>Normalisation after the spectral convolution and after the channel MLP of every layer.</summary>
    public NormalizationKind Normalization { get; init; }

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        if (NumberOfModes.Count is < 1 or > 3) yield return $"NumberOfModes has {NumberOfModes.Count} entries; expected 1, 2 or 3";
        if (NumberOfModes.Any(m => m < 1)) yield return $"NumberOfModes is [{string.Join(", ", NumberOfModes)}]; expected positive numbers";
        if (InputChannels < 1) yield return $"InputChannels is {InputChannels}; expected at least 1";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (HiddenChannels < 1) yield return $"HiddenChannels is {HiddenChannels}; expected at least 1";
        if (Layers < 1) yield return $"Layers is {Layers}; expected at least 1";
        if (!(LiftingRatio > 0)) yield return $"LiftingRatio is {LiftingRatio}; expected more than 0";
        if (!(ProjectionRatio > 0)) yield return $"ProjectionRatio is {ProjectionRatio}; expected more than 0";
        if (!(ChannelMlpExpansion >= 0)) yield return $"ChannelMlpExpansion is {ChannelMlpExpansion}; expected at least 0";
        if (!(DomainPadding >= 0 && DomainPadding <= 1)) yield return $"DomainPadding is {DomainPadding}; expected 0 to 1";
        if (PaddedAxes is not null && PaddedAxes.Any(a => a < 0 || a >= NumberOfModes.Count)) yield return $"PaddedAxes is [{string.Join(", ", PaddedAxes)}]; expected axes of {NumberOfModes.Count}";
        else if (PaddedAxes is not null && PaddedAxes.Distinct().Count() < PaddedAxes.Count) yield return $"PaddedAxes is [{string.Join(", ", PaddedAxes)}]; expected every axis once";
        foreach (string fault in EnumFaults.Of(this).Concat(SizeFaults.Of(this))) yield return fault;
        if (HasOutputResidual && InputChannels < OutputChannels) yield return $"HasOutputResidual needs {OutputChannels} input channels, got {InputChannels}";
        if (HasInitialConstraint && InputChannels < OutputChannels) yield return $"HasInitialConstraint needs {OutputChannels} input channels, got {InputChannels}";
    }
}
