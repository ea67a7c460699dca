using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;

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

    /// <summary>A toy.</summary>
    public static OperatorCase Of(Func<int, int, NeuralOperator> define) => new("Toy", new OwnOptions(define));

    /// <summary>A toy on point sets, with rows of different numbers of points.</summary>
    public static OperatorCase OnPoints(Func<int, int, int, NeuralOperator> define)
        => new("Point toy", new PointToyOptions(define))
        {
            Functions = [new("feature", "Load", 1, PointFields.OutputAxis)],
            Rows = SmoothPoints.OnVaryingPoints,
            EpochsToOverfit = 150,
            Training = new() { LearningRate = 2e-2, Loss = Loss.RelativeL2 },
        };
}
