using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Cases of NUNO around operators on grids.</summary>
internal static class NunoCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        Of("", SmoothPoints.OnOwnPoints, new NunoOptions
        {
            Inner = new FnoOptions { Modes = [4, 4], Channels = 12, Layers = 2 },
            SubDomains = 1,
            Grid = [6, 5],
            HasDensity = true,
        }),
        Of("four boxes, varying points", SmoothPoints.OnVaryingPoints, new NunoOptions
        {
            Inner = new ResNetOptions { Channels = 12, Layers = 2 },
            SubDomains = 4,
            Grid = [4, 4],
            DensityCells = 4,
            Bandwidth = 1,
        }),
    ];

    private static OperatorCase Of(string note, Func<int, IEnumerable<int>, IReadOnlyList<SampleColumn>> rows,
        NunoOptions options) => new("Nuno", options)
        {
            Note = note,
            Functions = [new("feature", "Load", 1, PointFields.OutputAxis)],
            Rows = rows,
            EpochsToOverfit = 150,
            Training = new() { LearningRate = 1e-2, Loss = Loss.RelativeL2 },
        };
}
