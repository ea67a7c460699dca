namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>
/// A definition with its first weights exports; its file has the definition's shapes, and runs batches of any size.
/// </summary>
internal static class UntrainedExport
{
    public static void Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        ParameterValues values = ParameterValues.Initialize(definition, 3);
        byte[] file = OnnxExporter.Export(definition, values);
        OnnxModelInfo info = OnnxModelInfo.Read(file);
        foreach (FieldPort port in definition.Inputs.Append(definition.Output))
        {
            string[] sizes = ["batch", $"{port.Channels}",
                .. port.Axes.Select(axis => axis.Size is { } size ? $"{size}" : axis.Name)];
            string shape = string.Join(", ", info.Inputs.GetValueOrDefault(port.Name) ?? info.Outputs[port.Name]);
            string expected = string.Join(", ", sizes);
            InvariantException.Require(shape == expected,
                $"'{port.Name}' has the shape [{shape}] in the file, expected [{expected}]");
        }
        using OnnxOperatorSession session = OnnxOperatorSession.Open(file, new ExecutionOptions { Threads = 1 });
        foreach (long batch in new long[] { 1, 5 })
        {
            var inputs = PortShapes.Inputs(definition, batch, test.Sizes[0]);
            var (actual, shape) = session.Run(inputs);
            InvariantException.Require(shape[0] == batch, $"{batch} samples give {shape[0]}");
            Near.Require(TorchRun.Of(definition, values, inputs), actual, 1e-4,
                $"A batch of {batch}");
        }
    }
}
