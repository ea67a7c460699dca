using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Columns;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Reads the input field ahead of the rows, a batch at a time, and scores it.</summary>
internal sealed class ScoreReader : IDisposable
{
    private readonly DataViewRowCursor _cursor;
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly IScorer _scorer;
    private readonly float[] _features;
    private readonly float[] _scores;
    private readonly int _batchSize;
    private VBuffer<float> _buffer;
    private long _first;
    private int _filled;

    public ScoreReader(DataViewRowCursor cursor, IScorer scorer, int batchSize)
    {
        (_cursor, _scorer, _batchSize) = (cursor, scorer, batchSize);
        _getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema[scorer.Feature.Name]);
        _features = new float[checked(batchSize * scorer.Feature.Length)];
        _scores = new float[checked(batchSize * scorer.Score.Length)];
    }

    /// <summary>The score of a row; rows are asked for in order, and may be skipped.</summary>
    public ReadOnlySpan<float> Get(long row)
    {
        while (row >= _first + _filled) Next();
        int length = _scorer.Score.Length;
        return _scores.AsSpan((int)(row - _first) * length, length);
    }

    public void Dispose() => _cursor.Dispose();

    private void Next()
    {
        _first += _filled;
        _filled = 0;
        int length = _scorer.Feature.Length;
        while (_filled < _batchSize && _cursor.MoveNext())
        {
            _getter(ref _buffer);
            FieldReader.Copy(_buffer, _features.AsSpan(_filled * length, length), _scorer.Feature, _first + _filled);
            _filled++;
        }
        if (_filled == 0) throw new InvalidOperationException($"The input gave other rows when it was read a second time: row {_first} is missing.");
        _scorer.Run(_features, _scores, _filled);
    }
}
