namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Rows of points that are padded in their file, without the padding: their lengths differ.</summary>
internal sealed class TrimmedRows : RowSource
{
    private readonly RowSource _padded;
    private readonly int[] _lengths;

    /// <param name="column">The column, for errors.</param>
    /// <param name="padded">The rows as they are in the file, [channels, points] or [points].</param>
    /// <param name="lengths">The number of points of each sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">The numbers are others than samples and points allow.</exception>
    public TrimmedRows(string column, RowSource padded, NamedArray lengths)
    {
        _padded = padded;
        int points = padded.Dimensions[^1];
        if (lengths.Values.Length != padded.Samples)
            throw new ArgumentOutOfRangeException("layout",
                $"{lengths} has the numbers of points of column '{column}', "
                + $"which has {padded.Samples} samples.");
        int odd = Array.FindIndex(lengths.Values, n => !(n >= 1 && n <= points && n == MathF.Floor(n)));
        if (odd >= 0)
            throw new ArgumentOutOfRangeException("layout",
                $"'{lengths.Name}' says that row {odd} of column '{column}' "
                + $"has {lengths.Values[odd]} points; expected a whole number from 1 to {points}.");
        _lengths = Array.ConvertAll(lengths.Values, n => (int)n);
    }

    public override bool HasSamples => true;

    public override int Samples => _padded.Samples;

    public override int Frames => _padded.Frames;

    public override FrameWindow? Window => _padded.Window;

    public override IReadOnlyList<int> Dimensions => _padded.Dimensions;

    public override bool IsVarying => true;

    public override bool IsInMemory => _padded.IsInMemory;

    public override RowReader Open() => new Reader(_padded.Open(), _lengths, _padded.Dimensions[^1]);

    private sealed class Reader(RowReader padded, int[] lengths, int points) : RowReader
    {
        private float[] _row = [];

        public override ReadOnlySpan<float> Read(int sample, int frame)
        {
            ReadOnlySpan<float> row = padded.Read(sample, frame);
            int channels = row.Length / points, length = lengths[sample];
            if (_row.Length < row.Length) _row = new float[row.Length];
            for (int channel = 0; channel < channels; channel++)
                row.Slice(channel * points, length).CopyTo(_row.AsSpan(channel * length));
            return _row.AsSpan(0, channels * length);
        }
    }
}
