namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Samples of one field in host memory, row-major [count, channels, grid…].</summary>
public sealed class FieldSamples
{
    /// <summary>Samples over existing numbers.</summary>
    /// <param name="name">Name in errors: the column's.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="grid">Points along each axis.</param>
    /// <param name="values">The numbers, [count, channels, grid…].</param>
    public FieldSamples(string name, int channels, IReadOnlyList<int> grid, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        (Name, Channels, Grid, Values) = (name, channels, grid, values);
        SampleLength = grid.Aggregate(channels, (product, size) => checked(product * size));
        if (SampleLength < 1) throw new ArgumentException($"Field '{name}' has samples without elements: {channels} channels on [{string.Join(", ", grid)}].", nameof(grid));
        if (values.Length % SampleLength != 0)
            throw new ArgumentException($"Field '{name}': {values.Length} numbers are no whole number of samples of {SampleLength}.", nameof(values));
        Count = values.Length / SampleLength;
    }

    /// <summary>Name in errors.</summary>
    public string Name { get; }

    /// <summary>Channels at every point.</summary>
    public int Channels { get; }

    /// <summary>Points along each axis, outermost first.</summary>
    public IReadOnlyList<int> Grid { get; }

    /// <summary>The numbers, [count, channels, grid…].</summary>
    public float[] Values { get; }

    /// <summary>Numbers of one sample.</summary>
    public int SampleLength { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>The sizes with the samples in front.</summary>
    public long[] Shape => [Count, Channels, .. Grid.Select(size => (long)size)];

    /// <summary>One sample.</summary>
    public ReadOnlySpan<float> this[int sample] => Values.AsSpan(sample * SampleLength, SampleLength);

    /// <summary>A copy of some samples, in the given order.</summary>
    public FieldSamples Pick(IReadOnlyList<int> samples)
    {
        var values = new float[checked(samples.Count * SampleLength)];
        for (int i = 0; i < samples.Count; i++) this[samples[i]].CopyTo(values.AsSpan(i * SampleLength));
        return new FieldSamples(Name, Channels, Grid, values);
    }

    /// <summary>Mean and deviation of each channel over all samples and points; a constant channel gets deviation 1.</summary>
    public (float[] Mean, float[] Deviation) Statistics()
    {
        int points = SampleLength / Channels;
        var mean = new float[Channels];
        var deviation = new float[Channels];
        for (int channel = 0; channel < Channels; channel++)
        {
            double sum = 0, squares = 0, count = (double)Count * points;
            for (int sample = 0; sample < Count; sample++)
                foreach (float value in Values.AsSpan(sample * SampleLength + channel * points, points)) sum += value;
            double average = sum / count;
            for (int sample = 0; sample < Count; sample++)
                foreach (float value in Values.AsSpan(sample * SampleLength + channel * points, points))
                    squares += (value - average) * (value - average);
            double spread = Math.Sqrt(squares / Math.Max(1, count - 1));
            (mean[channel], deviation[channel]) = ((float)average, spread > 1e-12 * Math.Max(1, Math.Abs(average)) ? (float)spread : 1f);
        }
        return (mean, deviation);
    }
}
