namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>All samples of a field on the device, normalised once.</summary>
internal sealed class DeviceField : FieldLoader
{
    private readonly torch.Tensor _samples;
    private readonly torch.Device _device;

    public DeviceField(FieldSamples samples, FieldScale statistics, torch.ScalarType type, torch.Device device)
    {
        _device = device;
        using DisposeScope scope = torch.NewDisposeScope();
        _samples = Normalize(torch.tensor(samples.Values, samples.Shape, type.Full(), device), samples, statistics,
            type, device).DetachFromDisposeScope();
    }

    public override torch.Tensor Take(BatchPart part)
    {
        long[] rows = [.. part.Samples.Skip(part.From).Take(part.Count)];
        return _samples.index_select(0, torch.tensor(rows, [part.Count], torch.ScalarType.Int64, _device));
    }

    public override void Dispose() => _samples.Dispose();
}
