using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

internal static class LamoCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("Lamo", Small with { StateSpace = StateSpaceKind.Bidirectional, HasSharedSlices = false })
        {
            Note = "Mamba-2",
            Training = new() { LearningRate = 2e-2 },
        },
        new("Lamo", Small)
        {
            Note = "on varying points",
            IsOnPoints = true,
            Functions = [new("feature", "Load", 1, PointFields.OutputAxis)],
            Rows = SmoothPoints.OnVaryingPoints,
            EpochsToOverfit = 200,
            Training = new()
            {
                LearningRate = 2e-2,
                Schedule = LearningRateSchedule.OneCycle,
                Loss = Loss.RelativeL2,
            },
        },
        // The largest grid has more patches than a chunk.
        new("PatchLamo", new PatchLamoOptions
        {
            Scales = [new(1, 8, 1, 1), new(2, 6, 1, 2)],
            StateSize = 2,
            Positions = [4, 4],
        })
        {
            Note = "two scales",
            Sizes = [5, 8, 9],
            Training = new() { LearningRate = 2e-2 },
        },
    ];

    private static LamoOptions Small => new()
    {
        Channels = 8,
        Heads = 2,
        Layers = 2,
        Slices = 5,
        Expansion = 1,
        HeadChannels = 4,
        StateSize = 3,
    };
}
