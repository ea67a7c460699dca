using Microsoft.ML.NeuralOperators.Testing;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>A model gives the same scores after every way through a file.</summary>
internal static class SavedFiles
{
    public static void Require(OperatorCase test)
    {
        var (mlContext, _, model) = TrainedCase.Of(test);
        // Row by row, as plain ML.NET runs them: then not even rounding differs.
        IDataView[] rows = [.. Enumerable.Range(0, 3).Select(row => test.Some(mlContext, row))];
        float[][] expected = [.. rows.Select(row => Scores.Of(model, row)[0])];
        using var folder = new TemporaryFolder();
        mlContext.Model.Save(model, test.Data(mlContext).Schema, folder["model.zip"]);
        model.ExportToOnnx(folder["model.onnx"]);
        var fresh = new MLContext();
        Same(fresh.Model.Load(folder["model.zip"], out _), "plain ML.NET");
        Same(fresh.NeuralOperators().Load(folder["model.zip"]), "operators.Load");
        Same(fresh.NeuralOperators().LoadOnnx(folder["model.onnx"]), "operators.LoadOnnx");

        void Same(ITransformer loaded, string how)
        {
            using (loaded as IDisposable)
                for (int row = 0; row < rows.Length; row++)
                    Near.Same(expected[row], Scores.Of(loaded, rows[row])[0], $"Row {row} through {how}");
        }
    }
}
