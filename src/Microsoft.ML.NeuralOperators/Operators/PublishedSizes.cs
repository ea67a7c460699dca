using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The sizes that every published model on grids has, as its weights tell them.</summary>
internal record PublishedSizes
{
    /// <summary>Grid axes: 1, 2 or 3.</summary>
    [Range(1, 3)]
    public int Dimensions { get; init; } = 2;

    /// <summary>
    /// Channels of the input field; in the Neural-Solver-Library the points' coordinates, one channel per axis,
    /// followed by the values.
    /// </summary>
    [Range(1, Limits.Width)]
    public int InputChannels { get; init; } = 3;

    /// <summary>Channels of the output field.</summary>
    [Range(1, Limits.Width)]
    public int OutputChannels { get; init; } = 1;

    /// <summary>Channels inside the model, on the finest grid where there are several.</summary>
    [Range(1, Limits.Width)]
    public int Channels { get; init; } = 64;
}
