using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The device torch trains on.</summary>
internal static class TorchDevice
{
    /// <summary>The CUDA device asked for, or the CPU; a missing device is an error unless the CPU may stand in.</summary>
    public static torch.Device Choose(int? gpuDeviceId, bool fallbackToCpu)
    {
        if (gpuDeviceId is not { } id) return torch.CPU;
        if (torch.cuda.is_available() && id < torch.cuda.device_count()) return torch.device(DeviceType.CUDA, id);
        return fallbackToCpu ? torch.CPU : throw new InvalidOperationException(
            $"CUDA device {id} was asked for, but torch finds {(torch.cuda.is_available() ? torch.cuda.device_count() : 0)} such devices. " +
            "Set FallbackToCpu to train on the CPU instead.");
    }
}
