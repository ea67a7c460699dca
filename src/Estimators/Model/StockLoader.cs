namespace Microsoft.ML.NeuralOperators.Model;

/// <summary>Loads a zip with ML.NET itself, which gives the chain around the neural operators.</summary>
internal static class StockLoader
{
    private static readonly Lock Gate = new();

    /// <summary>Loads a model.</summary>
    /// <param name="mlContext">Its registered components take part.</param>
    /// <param name="stream">The zip file.</param>
    /// <param name="onCpu">
    /// Whether to leave the context's GPU alone. ML.NET's own fallback to the CPU fails where ONNX Runtime was built without CUDA.
    /// </param>
    public static (ITransformer Model, DataViewSchema InputSchema) Load(MLContext mlContext, Stream stream, bool onCpu)
    {
        stream.Position = 0;
        if (!onCpu || mlContext.GpuDeviceId is null) return (mlContext.Model.Load(stream, out DataViewSchema schema), schema);
        // Only the context says where a loaded OnnxTransformer runs. Another thread that sees the CPU meanwhile ends up on it anyhow.
        lock (Gate)
        {
            int? device = mlContext.GpuDeviceId;
            mlContext.GpuDeviceId = null;
            try
            {
                return (mlContext.Model.Load(stream, out DataViewSchema inputSchema), inputSchema);
            }
            finally
            {
                mlContext.GpuDeviceId = device;
            }
        }
    }
}
