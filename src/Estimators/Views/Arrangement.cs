using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// How an array becomes rows: as [samples, frames, channels · real and imaginary part, grid…], with the indices that
/// are wanted of each axis.
/// </summary>
internal sealed class Arrangement
{
    private readonly AxisIndices[] _taken;
    // The array's axes in the order of the rows; those of which a single index is taken are gone.
    private readonly int[] _order;
    private readonly int _samples, _frames;

    /// <param name="axes">The array's axes; null where the first is samples and all others are as they come.</param>
    /// <param name="array">The array, for errors.</param>
    /// <param name="shape">Its sizes, without that of real and imaginary parts.</param>
    /// <param name="parts">Numbers of an element.</param>
    /// <exception cref="ArgumentOutOfRangeException">Array and layout do not fit together.</exception>
    public Arrangement(LayoutAxis[]? axes, string array, IReadOnlyList<long> shape, int parts)
    {
        axes ??= [new LayoutAxis(LayoutAxis.Samples),
            .. Enumerable.Range(1, Math.Max(0, shape.Count - 1)).Select(axis => new LayoutAxis($"{axis}"))];
        if (axes.Length != shape.Count)
            throw new ArgumentOutOfRangeException("layout",
                $"The array {array} has {shape.Count} axes; the layout '{string.Join(' ', axes.Select(a => a.Name))}' "
                + $"names {axes.Length}.");
        if (shape.Contains(0)) throw new FormatException($"the array '{array}' is empty");
        if (parts == 2) axes = [.. axes, new LayoutAxis(LayoutAxis.Parts)];
        long[] sizes = parts == 2 ? [.. shape, 2] : [.. shape];
        _taken = [.. axes.Select((axis, i) => axis.Select(sizes[i], array))];
        (_samples, _frames) = (Axis(LayoutAxis.Samples), Axis(LayoutAxis.Frames));
        int[] channels = [.. Kept(axis => axis.IsChannels), .. Kept(axis => axis.Name == LayoutAxis.Parts)],
            grid = [.. Kept(axis => axis.IsGrid)];
        _order = [.. new[] { _samples, _frames }.Where(axis => axis >= 0), .. channels, .. grid];
        (Parts, Window) = (parts, _frames < 0 ? null : axes[_frames].Window);
        FrameLength = Size([.. channels, .. grid]);
        Lengths = grid.Select(axis => axes[axis].Lengths).FirstOrDefault(name => name is not null);
        if (Lengths is not null && (grid.Length > 1 || _samples < 0))
            throw new ArgumentOutOfRangeException("layout", $"The array {array} has points whose number is in "
                + $"'{Lengths}'; that takes one axis n and one axis of points.");
        int frames = Window?.Count ?? Frames;
        Dimensions = channels.Length == 0 && _frames < 0 ? Sizes(grid)
            : [checked(frames * Size(channels)), .. Sizes(grid)];

        int Axis(string name) => Array.FindIndex(axes, axis => axis.Name == name && !axis.IsIndex);

        IEnumerable<int> Kept(Func<LayoutAxis, bool> which)
            => Enumerable.Range(0, axes.Length).Where(i => !axes[i].IsIndex && which(axes[i]));

        int[] Sizes(int[] which) => [.. which.Select(axis => checked((int)_taken[axis].Count))];

        int Size(int[] which) => Sizes(which).Aggregate(1, (product, size) => checked(product * size));
    }

    /// <summary>Whether the array has samples; one that has none is the same in every row.</summary>
    public bool HasSamples => _samples >= 0;

    /// <summary>Samples.</summary>
    public int Samples => _samples < 0 ? 1 : checked((int)_taken[_samples].Count);

    /// <summary>Frames of a sample.</summary>
    public int Frames => _frames < 0 ? 1 : checked((int)_taken[_frames].Count);

    /// <summary>Numbers of a frame.</summary>
    public int FrameLength { get; }

    /// <summary>Numbers of an element.</summary>
    public int Parts { get; }

    /// <summary>Which frames a row has; null for all.</summary>
    public FrameWindow? Window { get; }

    /// <summary>The array that has the number of points of each row; null where all of them count.</summary>
    public string? Lengths { get; }

    /// <summary>A row's dimensions: [frames · channels, grid…], or the grid alone.</summary>
    public int[] Dimensions { get; }

    /// <summary>The array's axis of samples, or of frames where it has none; negative where it has neither.</summary>
    public int OuterAxis => _samples >= 0 ? _samples : _frames;

    /// <summary>Indices of the outer axis from one row to the next.</summary>
    public long OuterStep => OuterAxis < 0 ? 1 : _taken[OuterAxis].Step;

    /// <summary>The whole of an array in memory, arranged.</summary>
    public float[] Arrange(NamedArray array)
    {
        long[] sizes = [.. array.Shape.Select(n => (long)n)];
        long[] strides = RawArray.RowMajor(sizes, 1);
        long start = 0;
        for (int axis = 0; axis < sizes.Length; axis++) start += _taken[axis].Start * strides[axis];
        return Pack(array.Values, strides, start, _order, axis => _taken[axis].Count);
    }

    /// <summary>Some samples and frames of an array in a file, arranged.</summary>
    public float[] Read(StreamedArray array, long sample, long samples, long frame, long frames)
    {
        int rank = array.Shape.Count;
        var (start, count) = (new long[rank], new long[rank]);
        for (int axis = 0; axis < rank; axis++)
        {
            AxisIndices taken = _taken[axis];
            var (first, number) = axis == _samples ? (sample, samples) : axis == _frames ? (frame, frames)
                : (0, taken.Count);
            (start[axis], count[axis]) = (taken.Start + first * taken.Step, (number - 1) * taken.Step + 1);
        }
        NamedArray slab = array.Slab(start, count);
        long[] strides = RawArray.RowMajor([.. slab.Shape.Select(n => (long)n)], 1);
        return Pack(slab.Values, strides, 0, _order,
            axis => axis == _samples ? samples : axis == _frames ? frames : _taken[axis].Count);
    }

    private float[] Pack(float[] values, long[] strides, long start, int[] order, Func<int, long> count)
    {
        long[] sizes = [.. order.Select(count)], steps = [.. order.Select(axis => strides[axis] * _taken[axis].Step)];
        long total = sizes.Aggregate(1L, (product, size) => checked(product * size));
        if (total == values.Length && steps.SequenceEqual(RawArray.RowMajor(sizes, 1))) return values;
        var packed = new float[total];
        if (sizes.Length == 0) packed[0] = values[start];
        else StridedArray.Pack<float>(values, packed, sizes, steps, start);
        return packed;
    }
}
