namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Reads two field columns and collects their errors.</summary>
internal static class FieldEvaluator
{
    public static FieldMetrics Evaluate(IDataView data, string labelColumnName, string scoreColumnName)
    {
        FieldColumn score = Score(data.Schema, scoreColumnName, labelColumnName),
            label = Label(data.Schema, labelColumnName, score);
        var metrics = new FieldMetricsAccumulator(score.Channels, score.Grid, score.Points is not null);
        using DataViewRowCursor cursor =
            data.GetRowCursor([data.Schema[labelColumnName], data.Schema[scoreColumnName]]);
        ValueGetter<VBuffer<float>> labels = cursor.GetGetter<VBuffer<float>>(data.Schema[labelColumnName]);
        ValueGetter<VBuffer<float>> scores = cursor.GetGetter<VBuffer<float>>(data.Schema[scoreColumnName]);
        VBuffer<float> labelBuffer = default, scoreBuffer = default;
        float[] truth = new float[score.Length], prediction = new float[score.Length];
        for (long row = 0; cursor.MoveNext(); row++)
        {
            labels(ref labelBuffer);
            scores(ref scoreBuffer);
            if (score.IsVarying)
            {
                if (labelBuffer.Length != scoreBuffer.Length)
                    throw new InvalidOperationException(
                        $"Row {row} has {labelBuffer.Length} numbers in column '{labelColumnName}', "
                        + $"{scoreBuffer.Length} in column '{scoreColumnName}'.");
                Array.Resize(ref truth, labelBuffer.Length);
                Array.Resize(ref prediction, scoreBuffer.Length);
            }
            label.PointsOf(labelBuffer.Length, row);
            labelBuffer.CopyTo(truth);
            score.PointsOf(scoreBuffer.Length, row);
            scoreBuffer.CopyTo(prediction);
            metrics.Add(prediction, truth);
        }
        return metrics.ToMetrics();
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
