namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>The rows of several sources one after the other: files of a set, or groups of a file.</summary>
internal sealed class JoinedRows : RowSource
{
    private readonly RowSource[] _parts;
    // The first sample of each part.
    private readonly int[] _starts;

    /// <param name="column">The column, for errors.</param>
    /// <param name="parts">Sources of the same dimensions, with what they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">They differ in their dimensions; the text names two.</exception>
    public JoinedRows(string column, IReadOnlyList<Part> parts)
    {
        _parts = [.. parts.Select(p => p.Rows)];
        _starts = new int[parts.Count];
        for (int i = 0; i < parts.Count; i++)
        {
            (string name, RowSource rows, int samples) = parts[i];
            if (!rows.Dimensions.SequenceEqual(_parts[0].Dimensions) || rows.Frames != _parts[0].Frames)
                throw new ArgumentOutOfRangeException("path", $"Column '{column}' has rows of {Text(rows)} in "
                    + $"'{name}' and of {Text(_parts[0])} in '{parts[0].Name}'.");
            _starts[i] = Samples;
            Samples = checked(Samples + samples);
        }

        static string Text(RowSource rows) => $"[{string.Join(", ", rows.Dimensions)}]"
            + (rows.Window is null ? "" : $" out of {rows.Frames} frames");
    }

    private JoinedRows(RowSource[] parts, int[] starts, int samples)
        => (_parts, _starts, Samples) = (parts, starts, samples);

    public override bool HasSamples => true;

    public override int Samples { get; }

    public override int Frames => _parts[0].Frames;

    public override FrameWindow? Window => _parts[0].Window;

    public override IReadOnlyList<int> Dimensions => _parts[0].Dimensions;

    public override bool IsVarying => _parts[0].IsVarying;

    public override bool IsInMemory => _parts.All(p => p.IsInMemory);

    public override RowReader Open() => new Reader(_parts, _starts);

    // A part is opened when the first of its rows is asked for, and so not at all where none is.
    public override RowSource Only(int from, int end)
        => new JoinedRows([.. _parts.Select((part, i) =>
        {
            int size = (i + 1 < _starts.Length ? _starts[i + 1] : Samples) - _starts[i];
            return part.Only(Math.Clamp(from - _starts[i], 0, size), Math.Clamp(end - _starts[i], 0, size));
        })], _starts, Samples);

    /// <summary>A source.</summary>
    /// <param name="Name">What it is.</param>
    /// <param name="Rows">Its rows.</param>
    /// <param name="Samples">Its samples; more than those of rows that are all the same.</param>
    internal sealed record Part(string Name, RowSource Rows, int Samples);

    private sealed class Reader(RowSource[] parts, int[] starts) : RowReader
    {
        private int _part = -1;
        private RowReader? _reader;

        public override ReadOnlySpan<float> Read(int sample, int frame)
        {
            int part = Array.BinarySearch(starts, sample) is var found && found >= 0 ? found : ~found - 1;
            // One at a time, so that a set takes no more memory than its largest file.
            if (part != _part) (_reader, _part) = (null, part);
            _reader ??= parts[part].Open();
            return _reader.Read(sample - starts[part], frame);
        }
    }
}
