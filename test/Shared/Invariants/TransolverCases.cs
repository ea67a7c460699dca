using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Cases of Transolver and its relatives.</summary>
internal static class TransolverCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("Transolver", new TransolverOptions
        {
            Channels = 16,
            Heads = 2,
            Layers = 2,
            Slices = 4,
        })
        {
            EpochsToOverfit = 120,
            Training = new() { LearningRate = 1e-2, Schedule = LearningRateSchedule.OneCycle },
        },
        new("Transolver", new TransolverOptions
        {
            Channels = 16,
            Heads = 2,
            Layers = 2,
            Slices = 4,
            ReferencePoints = 3,
        })
        {
            Note = "varying points and parameters",
            IsOnPoints = true,
            Functions = [new("feature", "Load", 1, PointFields.OutputAxis)],
            Parameters = new("parameter", "Parameters", 1, null),
            Rows = SmoothPoints.OnVaryingPoints,
            EpochsToOverfit = 120,
            Training = new() { LearningRate = 1e-2, Schedule = LearningRateSchedule.OneCycle, Loss = Loss.RelativeL2 },
        },
    ];
}
