using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Cases of Transolver and its relatives.</summary>
internal static class TransolverCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        OnGrid("Transolver", new TransolverOptions
        {
            Channels = 16,
            Heads = 2,
            Layers = 2,
            Slices = 12,
        }),
        OnPoints("Transolver", new TransolverOptions
        {
            Channels = 16,
            Heads = 2,
            Layers = 2,
            Slices = 4,
            ReferencePoints = 3,
        }),
        OnGrid("TransolverPlusPlus", new TransolverPlusPlusOptions
        {
            Channels = 16,
            Heads = 2,
            Layers = 2,
            Slices = 4,
            HasNoise = false,
        }),
        OnPoints("TransolverPlusPlus", new TransolverPlusPlusOptions
        {
            Channels = 16,
            Heads = 2,
            Layers = 1,
            Slices = 3,
        }),
        OnGrid("LinearNO", new LinearNOOptions
        {
            Channels = 16,
            Heads = 2,
            Layers = 2,
            Slices = 4,
        }),
        OnPoints("LinearNO", new LinearNOOptions
        {
            Channels = 16,
            Heads = 2,
            Layers = 2,
            Slices = 4,
            HasTemperature = false,
            HasOutputMlp = false,
        }),
        OnGrid("Ono", new OnoOptions
        {
            Channels = 16,
            Heads = 2,
            Layers = 2,
            BasisFunctions = 4,
            Attention = OnoAttention.Nystrom,
            Landmarks = 8,
            HasBatchBasis = true,
        }),
        OnPoints("Ono", new OnoOptions
        {
            Channels = 16,
            Heads = 2,
            Layers = 2,
            BasisFunctions = 4,
        }),
    ];

    private static OperatorCase OnGrid(string architecture, OperatorOptions options) => new(architecture, options)
    {
        EpochsToOverfit = 200,
        Training = new() { LearningRate = 1e-2, Schedule = LearningRateSchedule.OneCycle },
    };

    private static OperatorCase OnPoints(string architecture, OperatorOptions options) => new(architecture, options)
    {
        Note = "varying points and parameters",
        IsOnPoints = true,
        Functions = [new("feature", "Load", 1, PointFields.OutputAxis)],
        Parameters = new("parameter", "Parameters", 1, null),
        Rows = SmoothPoints.OnVaryingPoints,
        EpochsToOverfit = 120,
        Training = new() { LearningRate = 1e-2, Schedule = LearningRateSchedule.OneCycle, Loss = Loss.RelativeL2 },
    };
}
