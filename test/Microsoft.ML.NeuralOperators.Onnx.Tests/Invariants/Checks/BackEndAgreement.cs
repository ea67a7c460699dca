using Microsoft.ML.NeuralOperators.Training;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>A trained model means the same in torch and in ONNX Runtime, on every device and at every size.</summary>
internal static class BackEndAgreement
{
    private const double Tolerance = 1e-4;

    public static void Require(OperatorCase test)
    {
        TrainedOperator trained = test.Train();
        NeuralOperator definition = trained.Definition;
        InvariantException.Require(!PortShapes.AreOpen(definition) || test.Sizes.Distinct().Count() >= 3,
            $"The case has {test.Sizes.Count} sizes; an operator with open axes is tested at three");
        OnnxOperatorSession[] sessions = [.. BackEnds.OnnxRuntime(OnnxExporter.Export(definition, trained.Values))];
        try
        {
            foreach (int size in test.Sizes)
            {
                var inputs = SampleBatch.Of(definition, test.Data(size, 0, 1, 2));
                float[] expected = Torch(torch.CPU);
                foreach (torch.Device device in BackEnds.Torch.Skip(1))
                    Near.Require(expected, Torch(device), Tolerance, $"Size {size}: torch on {device}");
                foreach (OnnxOperatorSession session in sessions)
                {
                    // From the third run of a shape on, a CUDA device runs it as a graph.
                    for (int run = 0; run < 3 && session.Graphs is not null; run++)
                        session.Run(SampleBatch.Of(definition, test.Data(size, 3, 4, 5)));
                    Near.Require(expected, session.Run(inputs).Values, Tolerance,
                        $"Size {size}: ONNX Runtime, {session.ExecutionProvider}");
                }

                float[] Torch(torch.Device device) => TorchRun.Of(definition, trained.Values, inputs, device);
            }
        }
        finally
        {
            foreach (OnnxOperatorSession session in sessions) session.Dispose();
        }
    }
}
