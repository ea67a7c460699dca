namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// Rows in another order, and so with other neighbours in their batches, have their scores in that order.
/// </summary>
internal static class Permutation
{
    public static void Require(OperatorCase test)
    {
        int[] order = [5, 2, 7, 0, 3, 6, 1, 4];
        var (mlContext, _, model) = TrainedCase.Of(test);
        float[][] straight = Scores.Of(model, test.Data(mlContext));
        float[][] permuted = Scores.Of(model, test.Some(mlContext, order));
        for (int i = 0; i < order.Length; i++)
            Near.Require(straight[order[i]], permuted[i], 1e-5, $"Row {order[i]} at the place {i} has another score");
    }
}
