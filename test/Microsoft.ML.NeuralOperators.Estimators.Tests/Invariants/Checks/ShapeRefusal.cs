using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Interpreters.Cost;
using Microsoft.ML.NeuralOperators.Onnx;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// Definition, session and transformer refuse a field with a channel or an axis too many, Fit a label of another size; all of
/// them say what they expected and got.
/// </summary>
internal static class ShapeRefusal
{
    public static void Require(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        NeuralOperator definition = test.Define(mlContext);
        OfDefinition(definition, test.Sizes[0]);
        if (test.Sizes.Count > 1) OfFit(test, mlContext, definition.Output);
        using NeuralOperatorTransformer model = test.Fit(mlContext);
        OfSession(model.Session, test.Training(mlContext));
        OfTransformer(model, test.Training(mlContext));
    }

    private static void OfDefinition(NeuralOperator definition, int size)
    {
        long[][] shapes = PortShapes.Of(definition, 2, size);
        for (int i = 0; i < shapes.Length; i++)
            foreach (long[] wrong in Wrong(shapes[i]))
            {
                Shape[] given = [.. shapes.Select((shape, port) => Shape.Of(port == i ? wrong : shape))];
                Refuses<InvalidOperationException>(() => CostInterpreter.Measure(definition, given), $"{definition.Inputs[i]}", Text(wrong));
            }
    }

    private static void OfFit(OperatorCase test, MLContext mlContext, FieldPort output)
    {
        OperatorTrainerOptions options = test.Quick();
        IDataView rows = test.Training(mlContext), other = test.Rows(mlContext, test.Sizes[1], Enumerable.Range(0, 8));
        var mixed = new SwappedColumn(rows, other, options.LabelColumnName);
        // Points without order are counted row by row.
        if (output.Axes[0].IsPointSet) Refuses<InvalidOperationException>(Fit, $"row 0 has {Points(rows)} and {Points(other)}", options.LabelColumnName);
        else Refuses<InvalidOperationException>(Fit, Dimensions(rows), Dimensions(other));

        void Fit() => test.Create(mlContext, options).Fit(mixed).Dispose();

        int Points(IDataView view) => view.GetColumn<float[]>(options.LabelColumnName).First().Length / output.Channels;

        string Dimensions(IDataView view) => Text([.. ((VectorDataViewType)view.Schema[options.LabelColumnName].Type).Dimensions.Select(d => (long)d)]);
    }

    private static void OfSession(OnnxOperatorSession session, IDataView rows)
    {
        var inputs = FieldBatch.Read(rows, session.Info);
        for (int i = 0; i < inputs.Length; i++)
            foreach (long[] wrong in Wrong(inputs[i].Shape))
            {
                var given = inputs.ToArray();
                given[i] = PortShapes.Random(wrong, 0);
                Refuses<InvalidOperationException>(() => session.Run(given), $"[{string.Join(", ", session.Info.Inputs.Values.ElementAt(i))}]", Text(wrong));
            }
    }

    private static void OfTransformer(NeuralOperatorTransformer model, IDataView rows)
    {
        OnnxModelInfo info = model.Session.Info;
        foreach (var (name, field) in info.Inputs.Keys.Zip(FieldBatch.Read(rows, info)))
        {
            // The transformer makes masks by itself.
            if (!model.FeatureColumnNames.Contains(name)) continue;
            foreach (long[] wrong in Wrong(field.Shape))
            {
                var type = new VectorDataViewType(NumberDataViewType.Single, dimensions: (int[])[.. wrong.Skip(1).Select(d => (int)d)]);
                var builder = new DataViewSchema.Builder();
                foreach (DataViewSchema.Column column in rows.Schema) builder.AddColumn(column.Name, column.Name == name ? type : column.Type);
                Refuses<ArgumentOutOfRangeException>(() => model.GetOutputSchema(builder.ToSchema()), "expected", $"{type}");
            }
        }
    }

    private static IEnumerable<long[]> Wrong(long[] shape) => [[shape[0], shape[1] + 1, .. shape[2..]], [.. shape, 2]];

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";

    private static void Refuses<T>(Action action, string expected, string actual)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T error)
        {
            InvariantException.Require(error.Message.Contains(expected, StringComparison.Ordinal) && error.Message.Contains(actual, StringComparison.Ordinal),
                $"The refusal of {actual} does not name it and '{expected}': {error.Message}");
            return;
        }
        throw new InvariantException($"The shape {actual} is taken where {expected} is expected");
    }
}
