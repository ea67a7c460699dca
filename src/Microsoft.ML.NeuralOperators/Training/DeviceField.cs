using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>All samples of a field on the device, normalised once.</summary>
internal sealed class DeviceField : IDisposable
{
    public DeviceField(FieldSamples samples, (float[] Mean, float[] Deviation)? statistics, torch.ScalarType type, torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor tensor = torch.tensor(samples.Values, samples.Shape, type, device);
        if (statistics is { } s)
        {
            long[] column = [samples.Channels, .. samples.Grid.Select(_ => 1L)];
            tensor = (tensor - torch.tensor(s.Mean, column, type, device)) / torch.tensor(s.Deviation, column, type, device);
        }
        Samples = tensor;
        Samples.DetachFromDisposeScope();
    }

    /// <summary>[count, channels, grid…].</summary>
    public torch.Tensor Samples { get; }

    public void Dispose() => Samples.Dispose();
}
