namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Gives the samples of one field as batches on the device, normalised.</summary>
internal abstract class FieldLoader : IDisposable
{
    /// <summary>
    /// The feed a field needs: all samples on the device, or read a batch ahead from the file they lie in.
    /// </summary>
    public static FieldLoader Create(FieldSamples samples, FieldScale statistics, torch.ScalarType type,
        torch.Device device)
        => samples.IsInMemory ? new DeviceField(samples, statistics, type, device)
            : new StreamedField(samples, statistics, type, device);

    /// <summary>Says which batch comes next, so that reading it can begin.</summary>
    public virtual void Announce(int[] samples)
    {
    }

    /// <summary>A part of a batch, [count, channels, grid…]; called by several workers at once.</summary>
    public abstract torch.Tensor Take(BatchPart part);

    /// <summary>Frees what was held for a batch.</summary>
    public virtual void Release(int[] samples)
    {
    }

    public abstract void Dispose();

    /// <summary>
    /// Normalises in full precision, since small types cannot hold small deviations from a large mean, then converts.
    /// </summary>
    protected static torch.Tensor Normalize(torch.Tensor samples, FieldSamples field, FieldScale scale,
        torch.ScalarType type, torch.Device device)
    {
        if (scale.IsNeutral) return samples.type(type);
        // Statistics may be those of one frame of several that a sample's channels hold.
        scale = scale.Repeated(field.Channels / scale.Mean.Length);
        long[] column = [field.Channels, .. field.Grid.Select(_ => 1L)];
        torch.Tensor mean = torch.tensor(scale.Mean, column, samples.dtype, device),
            deviation = torch.tensor(scale.StandardDeviation, column, samples.dtype, device);
        return ((samples - mean) / deviation).type(type);
    }
}

/// <summary>The part of a batch that one worker takes.</summary>
/// <param name="Samples">The whole batch.</param>
/// <param name="From">First sample of the part.</param>
/// <param name="Count">Samples of the part.</param>
internal sealed record BatchPart(int[] Samples, int From, int Count)
{
    public static BatchPart Whole(int[] samples) => new(samples, 0, samples.Length);
}

/// <summary>Mean and standard deviation of every channel, by which a field is normalised.</summary>
internal sealed record FieldScale(float[] Mean, float[] StandardDeviation)
{
    public static FieldScale Neutral(int channels) => new(new float[channels], [.. Enumerable.Repeat(1f, channels)]);

    /// <summary>The scale of several frames that have this one each.</summary>
    public FieldScale Repeated(int frames)
        => new([.. Enumerable.Repeat(Mean, frames).SelectMany(m => m)],
            [.. Enumerable.Repeat(StandardDeviation, frames).SelectMany(d => d)]);

    public bool IsNeutral => Mean.All(m => m == 0) && StandardDeviation.All(d => d == 1);
}
