using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Onnx.Proto;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>What an ONNX file really consists of.</summary>
internal static class FileWeights
{
    /// <summary>The numbers of every parameter by its name.</summary>
    public static Dictionary<string, float[]> Of(byte[] model)
        => ModelProto.Parser.ParseFrom(model).Graph.Initializer
        .Where(t => t.DataType == 1)
        .ToDictionary(t => t.Name, t => MemoryMarshal.Cast<byte, float>(t.RawData.Span).ToArray(),
            StringComparer.Ordinal);
}
