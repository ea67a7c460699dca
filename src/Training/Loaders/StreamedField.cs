using System.Collections.Concurrent;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Samples that lie in a file: a batch is read, converted and normalised while the one before it trains.
/// </summary>
internal sealed class StreamedField(FieldSamples field, FieldScale statistics, torch.ScalarType type,
    torch.Device device) : FieldLoader
{
    // Two batches of the same samples are two batches.
    private readonly ConcurrentDictionary<int[], Lazy<Task<torch.Tensor>>> _batches =
        new(ReferenceEqualityComparer.Instance);

    public override void Announce(int[] samples) => _ = Batch(samples);

    public override torch.Tensor Take(BatchPart part)
        => Batch(part.Samples).GetAwaiter().GetResult().narrow(0, part.From, part.Count);

    public override void Release(int[] samples)
    {
        if (_batches.TryRemove(samples, out Lazy<Task<torch.Tensor>>? batch) && batch.IsValueCreated) Free(batch.Value);
    }

    public override void Dispose()
    {
        foreach (int[] samples in _batches.Keys) Release(samples);
    }

    private Task<torch.Tensor> Batch(int[] samples)
        => _batches.GetOrAdd(samples, key => new(() => Task.Run(() => Read(key)))).Value;

    private torch.Tensor Read(int[] samples)
    {
        var numbers = new float[samples.Length * field.SampleLength];
        for (int i = 0; i < samples.Length; i++)
            field.Read(samples[i], numbers.AsSpan(i * field.SampleLength, field.SampleLength));
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor host = torch.tensor(numbers, [samples.Length, .. field.Shape[1..]], type.Full()).clone();
        return Normalize(TorchDevice.Place(host, type.Full(), device, overlaps: true), field, statistics, type, device)
            .DetachFromDisposeScope();
    }

    private static void Free(Task<torch.Tensor> batch)
    {
        try
        {
            batch.GetAwaiter().GetResult().Dispose();
        }
        catch (IOException)
        {
            // Told already where the batch was taken.
        }
    }
}
