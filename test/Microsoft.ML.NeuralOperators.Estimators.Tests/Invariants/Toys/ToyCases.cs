using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;

/// <summary>Cases of toys.</summary>
internal static class ToyCases
{
    /// <summary>The toys with nothing broken.</summary>
    public static IReadOnlyList<OperatorCase> AllSound => [Sound, SoundOnPoints];

    /// <summary>The toy with nothing broken.</summary>
    public static OperatorCase Sound { get; } = Of((inputs, outputs) => new ToyOperator(inputs, outputs));

    /// <summary>The toy on point sets with nothing broken.</summary>
    public static OperatorCase SoundOnPoints { get; }
        = OnPoints((coordinates, inputs, outputs) => new PointToyOperator(coordinates, inputs, outputs));

    /// <summary>Broken: does not hand the token on.</summary>
    public static OperatorCase Deaf { get; } = Sound with
    {
        Make = (operators, training)
            => Sound.Make(operators, training with { CancellationToken = CancellationToken.None }),
    };

    /// <summary>Broken: its options count their definitions.</summary>
    public static OperatorCase Counting { get; }
        = new("Toy", (operators, training) => operators.Custom(new CountingOptions(), training: training));

    /// <summary>A toy.</summary>
    public static OperatorCase Of(Func<int, int, NeuralOperator> define)
        => new("Toy", (operators, training) => operators.Custom(define, training: training));

    /// <summary>A toy on point sets, with rows of different numbers of points.</summary>
    public static OperatorCase OnPoints(Func<int, int, int, NeuralOperator> define)
        => new("Point toy", (operators, training) => operators.Points(OperatorCase.Label, "Points",
            [new("feature", "Load", 1, PointFields.OutputAxis)], null, "Score", new PointToyOptions(define),
            training, new(),
            new() { Label = 2 }))
        {
            Rows = SmoothPoints.OnVaryingPoints,
            EpochsToOverfit = 150,
            Training = new() { LearningRate = 2e-2, Loss = Microsoft.ML.NeuralOperators.Training.Loss.RelativeL2 },
        };
}
