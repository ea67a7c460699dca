using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Onnx.Proto;
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
    public static Dictionary<string, float[]> Weights(byte[] model)
        => ModelProto.Parser.ParseFrom(model).Graph.Initializer
        .Where(t => t.DataType == 1)
        .ToDictionary(t => t.Name, t => MemoryMarshal.Cast<byte, float>(t.RawData.Span).ToArray(),
            StringComparer.Ordinal);
}
