using Microsoft.ML.NeuralOperators.Data;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Finds rows of a data view in another one.</summary>
internal static class DuplicateFinder
{
    public static DuplicateRows Find(IDataView train, IDataView test, string[] names)
    {
        if (names.Length == 0)
            names = [.. train.Schema.Where(IsField).Select(c => c.Name)
                .Where(name => test.Schema.GetColumnOrNull(name) is { } column && IsField(column)).Distinct()];
        if (names.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(names),
                "The data have no column of Vector<Single> in common.");
        var digests = new RowDigests();
        using var digest = new RowDigest();
        ForEachRow(train, digests.Add);
        ForEachRow(test, digests.Find);
        return digests.ToDuplicates();

        void ForEachRow(IDataView data, Action<int, RowDigest> visit)
        {
            DataViewSchema.Column[] columns = [.. names.Select(name => Column(data.Schema, name))];
            using DataViewRowCursor cursor = data.GetRowCursor(columns);
            ValueGetter<VBuffer<float>>[] getters = [.. columns.Select(cursor.GetGetter<VBuffer<float>>)];
            VBuffer<float> buffer = default;
            float[] dense = [];
            for (int row = 0; cursor.MoveNext(); row++)
            {
                foreach (ValueGetter<VBuffer<float>> getter in getters)
                {
                    getter(ref buffer);
                    if (dense.Length < buffer.Length) dense = new float[buffer.Length];
                    buffer.CopyTo(dense);
                    digest.Append(dense.AsSpan(0, buffer.Length));
                }
                visit(row, digest);
            }
        }
    }

    private static bool IsField(DataViewSchema.Column column)
        => !column.IsHidden && column.Type is VectorDataViewType type && type.ItemType == NumberDataViewType.Single;

    private static DataViewSchema.Column Column(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column) throw FieldColumn.Missing("compared", name);
        return IsField(column) ? column
            : throw FieldColumn.Mismatch("compared", name, "Vector<Single>", column.Type.ToString()!);
    }
}
