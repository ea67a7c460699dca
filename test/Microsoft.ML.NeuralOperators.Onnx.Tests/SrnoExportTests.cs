using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>One exported file of the authors' SRNO serves every field and any points.</summary>
public class SrnoExportTests(ITestOutputHelper log)
{
    [Fact]
    public void Published_weights_give_published_outputs_from_one_file()
    {
        SrnoReference reference = SrnoReference.Read();
        ParameterValues values = Checkpoint.Load(reference.Path);
        byte[] model = OnnxExporter.Export((NeuralOperator)values.Definition, values);
        Assert.Empty(OnnxModelInfo.Read(model).Operators.Except(OnnxOperators.Allowed));
        using OnnxOperatorSession session = OnnxOperatorSession.Open(model);
        foreach (var (inputs, output) in reference.Cases)
        {
            float[] scores = session.Run([.. inputs]).Values;
            log.WriteLine($"{string.Join('×', inputs[0].Shape)}: "
                + $"{PublishedReference.Difference(output.Values, scores):g2}");
            Parity.Equal([.. output.Values], scores, 1e-4);
        }
    }
}
