using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// Fit refuses a label of another size, a transformer a field with a channel or an axis too many; both say what they
/// expected and got.
/// </summary>
internal static class ShapeRefusal
{
    public static void Require(OperatorCase test)
    {
        if (test.Sizes.Count > 1) OfFit(test, new MLContext(seed: 0), test.Define().Output);
        var (mlContext, _, model) = TrainedCase.Of(test);
        OfTransformer(model, test.Data(mlContext));
    }

    private static void OfFit(OperatorCase test, MLContext mlContext, FieldPort output)
    {
        IDataView rows = test.Data(mlContext), other = test.View(mlContext, test.Sizes[1], Enumerable.Range(0, 8));
        var mixed = new SwappedColumn(rows, other, OperatorCase.Label);
        // Points without order are counted row by row.
        if (output.Axes[0].IsPointSet)
            WrongShapes.Refuses<InvalidOperationException>(Fit, $"row 0 has {Points(rows)} and {Points(other)}",
                OperatorCase.Label);
        else WrongShapes.Refuses<InvalidOperationException>(Fit, Dimensions(rows), Dimensions(other));

        void Fit() => test.Create(mlContext).Fit(mixed).Dispose();

        int Points(IDataView view) => view.GetColumn<float[]>(OperatorCase.Label).First().Length / output.Channels;

        string Dimensions(IDataView view)
            => WrongShapes.Text([.. ((VectorDataViewType)view.Schema[OperatorCase.Label].Type).Dimensions.Select(d
                => (long)d)]);
    }

    private static void OfTransformer(NeuralOperatorTransformer model, IDataView rows)
    {
        OnnxModelInfo info = model.Session.Info;
        foreach (var (name, field) in info.Inputs.Keys.Zip(FieldBatch.Read(rows, info)))
        {
            // The transformer makes masks by itself.
            if (!model.FeatureColumnNames.Contains(name)) continue;
            foreach (long[] wrong in WrongShapes.Of(field.Shape))
            {
                var type = new VectorDataViewType(NumberDataViewType.Single,
                    dimensions: (int[])[.. wrong.Skip(1).Select(d => (int)d)]);
                var builder = new DataViewSchema.Builder();
                foreach (DataViewSchema.Column column in rows.Schema)
                    builder.AddColumn(column.Name, column.Name == name ? type : column.Type);
                WrongShapes.Refuses<ArgumentOutOfRangeException>(() => model.GetOutputSchema(builder.ToSchema()),
                    "expected",
                    $"{type}");
            }
        }
    }
}
