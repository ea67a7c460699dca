namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Cases of operators that are trained one after the other.</summary>
internal static class SpecBoostCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("SpecBoost", new SpecBoostOptions
        {
            First = new FnoOptions { Modes = [4, 4], Channels = 8, Layers = 2 },
            Second = new ResNetOptions { Channels = 8, Layers = 2 },
        }) { Training = new() { LearningRate = 5e-3 } },
        new("SpecBoost", new SpecBoostOptions
        {
            First = new FnoOptions { Modes = [4, 4], Channels = 8, Layers = 2 },
            Second = new FnoOptions { Modes = [6, 6], Channels = 6, Layers = 2 },
            FirstCoarsening = 2,
        })
        {
            Note = "the first stage on a coarser grid",
            Training = new() { LearningRate = 5e-3 },
        },
        new("SpecBoost", new SpecBoostOptions
        {
            First = new ResNetOptions
            {
                Dimensions = 1,
                Channels = 12,
                Layers = 2,
                Boundary = BoundaryCondition.Periodic,
            },
            Second = new FnoOptions { Modes = [6], Channels = 8, Layers = 2 },
            Stages = 3,
            Folds = 2,
            SeesPrediction = false,
        })
        {
            Note = "three stages and two folds, on lines",
            Rows = SmoothFields.OnLines,
            Training = new() { LearningRate = 5e-3 },
        },
    ];
}
