using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants;

/// <summary>
/// What is there to run an operator: torch and ONNX Runtime, on the CPU and on CUDA where there is one.
/// </summary>
internal static class BackEnds
{
    private static bool? hasOnnxCuda;

    /// <summary>Torch's devices.</summary>
    public static IEnumerable<torch.Device> Torch
    {
        get
        {
            yield return torch.CPU;
            if (!torch.cuda.is_available()) yield break;
            // Convolutions in ten bits of mantissa are further off than any fault to be found.
            torch.backends.cudnn.allow_tf32 = false;
            yield return torch.device(DeviceType.CUDA, 0);
        }
    }

    /// <summary>Sessions of a model, one an execution provider.</summary>
    public static IEnumerable<OnnxOperatorSession> OnnxRuntime(byte[] model)
    {
        yield return OnnxOperatorSession.Open(model, new ExecutionOptions { Threads = 1 });
        if (hasOnnxCuda == false) yield break;
        OnnxOperatorSession session =
            OnnxOperatorSession.Open(model, new ExecutionOptions { GpuDeviceId = 0, FallbackToCpu = true });
        hasOnnxCuda = session.ExecutionProvider != "CPUExecutionProvider";
        if (hasOnnxCuda == true) yield return session;
        else session.Dispose();
    }
}
