namespace Microsoft.ML.NeuralOperators;

/// <summary>The mapping of single rows: what prediction engines and transformer chains run.</summary>
internal sealed class ScoreRowMapper(DataViewSchema inputSchema, BatchScorer scorer) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema { get; } = ScoreColumn.AddTo(inputSchema, scorer.Score);

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] needed = OutputSchema.Active(dependingColumns);
        if (needed[^1])
            foreach (FieldColumn field in scorer.Inputs) needed[inputSchema[field.Name].Index] = true;
        return inputSchema.Where(column => needed[column.Index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Row(OutputSchema, OutputSchema.Active(activeColumns), input, scorer);
    }

    private sealed class Row : DataViewRow
    {
        private readonly bool[] _active;
        private readonly DataViewRow _input;
        private readonly BatchScorer _scorer;
        private readonly ValueGetter<VBuffer<float>>[] _getters = [];
        private readonly FieldRows[] _inputs = [];
        private readonly FieldRows _score;
        private VBuffer<float> _buffer;
        private long _scored = -1;

        public Row(DataViewSchema schema, bool[] active, DataViewRow input, BatchScorer scorer)
        {
            (Schema, _active, _input, _scorer, _score) = (schema, active, input, scorer, new FieldRows(scorer.Score));
            if (!active[^1]) return;
            _getters = [.. scorer.Inputs.Select(field => input.GetGetter<VBuffer<float>>(input.Schema[field.Name]))];
            _inputs = [.. scorer.Inputs.Select(field => new FieldRows(field))];
        }

        public override DataViewSchema Schema { get; }

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            this.RequireActive(column);
            if (column.Index < Schema.Count - 1) return _input.GetGetter<TValue>(_input.Schema[column.Index]);
            return new ValueGetter<VBuffer<float>>(GetScore).As<TValue>(column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _input.Dispose();
            base.Dispose(disposing);
        }

        private void GetScore(ref VBuffer<float> value)
        {
            // A prediction engine moves the position with every row; the score of a position is computed once.
            if (_scored != _input.Position || _input.Position < 0)
            {
                for (int i = 0; i < _inputs.Length; i++)
                {
                    _getters[i](ref _buffer);
                    _inputs[i].Clear();
                    _inputs[i].Add(_buffer, _input.Position);
                }
                _score.Clear();
                _scorer.Run(_inputs, _score);
                _scored = _input.Position;
            }
            RowExtensions.CopyTo(_score[0], ref value);
        }
    }
}
