using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

internal static class FlareCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("Flare", Small with { Dimensions = 1 })
        {
            Note = "on lines",
            Rows = SmoothFields.OnLines,
            EpochsToOverfit = 150,
            Training = new() { LearningRate = 1e-2, Schedule = LearningRateSchedule.OneCycle },
        },
        new("Flare", Small with { HasHeadNormalization = true, KeyLayers = -1, Scale = 0.5 })
        {
            Note = "normalised heads, on varying points",
            IsOnPoints = true,
            Functions = [new("feature", "Load", 1, PointFields.OutputAxis)],
            Rows = SmoothPoints.OnVaryingPoints,
            EpochsToOverfit = 150,
            Training = new()
            {
                LearningRate = 1e-2,
                Schedule = LearningRateSchedule.OneCycle,
                Loss = Loss.RelativeL2,
            },
        },
    ];

    private static FlareOptions Small => new()
    {
        Channels = 16,
        Heads = 2,
        Layers = 2,
        Latents = 12,
        KeyLayers = 1,
        ValueLayers = 1,
        MlpLayers = 1,
        ProjectionLayers = 1,
    };
}
