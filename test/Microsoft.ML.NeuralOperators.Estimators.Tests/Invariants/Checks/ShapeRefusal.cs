using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// Definition, session and transformer refuse a field with a channel or an axis too many, definition and session fields
/// that differ in a size they have in common, Fit a label of another size; all of them say what they expected and got.
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
        OfSession(model.Session, test.Data(mlContext));
        OfTransformer(model, test.Data(mlContext));
    }

    private static void OfDefinition(NeuralOperator definition, int size)
    {
        long[][] shapes = PortShapes.Of(definition, 2, size);
        string[][] sizes = [.. definition.Inputs.Select(port
            => (string[])["batch", $"{port.Channels}", .. port.Axes.Select(axis => $"{axis}")])];
        for (int i = 0; i < shapes.Length; i++)
        {
            foreach (long[] wrong in Wrong(shapes[i]))
                Refuses<InvalidOperationException>(() => Measure(i, wrong), $"{definition.Inputs[i]}", Text(wrong));
            foreach (var (name, wrong) in Single(sizes, i, shapes[i]))
                Refuses<InvalidOperationException>(() => Measure(i, wrong), $"'{name}'", Text(wrong));
        }

        void Measure(int port, long[] wrong)
            => CostInterpreter.Measure(definition,
            [.. shapes.Select((shape, i) => Shape.Of(i == port ? wrong : shape))]);
    }

    private static void OfFit(OperatorCase test, MLContext mlContext, FieldPort output)
    {
        IDataView rows = test.Data(mlContext), other = test.Rows(mlContext, test.Sizes[1], Enumerable.Range(0, 8));
        var mixed = new SwappedColumn(rows, other, OperatorCase.Label);
        // Points without order are counted row by row.
        if (output.Axes[0].IsPointSet)
            Refuses<InvalidOperationException>(Fit, $"row 0 has {Points(rows)} and {Points(other)}",
                OperatorCase.Label);
        else Refuses<InvalidOperationException>(Fit, Dimensions(rows), Dimensions(other));

        void Fit() => test.Create(mlContext).Fit(mixed).Dispose();

        int Points(IDataView view) => view.GetColumn<float[]>(OperatorCase.Label).First().Length / output.Channels;

        string Dimensions(IDataView view)
            => Text([.. ((VectorDataViewType)view.Schema[OperatorCase.Label].Type).Dimensions.Select(d => (long)d)]);
    }

    private static void OfSession(OnnxOperatorSession session, IDataView rows)
    {
        var inputs = FieldBatch.Read(rows, session.Info);
        string[][] sizes = [.. session.Info.Inputs.Values.Select(shape => shape.ToArray())];
        for (int i = 0; i < inputs.Length; i++)
        {
            foreach (long[] wrong in Wrong(inputs[i].Shape))
                Refuses<InvalidOperationException>(() => Run(i, wrong), $"[{string.Join(", ", sizes[i])}]",
                    Text(wrong));
            foreach (var (name, wrong) in Single(sizes, i, inputs[i].Shape))
                Refuses<InvalidOperationException>(() => Run(i, wrong), $"'{name}'", Text(wrong));
        }

        void Run(int input, long[] wrong)
            => session.Run([.. inputs.Select((given, i) => i == input ? PortShapes.Random(wrong, 0) : given)]);
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
                var type = new VectorDataViewType(NumberDataViewType.Single,
                    dimensions: (int[])[.. wrong.Skip(1).Select(d => (int)d)]);
                var builder = new DataViewSchema.Builder();
                foreach (DataViewSchema.Column column in rows.Schema)
                    builder.AddColumn(column.Name, column.Name == name ? type : column.Type);
                Refuses<ArgumentOutOfRangeException>(() => model.GetOutputSchema(builder.ToSchema()), "expected",
                    $"{type}");
            }
        }
    }

    private static IEnumerable<long[]> Wrong(long[] shape) => [[shape[0], shape[1] + 1, .. shape[2..]], [.. shape, 2]];

    // One where another field has many: what arithmetic would spread without a word.
    private static IEnumerable<(string Name, long[] Wrong)> Single(string[][] sizes, int field, long[] shape)
    {
        for (int axis = 0; axis < shape.Length; axis++)
            if (shape[axis] > 1 && !char.IsDigit(sizes[field][axis][0]) && sizes.Where((_, other) => other != field)
                .Any(other => other.Contains(sizes[field][axis])))
                yield return (sizes[field][axis], [.. shape[..axis], 1, .. shape[(axis + 1)..]]);
    }

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
            InvariantException.Require(error.Message.Contains(expected, StringComparison.Ordinal)
                && error.Message.Contains(actual, StringComparison.Ordinal),
                $"The refusal of {actual} does not name it and '{expected}': {error.Message}");
            return;
        }
        throw new InvariantException($"The shape {actual} is taken where {expected} is expected");
    }
}
