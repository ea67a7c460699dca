using Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;
using Microsoft.ML.NeuralOperators.Testing;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>The ONNX file of a model: what the model really consists of.</summary>
internal static class ModelFile
{
    /// <summary>The bytes.</summary>
    public static byte[] Of(NeuralOperatorTransformer model)
    {
        using var folder = new TemporaryFolder();
        model.ExportToOnnx(folder["model.onnx"]);
        return File.ReadAllBytes(folder["model.onnx"]);
    }

    /// <summary>The numbers of every parameter by its name.</summary>
    public static Dictionary<string, float[]> Weights(byte[] model) => FileWeights.Of(model);
}
