using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>One scale of a <see cref="PatchLamo"/>.</summary>
/// <param name="Patch">Points of a patch along each axis.</param>
/// <param name="Channels">Channels of a patch.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="MlpRatio">Width of the blocks' MLPs over the channels.</param>
public sealed record PatchScale(
    [property: Range(1, 64)] int Patch = 2,
    [property: Range(1, Limits.Width)] int Channels = 64,
    [property: Range(1, Limits.Depth)] int Layers = 8,
    [property: Range(0.0, Limits.Ratio, MinimumIsExclusive = true)] double MlpRatio = 4);
