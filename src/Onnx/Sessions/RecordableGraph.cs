using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>A model for inputs of given sizes whose kernels a CUDA device can record.</summary>
/// <remarks>
/// ONNX Runtime ends the process where a kernel that waits for the host meets a recording, such as that of a Range. So
/// the sizes are filled in first, which makes constants of all that follows from them, and only operators that were run
/// in a recording are let through.
/// </remarks>
internal static class RecordableGraph
{
    /// <summary>The operators that architectures of the library are made of, sizes apart.</summary>
    public static readonly IReadOnlySet<string> Operators = new HashSet<string>(StringComparer.Ordinal)
    {
        "Abs", "Add", "Cast", "Concat", "Conv", "Cos", "Div", "Erf", "Exp", "Expand", "Floor", "Gather", "Gemm",
        "LayerNormalization", "LessOrEqual", "MatMul", "Max", "MaxPool", "Min", "Mul", "Neg", "Pad", "ReduceMax",
        "ReduceMean", "ReduceSum", "Relu", "Reshape", "Sigmoid", "Sin", "Slice", "Softmax", "Softplus", "Sqrt", "Sub",
        "Tanh", "Transpose",
    };

    /// <summary>The bytes of the model with its sizes filled in; null where it has other operators.</summary>
    /// <param name="model">The model, in one file.</param>
    /// <param name="sizes">The size of every open axis of the inputs, by its name.</param>
    /// <param name="operators">Its operators.</param>
    /// <exception cref="OnnxRuntimeException">The model does not run on such sizes.</exception>
    public static byte[]? Of(OnnxModel model, IReadOnlyDictionary<string, long> sizes,
        out IReadOnlyList<string> operators)
    {
        // ONNX Runtime gives its result in a file only.
        string path = Path.Combine(Path.GetTempPath(), $"neural-operator-{Guid.NewGuid():N}.onnx");
        try
        {
            using (var options = new SessionOptions
            {
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC,
                OptimizedModelFilePath = path,
            })
            {
                foreach (var (name, size) in sizes) options.AddFreeDimensionOverrideByName(name, size);
                SessionThreads.Set(options, 1);
                new InferenceSession(model.Graph, options).Dispose();
            }
            byte[] graph = File.ReadAllBytes(path);
            operators = [.. ModelProto.Parser.ParseFrom(graph).Graph.Node
                .Select(node => node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}").Distinct()
                .Order(StringComparer.Ordinal)];
            return operators.All(Operators.Contains) ? graph : null;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
