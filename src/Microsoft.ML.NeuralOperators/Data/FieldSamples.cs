namespace Microsoft.ML.NeuralOperators;

/// <summary>Samples of one field, row-major [count, channels, grid…], in memory or in a file.</summary>
public sealed class FieldSamples
{
    // A standard deviation must have a reciprocal.
    private const double SmallestDeviation = 1e-37;
    private readonly float[]? _values;
    private readonly SampleFile? _file;
    private readonly int[]? _order;

    /// <summary>Samples over existing numbers.</summary>
    /// <param name="name">Name in errors: the column's.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="grid">Points along each axis.</param>
    /// <param name="values">The numbers, [count, channels, grid…].</param>
    public FieldSamples(string name, int channels, IReadOnlyList<int> grid, float[] values)
        : this(name, channels, grid)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = values;
        if (values.Length % SampleLength != 0)
            throw new ArgumentException($"Field '{name}': {values.Length} numbers are no whole number of samples of "
                + $"{SampleLength}.", nameof(values));
        Count = values.Length / SampleLength;
    }

    /// <summary>Samples that lie in a file, which stays open as long as they are used.</summary>
    /// <param name="name">Name in errors: the column's.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="grid">Points along each axis.</param>
    /// <param name="file">The samples.</param>
    internal FieldSamples(string name, int channels, IReadOnlyList<int> grid, SampleFile file)
        : this(name, channels, grid)
    {
        ArgumentNullException.ThrowIfNull(file);
        (_file, Count) = (file, file.Count);
    }

    private FieldSamples(FieldSamples source, int[]? order, IReadOnlyList<int>? points)
        : this(source.Name, source.Channels, source.Grid)
    {
        (_values, _file, _order, Count) = (source._values, source._file, order, order?.Length ?? source.Count);
        (Points, Rows) = (points, order ?? source.Rows);
    }

    private FieldSamples(string name, int channels, IReadOnlyList<int> grid)
    {
        (Name, Channels, Grid) = (name, channels, grid);
        SampleLength = grid.Aggregate(channels, (product, size) => checked(product * size));
        if (SampleLength < 1)
            throw new ArgumentException($"Field '{name}' has samples without elements: {channels} channels on "
                + $"[{string.Join(", ", grid)}].", nameof(grid));
    }

    /// <summary>Name in errors.</summary>
    public string Name { get; }

    /// <summary>Channels at every point.</summary>
    public int Channels { get; }

    /// <summary>Points along each axis, outermost first.</summary>
    public IReadOnlyList<int> Grid { get; }

    /// <summary>
    /// Number of valid points of each sample along the last axis; the rest is padding and ignored. Null when all
    /// samples are full.
    /// </summary>
    public IReadOnlyList<int>? Points
    {
        get;
        init
        {
            if (value is not null && (value.Count != Count || value.Any(n => n < 1 || n > Grid[^1])))
                throw new ArgumentException($"Field '{Name}': expected {Count} numbers of points from 1 to "
                    + $"{(Grid.Count == 0 ? 0 : Grid[^1])}.", nameof(value));
            field = value;
        }
    }

    /// <summary>The same samples with their numbers of points.</summary>
    /// <param name="points">See <see cref="Points"/>.</param>
    public FieldSamples With(IReadOnlyList<int> points) => new(this, _order, points);

    /// <summary>Points of a sample along its last axis.</summary>
    public int PointsOf(int sample) => Points?[sample] ?? (Grid.Count == 0 ? 1 : Grid[^1]);

    /// <summary>Whether the numbers are in memory, not in a file.</summary>
    public bool IsInMemory => _values is not null;

    /// <summary>The numbers, [count, channels, grid…]; for samples in a file, all of them are read.</summary>
    public float[] Values => _values ?? ReadAll();

    /// <summary>Numbers of one sample.</summary>
    public int SampleLength { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>
    /// The rows that picked samples had where they were read, for errors; null where all of them are here.
    /// </summary>
    internal IReadOnlyList<int>? Rows { get; private init; }

    /// <summary>The sizes, samples first.</summary>
    public long[] Shape => [Count, Channels, .. Grid.Select(size => (long)size)];

    /// <summary>One sample.</summary>
    public ReadOnlySpan<float> this[int sample]
    {
        get
        {
            if (_values is not null) return _values.AsSpan(sample * SampleLength, SampleLength);
            var numbers = new float[SampleLength];
            Read(sample, numbers);
            return numbers;
        }
    }

    /// <summary>Copies one sample.</summary>
    public void Read(int sample, Span<float> destination)
    {
        if (_values is not null) this[sample].CopyTo(destination);
        else _file!.Read(_order?[sample] ?? sample, destination);
    }

    /// <summary>Some samples, in the given order: a copy of those in memory, another view of those in a file.</summary>
    public FieldSamples Pick(IReadOnlyList<int> samples)
    {
        if (_values is null)
            return new FieldSamples(this, [.. samples.Select(i => _order?[i] ?? i)], Picked(Points, samples));
        var values = new float[checked(samples.Count * SampleLength)];
        for (int i = 0; i < samples.Count; i++) this[samples[i]].CopyTo(values.AsSpan(i * SampleLength));
        return new FieldSamples(Name, Channels, Grid, values)
        {
            Points = Picked(Points, samples),
            Rows = Picked(Rows, samples) ?? [.. samples]
        };
    }

    /// <summary>
    /// Whether all numbers are so small that their squares vanish in single precision, and some are not zero.
    /// </summary>
    internal bool IsMinute()
    {
        const float Smallest = 1e-30f;
        float largest = 0;
        var buffer = new float[SampleLength];
        for (int sample = 0; sample < Count && largest < Smallest; sample++)
        {
            Read(sample, buffer);
            foreach (float value in buffer)
                if (!float.IsNaN(value)) largest = Math.Max(largest, Math.Abs(value));
        }
        return largest is > 0 and < Smallest;
    }

    /// <summary>
    /// Mean and standard deviation of each channel over all samples and their valid points; 1 for a constant channel.
    /// NaN is a missing value, which neither counts.
    /// </summary>
    public (float[] Mean, float[] StandardDeviation) Statistics() => Statistics(Channels);

    /// <summary>As <see cref="Statistics()"/>, for samples whose channels are frames of fewer channels each.</summary>
    /// <param name="channels">Channels of a frame; divides <see cref="Channels"/>.</param>
    public (float[] Mean, float[] StandardDeviation) Statistics(int channels) => Statistics(channels, _ => { });

    /// <summary>As <see cref="Statistics(int)"/>, for samples that are a part of more.</summary>
    /// <param name="channels">Channels of a frame; divides <see cref="Channels"/>.</param>
    /// <param name="addUp">Adds the other parts' sums to those of this one, in place; called twice.</param>
    internal (float[] Mean, float[] StandardDeviation) Statistics(int channels, Action<double[]> addUp)
    {
        if (channels < 1 || Channels % channels != 0)
            throw new ArgumentOutOfRangeException(nameof(channels),
                $"Frames of {channels} channels do not make up {Channels}.");
        var numbers = new double[channels];
        var sums = new double[channels];
        ForEachLine((channel, values) =>
        {
            foreach (float value in values)
            {
                if (float.IsNaN(value)) continue;
                numbers[channel % channels]++;
                sums[channel % channels] += value;
            }
        });
        double[] both = [.. numbers, .. sums];
        addUp(both);
        (numbers, sums) = (both[..channels], both[channels..]);
        double[] average = [.. sums.Zip(numbers, (sum, count) => sum / count)], squares = new double[channels];
        ForEachLine((channel, values) =>
        {
            double mean = average[channel % channels];
            foreach (float value in values)
                if (!float.IsNaN(value)) squares[channel % channels] += (value - mean) * (value - mean);
        });
        addUp(squares);
        double[] spread = [.. squares.Zip(numbers, (sum, count) => Math.Sqrt(sum / Math.Max(1, count - 1)))];
        return (Array.ConvertAll(average, m => (float)m),
            [.. spread.Select((s, i) => s > Math.Max(SmallestDeviation, 1e-12 * Math.Abs(average[i]))
                ? (float)s : 1f)]);
    }

    /// <summary>Visits every channel line by line: the valid points along the last axis.</summary>
    internal void ForEachLine(LineVisitor visit)
    {
        int last = Grid.Count == 0 ? 1 : Grid[^1], lines = SampleLength / Channels / last;
        var sample = new float[SampleLength];
        for (int i = 0; i < Count; i++)
        {
            Read(i, sample);
            for (int line = 0; line < Channels * lines; line++)
                visit(line / lines, sample.AsSpan(line * last, PointsOf(i)));
        }
    }

    private static int[]? Picked(IReadOnlyList<int>? points, IReadOnlyList<int> samples)
        => points is null ? null : [.. samples.Select(i => points[i])];

    private float[] ReadAll()
    {
        var values = new float[checked(Count * SampleLength)];
        for (int i = 0; i < Count; i++) Read(i, values.AsSpan(i * SampleLength, SampleLength));
        return values;
    }

    internal delegate void LineVisitor(int channel, ReadOnlySpan<float> values);
}
