namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>
/// A session refuses a field with a channel or an axis too many, and fields that differ in a size they have in common.
/// </summary>
internal static class ShapeRefusal
{
    public static void Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        byte[] file = OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0));
        using OnnxOperatorSession session = OnnxOperatorSession.Open(file, new ExecutionOptions { Threads = 1 });
        Require(test, file,
            shapes => session.Run([.. shapes.Select(shape => PortShapes.Random(shape, 0))]));
    }

    /// <param name="test">The case.</param>
    /// <param name="file">Its export.</param>
    /// <param name="run">Runs the file on shapes.</param>
    public static void Require(OperatorCase test, byte[] file, Action<long[][]> run)
    {
        string[][] sizes = [.. OnnxModelInfo.Read(file).Inputs.Values.Select(shape => shape.ToArray())];
        WrongShapes.Require(sizes, PortShapes.Of(test.Define(), 2, test.Sizes[0]),
            i => $"[{string.Join(", ", sizes[i])}]", run);
    }
}
