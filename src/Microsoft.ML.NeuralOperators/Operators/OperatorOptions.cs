using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The options of an architecture. Channels and grids come from the data, not from options. Together with them the
/// options make the definition.
/// </summary>
public abstract record OperatorOptions : IRules
{
    IEnumerable<string> IRules.Faults() => Faults();

    /// <summary>
    /// Sentences for broken rules that involve several options; attributes at the properties state the others.
    /// </summary>
    protected virtual IEnumerable<string> Faults() => [];
}

/// <summary>The options of an operator from one field to another on the same grid.</summary>
public abstract record GridOperatorOptions : OperatorOptions
{
    /// <summary>
    /// Where the grid points are, for an operator that is to score fields of other grids on the grid of its training:
    /// they are interpolated to it linearly, and the score back by cubics. For operators whose weights belong to one
    /// spacing. Null runs the operator on every field's own grid; <see cref="MgnoOptions"/> has another default.
    /// </summary>
    public PointPlacement? ScoringGrid { get; init; }

    /// <summary><see cref="ScoringGrid"/>, or what the architecture takes for null.</summary>
    internal virtual PointPlacement? PointsToScore => ScoringGrid;

    /// <summary>Grid axes of the fields: 1, 2 or 3.</summary>
    [JsonIgnore]
    public abstract int AxisCount { get; }

    /// <summary>The operator for fields of that many channels; a new one at every call.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    public abstract NeuralOperator Define(int inputChannels, int outputChannels);

    /// <summary>The axes, with the sizes that the operator needs.</summary>
    internal virtual IReadOnlyList<GridAxis> Axes => GridAxis.Of(AxisCount);

    /// <summary>Sentences for rules that involve the channels of the data.</summary>
    internal virtual IEnumerable<string> Faults(int inputChannels, int outputChannels) => [];

    /// <summary>
    /// The fault of adding the last input channels to the output where there are too few of them.
    /// </summary>
    internal static IEnumerable<string> Needs(bool isAsked, string option, int inputChannels, int outputChannels)
        => isAsked && inputChannels < outputChannels
            ? [$"{option} needs {outputChannels} input channels, got {inputChannels}"] : [];
}
