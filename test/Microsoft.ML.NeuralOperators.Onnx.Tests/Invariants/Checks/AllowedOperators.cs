namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>A file has ordinary ONNX operators only.</summary>
internal static class AllowedOperators
{
    public static void Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        Require(OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0)));
    }

    public static void Require(byte[] file)
    {
        OnnxModelInfo info = OnnxModelInfo.Read(file);
        string odd = string.Join(", ", info.Operators.Except(OnnxOperators.Allowed));
        InvariantException.Require(odd.Length == 0, $"The file has the operators {odd}, which are not allowed");
        InvariantException.Require(info.Opset == OnnxOperators.Opset,
            $"The file has the operator set {info.Opset}, expected {OnnxOperators.Opset}");
    }
}
