using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Metrics;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Reads two field columns and collects their errors.</summary>
internal static class FieldEvaluator
{
    public static FieldMetrics Evaluate(IDataView data, string labelColumnName, string scoreColumnName)
    {
        FieldColumn score = Score(data.Schema, scoreColumnName);
        FieldColumn label = FieldColumn.Find(data.Schema, "label", labelColumnName, score.Grid.Length, score);
        if (label.Channels != score.Channels || !label.Grid.AsSpan().SequenceEqual(score.Grid))
            throw FieldColumn.Mismatch("label", labelColumnName, $"the shape {score.Text} of column '{scoreColumnName}'", label.Text);
        var metrics = new FieldMetricsAccumulator(score.Channels, score.Grid);
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema[labelColumnName], data.Schema[scoreColumnName]]);
        ValueGetter<VBuffer<float>> labels = cursor.GetGetter<VBuffer<float>>(data.Schema[labelColumnName]);
        ValueGetter<VBuffer<float>> scores = cursor.GetGetter<VBuffer<float>>(data.Schema[scoreColumnName]);
        VBuffer<float> labelBuffer = default, scoreBuffer = default;
        var truth = new float[score.Length];
        var prediction = new float[score.Length];
        for (long row = 0; cursor.MoveNext(); row++)
        {
            labels(ref labelBuffer);
            scores(ref scoreBuffer);
            FieldReader.Copy(labelBuffer, truth, label, row);
            FieldReader.Copy(scoreBuffer, prediction, score, row);
            metrics.Add(prediction, truth);
        }
        return metrics.ToMetrics();
    }

    // A score always has its channels in front; ML.NET's own OnnxTransformer puts a batch of one before them.
    private static FieldColumn Score(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column) throw FieldColumn.Missing("score", name);
        if (column.Type is not VectorDataViewType { IsKnownSize: true } type || type.ItemType != NumberDataViewType.Single)
            throw FieldColumn.Mismatch("score", name, "Vector<Single> of known size", column.Type.ToString()!);
        int[] dims = [.. type.Dimensions];
        if (dims.Length > 2 && dims[0] == 1 && column.Annotations.Schema.Count == 0 && IsStock(schema, dims)) dims = dims[1..];
        return dims.Length < 2 ? new FieldColumn(name, 1, dims) : new FieldColumn(name, dims[0], dims[1..]);
    }

    // [1, 1, grid…] or a rank no field has: the leading 1 is the batch.
    private static bool IsStock(DataViewSchema schema, int[] dims) => dims.Length > 4 || dims[1] == 1;
}
