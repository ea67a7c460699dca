using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>A trained model means the same in torch and in ONNX Runtime, on every device and at every size.</summary>
internal static class BackEndAgreement
{
    private const double Tolerance = 1e-4;

    public static void Require(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        byte[] file;
        using (NeuralOperatorTransformer model = test.Fit(mlContext)) file = ModelFile.Of(model);
        Dictionary<string, float[]> weights = ModelFile.Weights(file);
        var definition = new NormalizedOperator(test.Define(mlContext));
        InvariantException.Require(!PortShapes.AreOpen(definition) || test.Sizes.Distinct().Count() >= 3,
            $"The case has {test.Sizes.Count} sizes; an operator with open axes is tested at three");
        OnnxOperatorSession[] sessions = [.. BackEnds.OnnxRuntime(file)];
        try
        {
            foreach (int size in test.Sizes)
            {
                var inputs = FieldBatch.Read(test.Rows(mlContext, size, [0, 1, 2]), sessions[0].Info);
                float[] expected = Torch(torch.CPU);
                foreach (torch.Device device in BackEnds.Torch.Skip(1))
                    Near.Require(expected, Torch(device), Tolerance, $"Size {size}: torch on {device}");
                foreach (OnnxOperatorSession session in sessions)
                    Near.Require(expected, session.Run(inputs).Values, Tolerance,
                        $"Size {size}: ONNX Runtime, {session.ExecutionProvider}");

                // Parameters that the graph has no use for are not in the file.
                float[] Torch(torch.Device device)
                    => BackEnds.Run(definition, p => weights.GetValueOrDefault(p.Name) ?? new float[p.Elements],
                        inputs, device);
            }
        }
        finally
        {
            foreach (OnnxOperatorSession session in sessions) session.Dispose();
        }
    }
}
