namespace Microsoft.ML.NeuralOperators;

/// <summary>Reads the input fields ahead of the rows, a batch at a time, and scores them.</summary>
internal sealed class ScoreReader : IDisposable
{
    private readonly DataViewRowCursor _cursor;
    private readonly ValueGetter<VBuffer<float>>[] _getters;
    private readonly IScorer _scorer;
    private readonly FieldRows[] _inputs;
    private readonly FieldRows _scores;
    private readonly int _batchSize;
    private VBuffer<float> _buffer;
    private long _first;

    /// <param name="cursor">The rows.</param>
    /// <param name="scorer">Scores them.</param>
    /// <param name="batchSize">Rows at once.</param>
    /// <param name="rows">How many there are; null if not known.</param>
    public ScoreReader(DataViewRowCursor cursor, IScorer scorer, int batchSize, long? rows)
    {
        int expected = (int)Math.Min(batchSize, rows ?? batchSize);
        (_cursor, _scorer, _batchSize) = (cursor, scorer, batchSize);
        _getters = [.. scorer.Inputs.Select(field => cursor.GetGetter<VBuffer<float>>(cursor.Schema[field.Name]))];
        _inputs = [.. scorer.Inputs.Select(field => new FieldRows(field, expected))];
        _scores = new FieldRows(scorer.Score, expected);
    }

    /// <summary>The score of a row; rows are asked for in order, and may be skipped.</summary>
    public ReadOnlySpan<float> Get(long row)
    {
        while (row >= _first + _scores.Count) Next();
        return _scores[(int)(row - _first)];
    }

    public void Dispose() => _cursor.Dispose();

    private void Next()
    {
        _first += _scores.Count;
        _scores.Clear();
        foreach (FieldRows field in _inputs) field.Clear();
        while (_inputs[0].Count < _batchSize && _cursor.MoveNext())
            for (int i = 0; i < _inputs.Length; i++)
            {
                _getters[i](ref _buffer);
                _inputs[i].Add(_buffer, _first + _inputs[i].Count);
            }
        if (_inputs[0].Count == 0)
            throw new InvalidOperationException($"The input gave other rows when it was read a second time: row "
                + $"{_first} is missing.");
        _scorer.Run(_inputs, _scores);
    }
}
