using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>What of the training rows a trial is trained on.</summary>
internal sealed record DataReduction
{
    /// <summary>All points of all rows.</summary>
    public static DataReduction None { get; } = new();

    /// <summary>Rows, drawn with the seed of the sweep: fewer ones are among more ones. Null for all.</summary>
    [Range(1, int.MaxValue)]
    public int? Samples { get; init; }

    /// <summary>Every so-many-th point is taken along each axis of the grids. Default 1, all.</summary>
    [Range(1, 1024)]
    public int Stride { get; init; } = 1;
}
