namespace Microsoft.ML.NeuralOperators.Model;

/// <summary>
/// Lets ML.NET make its own OnnxTransformers on the CPU. They take the device from the context alone, and their
/// fallback to the CPU fails where ONNX Runtime was built without CUDA.
/// </summary>
internal static class CpuContext
{
    private static readonly Lock Gate = new();

    /// <summary>Runs a function while the context names no GPU.</summary>
    /// <param name="mlContext">The context; afterwards it is as it was.</param>
    /// <param name="isNeeded">
    /// Whether its GPU turned out to be missing: another thread that sees none meanwhile loses nothing.
    /// </param>
    /// <param name="make">Makes the transformers.</param>
    public static T Run<T>(MLContext mlContext, bool isNeeded, Func<T> make)
    {
        if (!isNeeded) return make();
        lock (Gate)
        {
            int? device = mlContext.GpuDeviceId;
            mlContext.GpuDeviceId = null;
            try
            {
                return make();
            }
            finally
            {
                mlContext.GpuDeviceId = device;
            }
        }
    }
}
