namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>The columns that an evaluation compares, and how their rows are read.</summary>
internal sealed class EvaluatedColumns
{
    private readonly FieldColumn _label, _score;
    private readonly DataViewSchema _schema;
    private readonly string? _mask;

    /// <summary>Finds the columns.</summary>
    /// <param name="schema">Where.</param>
    /// <param name="labelColumnName">The true field.</param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="maskColumnName">1 where a point counts, 0 elsewhere; null for all points.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public EvaluatedColumns(DataViewSchema schema, string labelColumnName, string scoreColumnName,
        string? maskColumnName)
    {
        (_schema, _mask) = (schema, maskColumnName);
        _score = Score(schema, scoreColumnName, labelColumnName);
        _label = Label(schema, labelColumnName, _score);
        if (_mask is not null) RequireMask();
        double? truth = Anomalies.MeanOf(schema, labelColumnName), score = Anomalies.MeanOf(schema, scoreColumnName);
        if (score is not null)
            Anomalies.RequireSame(labelColumnName, score, truth, $"column '{scoreColumnName}' has");
    }

    /// <summary>The predicted field.</summary>
    public FieldColumn Field => _score;

    /// <summary>The columns that are read.</summary>
    public IEnumerable<DataViewSchema.Column> Needed
        => new[] { _label.Name, _score.Name, _mask }.OfType<string>().Select(name => _schema[name]);

    /// <summary>What collects the errors.</summary>
    public FieldMetricsAccumulator Accumulator(EvaluationOptions options)
        => new(_score.Channels, _score.Grid, _score.Points is not null, options)
        {
            Names = (_label.Name, _score.Name),
        };

    /// <summary>What measures the row that a cursor is on.</summary>
    /// <param name="cursor">A cursor with the needed columns.</param>
    /// <param name="metrics">Collects the errors.</param>
    /// <returns>Takes the row's number and gives its errors.</returns>
    public Func<long, RowErrors> Reader(DataViewRow cursor, FieldMetricsAccumulator metrics)
    {
        ValueGetter<VBuffer<float>> labels = cursor.GetGetter<VBuffer<float>>(_schema[_label.Name]);
        ValueGetter<VBuffer<float>> scores = cursor.GetGetter<VBuffer<float>>(_schema[_score.Name]);
        ValueGetter<VBuffer<float>>? masks = _mask is null ? null
            : cursor.GetGetter<VBuffer<float>>(_schema[_mask]);
        VBuffer<float> buffer = default;
        float[] truth = [], prediction = [], mask = [];
        return row =>
        {
            labels(ref buffer);
            _label.PointsOf(buffer.Length, row);
            truth = Dense(buffer, truth);
            scores(ref buffer);
            _score.PointsOf(buffer.Length, row);
            prediction = Dense(buffer, prediction);
            if (truth.Length != prediction.Length)
                throw new InvalidOperationException($"Row {row} has {truth.Length} numbers in column '{_label.Name}', "
                    + $"{prediction.Length} in column '{_score.Name}'.");
            if (masks is null) return metrics.AddRow(prediction, truth, []);
            masks(ref buffer);
            mask = Dense(buffer, mask);
            try
            {
                return metrics.AddRow(prediction, truth, mask);
            }
            catch (ArgumentException error)
            {
                throw new InvalidOperationException($"Column '{_mask}', row {row}: {error.Message}", error);
            }
        };
    }

    private static float[] Dense(in VBuffer<float> buffer, float[] room)
    {
        if (room.Length != buffer.Length) room = new float[buffer.Length];
        buffer.CopyTo(room);
        return room;
    }

    // Rows of unknown size are compared as they are read.
    private void RequireMask()
    {
        string expected = $"Vector<Single> of {_score.Text}, or of one channel";
        if (_schema.GetColumnOrNull(_mask!) is not { } column) throw FieldColumn.Missing("mask", _mask!);
        if (column.Type is not VectorDataViewType type || type.ItemType != NumberDataViewType.Single)
            throw FieldColumn.Mismatch("mask", _mask!, expected, column.Type.ToString()!);
        if (type.IsKnownSize && !_score.IsVarying && type.Size != _score.Length
            && type.Size * _score.Channels != _score.Length)
            throw FieldColumn.Mismatch("mask", _mask!, expected, type.ToString());
    }

    private static FieldColumn Label(DataViewSchema schema, string name, FieldColumn score)
    {
        if (score.Points is { } axis)
        {
            FieldColumn points = FieldColumn.FindPoints(schema, "label", name, score.Channels, axis);
            // A row's own length is what counts where either column leaves it open.
            if (points.IsVarying || score.IsVarying) return points with { Channels = 1, Grid = [0], IsVarying = true };
            return points.Length == score.Length ? points
                : throw FieldColumn.Mismatch("label", name, $"the shape {score.Text} of column '{score.Name}'",
                    points.Text);
        }
        FieldColumn label = FieldColumn.Find(schema, "label", name, score.Grid.Length, score);
        if (label.Channels != score.Channels || !label.Grid.AsSpan().SequenceEqual(score.Grid))
            throw FieldColumn.Mismatch("label", name, $"the shape {score.Text} of column '{score.Name}'", label.Text);
        return label;
    }

    // A score always has its channels first; ML.NET's own OnnxTransformer adds a leading batch of one. A label of the
    // same dimensions says that there is none: a row of points has a first axis of 1, too.
    private static FieldColumn Score(DataViewSchema schema, string name, string labelName)
    {
        if (schema.GetColumnOrNull(name) is not { } column) throw FieldColumn.Missing("score", name);
        if (column.Type is not VectorDataViewType type || type.ItemType != NumberDataViewType.Single)
            throw FieldColumn.Mismatch("score", name, "Vector<Single>", column.Type.ToString()!);
        var points = new PointAxis("points", AllowsPadding: true);
        if (!type.IsKnownSize) return new FieldColumn(name, 1, [0]) { Points = points, IsVarying = true };
        int[] dims = [.. type.Dimensions];
        bool isLabels = schema.GetColumnOrNull(labelName)?.Type is VectorDataViewType label
            && label.Dimensions.SequenceEqual(dims);
        // [1, 1, grid…] or a rank no field has: the leading 1 is the batch.
        bool isStock = dims.Length > 2 && dims[0] == 1 && (dims.Length > 4 || dims[1] == 1);
        if (isStock && !isLabels && column.Annotations.Schema.Count == 0) dims = dims[1..];
        FieldColumn field = dims.Length < 2 ? new FieldColumn(name, 1, dims)
            : new FieldColumn(name, dims[0], dims[1..]);
        return column.Annotations.Schema.GetColumnOrNull(ScoreColumn.PointSet) is null ? field
            : field with { Points = points };
    }
}
