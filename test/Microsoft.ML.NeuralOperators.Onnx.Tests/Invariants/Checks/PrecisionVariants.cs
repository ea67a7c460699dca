namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>
/// Models of fewer bits take the same shapes, have smaller files of allowed operators, and score nearly the same.
/// </summary>
internal static class PrecisionVariants
{
    public static void Require(OperatorCase test)
    {
        NeuralOperator definition = test.Define();
        ParameterValues values = ParameterValues.Initialize(definition, 3);
        var inputs = PortShapes.Inputs(definition, 2, test.Sizes[0]);
        float[] expected = Scores(ExportPrecision.Float32, out _);
        double scale = Math.Sqrt(expected.Sum(v => (double)v * v)) + 1e-6;
        // Untrained weights are drawn around zero, where rounding counts most; a wrong axis or sign is off by 1.
        foreach (var (precision, most) in new[] { (ExportPrecision.Float16, 0.01), (ExportPrecision.Int8, 0.25) })
        {
            float[] actual = Scores(precision, out byte[] file);
            AllowedOperators.Require(file);
            InvariantException.Require(OnnxModelInfo.Read(file).Precision == precision, $"The file is no {precision}");
            double difference = Math.Sqrt(expected.Zip(actual, (e, a) => (double)(e - a) * (e - a)).Sum()) / scale;
            InvariantException.Require(difference <= most, $"{precision} differs by {difference:g3}");
        }

        float[] Scores(ExportPrecision precision, out byte[] file)
        {
            file = OnnxExporter.Export(definition, values, new() { Precision = precision });
            using OnnxOperatorSession session = OnnxOperatorSession.Open(file, new ExecutionOptions { Threads = 1 });
            return session.Run(inputs).Values;
        }
    }
}
