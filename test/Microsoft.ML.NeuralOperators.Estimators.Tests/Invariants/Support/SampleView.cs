using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// The columns of a case as a data view. Columns of rows that differ have vectors without a size, and masks, which
/// ML.NET's own transformer has to be given.
/// </summary>
internal static class SampleView
{
    private static readonly (string Column, string Mask)[] Masks =
    [
        (nameof(Row.Points), nameof(Row.points_mask)),
        (nameof(Row.Plane), nameof(Row.function0_mask)),
        (nameof(Row.Line), nameof(Row.function1_mask)),
    ];

    public static IDataView Of(MLContext mlContext, IReadOnlyList<SampleColumn> columns)
    {
        SampleColumn[] all = [.. columns, .. Masks.SelectMany(m => columns.Where(c => c.Name == m.Column)
            .Select(c => new SampleColumn(m.Mask, 1, c.Grid,
                [.. c.Rows.Select(row => Enumerable.Repeat(1f, row.Length / c.Channels).ToArray())])))];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema.RemoveAll(given => all.All(c => c.Name != given.MemberName));
        var rows = new Row[columns[0].Rows.Count];
        for (int i = 0; i < rows.Length; i++) rows[i] = new Row();
        foreach (SampleColumn column in all)
        {
            schema[column.Name].ColumnType = column.Grid is null ? new VectorDataViewType(NumberDataViewType.Single)
                : new VectorDataViewType(NumberDataViewType.Single, (int[])[column.Channels, .. column.Grid]);
            PropertyInfo property = typeof(Row).GetProperty(column.Name)!;
            for (int i = 0; i < rows.Length; i++) property.SetValue(rows[i], column.Rows[i]);
        }
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Row
    {
        [VectorType]
        public float[] Features { get; set; } = [];

        [VectorType]
        public float[] Square { get; set; } = [];

        [VectorType]
        public float[] Points { get; set; } = [];

        [VectorType]
        public float[] Load { get; set; } = [];

        [VectorType]
        public float[] Plane { get; set; } = [];

        [VectorType]
        public float[] Line { get; set; } = [];

        [VectorType]
        public float[] Parameters { get; set; } = [];

        [VectorType]
        public float[] Label { get; set; } = [];

        [VectorType]
        public float[] points_mask { get; set; } = [];

        [VectorType]
        public float[] function0_mask { get; set; } = [];

        [VectorType]
        public float[] function1_mask { get; set; } = [];
    }
}
