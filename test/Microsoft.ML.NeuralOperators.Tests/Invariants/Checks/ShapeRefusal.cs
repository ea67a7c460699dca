namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>
/// A definition refuses a field with a channel or an axis too many, and fields that differ in a size they have in
/// common.
/// </summary>
internal static class ShapeRefusal
{
    public static void Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        Require(test, shapes => CostInterpreter.Measure(definition, [.. shapes.Select(shape => Shape.Of(shape))]));
    }

    /// <param name="test">The case.</param>
    /// <param name="run">Runs its definition on shapes.</param>
    public static void Require(OperatorCase test, Action<long[][]> run)
    {
        NeuralOperator definition = test.Define();
        string[][] sizes = [.. definition.Inputs.Select(port
            => (string[])["batch", $"{port.Channels}", .. port.Axes.Select(axis => $"{axis}")])];
        WrongShapes.Require(sizes, PortShapes.Of(definition, 2, test.Sizes[0]), i => $"{definition.Inputs[i]}", run);
    }
}
