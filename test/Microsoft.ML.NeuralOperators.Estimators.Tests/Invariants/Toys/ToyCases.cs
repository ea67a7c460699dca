namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;

/// <summary>Cases of toys.</summary>
internal static class ToyCases
{
    /// <summary>The toy with nothing broken.</summary>
    public static OperatorCase Sound { get; } = Of((inputs, outputs) => new ToyOperator(inputs, outputs));

    /// <summary>A toy.</summary>
    public static OperatorCase Of(Func<int, int, NeuralOperator> define) => new(typeof(ToyTrainer), () => new ToyTrainer.Options { Definition = define });
}
