using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Cases of stacked tensorial networks.</summary>
internal static class StnnCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        Of("", new StnnOptions { Experts = 3, Rank = 4, Cores = 3, GateLayers = 2, Activation = Activation.Gelu }),
        Of("contracted", new StnnOptions
        {
            Experts = 2,
            Rank = 6,
            Cores = 2,
            SensorsAtPlace = 7,
            Contractions = 3,
            GateLayers = 1,
            Activation = Activation.Tanh,
        }),
    ];

    private static OperatorCase Of(string note, StnnOptions options) => new("Stnn", options)
    {
        Note = note,
        Functions = [new("feature", "Features", 2, "sensors")],
        Parameters = new("parameter", "Parameters", 1, null),
        Rows = SmoothPoints.OnSharedPoints,
        Sizes = [8],
        EpochsToOverfit = 150,
        Training = new() { LearningRate = 2e-2, Loss = Loss.RelativeL2 },
    };
}
