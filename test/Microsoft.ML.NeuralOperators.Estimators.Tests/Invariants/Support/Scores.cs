using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Scores of rows.</summary>
internal static class Scores
{
    /// <summary>One array a row.</summary>
    public static float[][] Of(ITransformer model, IDataView rows, string column = "Score")
        => [.. model.Transform(rows).GetColumn<float[]>(column)];
}
