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
        bool[] active = OutputSchema.Active(activeColumns);
        RowScore? score = active[^1] ? new RowScore(input, scorer) : null;
        return new ExtendedRow(OutputSchema, active, input, () => score!.Get);
    }

    private sealed class RowScore(DataViewRow input, BatchScorer scorer)
    {
        private readonly ValueGetter<VBuffer<float>>[] _getters =
            [.. scorer.Inputs.Select(field => input.GetGetter<VBuffer<float>>(input.Schema[field.Name]))];
        private readonly FieldRows[] _inputs = [.. scorer.Inputs.Select(field => new FieldRows(field))];
        private readonly FieldRows _score = new(scorer.Score);
        private VBuffer<float> _buffer;
        private long _scored = -1;

        public void Get(ref VBuffer<float> value)
        {
            // A prediction engine moves the position with every row; the score of a position is computed once.
            if (_scored != input.Position || input.Position < 0)
            {
                for (int i = 0; i < _inputs.Length; i++)
                {
                    _getters[i](ref _buffer);
                    _inputs[i].Clear();
                    _inputs[i].Add(_buffer, input.Position);
                }
                _score.Clear();
                scorer.Run(_inputs, _score);
                _scored = input.Position;
            }
            RowExtensions.CopyTo(_score[0], ref value);
        }
    }
}
