namespace Microsoft.ML.NeuralOperators.Torch;

/// <summary>The device torch runs on: what differs between the CPU and CUDA.</summary>
internal static class TorchDevice
{
    /// <summary>
    /// The CUDA device asked for, or the CPU; a missing device is an error unless the CPU may be used instead.
    /// </summary>
    public static torch.Device Choose(int? gpuDeviceId, bool fallbackToCpu)
    {
        if (gpuDeviceId is not { } id) return torch.CPU;
        int found = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (id < found) return torch.device(DeviceType.CUDA, id);
        return fallbackToCpu ? torch.CPU : throw new InvalidOperationException(
            $"CUDA device {id} was asked for, but torch finds {found} such devices. Set FallbackToCpu to train on the "
            + "CPU instead.");
    }

    /// <summary>Whether it is the CPU.</summary>
    public static bool IsCpu(torch.Device device) => device.type == DeviceType.CPU;

    /// <summary>Its name: "cpu", "cuda:0".</summary>
    public static string Name(torch.Device device) => IsCpu(device) ? "cpu" : $"cuda:{device.index}";

    /// <summary>A tensor of the CPU on the device, in a type; on the CPU it may be the same tensor.</summary>
    /// <param name="host">The tensor.</param>
    /// <param name="type">The type.</param>
    /// <param name="device">The device.</param>
    /// <param name="overlaps">
    /// Whether the device may calculate meanwhile; for that the tensor goes through pinned memory.
    /// </param>
    public static torch.Tensor Place(torch.Tensor host, torch.ScalarType type, torch.Device device,
        bool overlaps = false)
        => IsCpu(device) ? host.type(type)
            : torch.empty(host.shape, dtype: type, device: device).copy_(overlaps ? host.pin_memory() : host, overlaps);
}
