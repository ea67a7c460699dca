using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of a <see cref="Gnot"/>; where the authors' program has other defaults they are named.
/// </summary>
public sealed record GnotOptions : PointOperatorOptions
{
    /// <summary>Channels between the layers.</summary>
    [Range(1, Limits.Width), SweepRange(32, 128, IsLogarithmic = true)]
    public int Channels { get; init; } = 64;

    /// <summary>Heads of the attention.</summary>
    [Range(1, Limits.Width), DivisorOf(nameof(Channels)), SweepChoice(1, 2, 4, 8)]
    public int Heads { get; init; } = 1;

    /// <summary>Blocks of cross-attention and self-attention.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 5)]
    public int Layers { get; init; } = 3;

    /// <summary>Networks that the geometric gating mixes at every point; the program has 1.</summary>
    [Range(1, Limits.Depth), SweepChoice(1, 2, 3, 4)]
    public int Experts { get; init; } = 3;

    /// <summary>Width of the experts' and the gating's hidden layers over <see cref="Channels"/>.</summary>
    [Range(1, Limits.Ratio)]
    public int MlpRatio { get; init; } = 4;

    /// <summary>Residual layers of the pointwise networks before and after the blocks.</summary>
    [Range(0, Limits.Depth)]
    public int MlpLayers { get; init; } = 3;

    internal override IReadOnlyList<PointField> Fields(PointFields given)
        => [given.Points, .. given.Parameters is { } parameters ? [parameters] : Array.Empty<PointField>(),
            .. given.Functions];

    internal override PointPlan Plan(PointRows rows, PointFields given, ModeFinder findModes)
    {
        IReadOnlyList<FieldSamples> fields = rows.Training.Inputs;
        int first = given.Parameters is null ? 1 : 2;
        var definition = new Gnot(fields[0].Channels, given.Parameters is null ? 0 : fields[1].Channels,
            [.. given.Functions.Select((f, i)
                => new InputFunction(fields[first + i].Channels, f.Axis == PointFields.OutputAxis))],
            rows.Training.Target.Channels, this, rows.HasVaryingPoints);
        return new PointPlan(definition, rows.Training, rows.Validation, fields.Count);
    }
}
