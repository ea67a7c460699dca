namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Writes down what a definition computes. Operators of the same parameters may differ in activation, boundary or
/// padding; the operations they execute tell them apart, whatever the architecture.
/// </summary>
internal sealed class OperationTrace : Interpreter
{
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, Value> _tables = [];

    /// <summary>The operations of one forward pass, one a line.</summary>
    public static IReadOnlyList<string> Of(NeuralOperator definition, IEnumerable<Shape> inputs)
    {
        var run = new OperationTrace();
        definition.Run([.. inputs.Select(shape => run.Add("input", shape))]);
        return run._lines;
    }

    public override Value Parameter(ParameterDeclaration declaration)
        => Add(declaration.Name, Shape.Of([.. declaration.Shape]));

    public override Value Table(string key, Func<Value> build)
    {
        if (!_tables.TryGetValue(key, out Value? table)) _tables.Add(key, table = build());
        return table;
    }

    private protected override object Execute(Operation operation, IReadOnlyList<Value> inputs, Shape[] shapes,
        Shape output)
        => Line($"{StateText.Of(operation)} of {string.Join(' ', inputs.Select(i => i.Handle))}", output);

    private Value Add(string text, Shape shape) => new(this, shape, Line(text, shape));

    // The line's number is what later lines call the result.
    private object Line(string text, Shape shape)
    {
        _lines.Add($"{text}: {shape}");
        return _lines.Count - 1;
    }
}
