using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>Reads field columns of a data view into memory, once.</summary>
internal static class FieldReader
{
    public static FieldSamples[] Read(IDataView data, IReadOnlyList<FieldColumn> fields, CancellationToken cancellation)
    {
        DataViewSchema.Column[] columns = [.. fields.Select(f => data.Schema[f.Name])];
        int expected = (int)Math.Min(data.GetRowCount() ?? 64, 1 << 20);
        float[][] values = [.. fields.Select(f => new float[Math.Max(1, expected) * f.Length])];
        int rows = 0;
        using (DataViewRowCursor cursor = data.GetRowCursor(columns))
        {
            ValueGetter<VBuffer<float>>[] getters = [.. columns.Select(cursor.GetGetter<VBuffer<float>>)];
            VBuffer<float> buffer = default;
            for (; cursor.MoveNext(); rows++)
            {
                if ((rows & 63) == 0) cancellation.ThrowIfCancellationRequested();
                for (int i = 0; i < fields.Count; i++)
                {
                    getters[i](ref buffer);
                    int length = fields[i].Length;
                    if (buffer.Length != length)
                        throw new InvalidOperationException(
                            $"Column '{fields[i].Name}': row {rows} has {buffer.Length} numbers, expected {length} of {fields[i].Text}.");
                    if (values[i].Length < (rows + 1) * length) Array.Resize(ref values[i], checked(values[i].Length * 2));
                    buffer.CopyTo(values[i].AsSpan(rows * length, length));
                }
            }
        }
        return [.. fields.Select((f, i) =>
        {
            Array.Resize(ref values[i], rows * f.Length);
            return new FieldSamples(f.Name, f.Channels, f.Grid, values[i]);
        })];
    }

    private static void CopyTo(this in VBuffer<float> buffer, Span<float> destination)
    {
        if (buffer.IsDense)
        {
            buffer.GetValues().CopyTo(destination);
            return;
        }
        destination.Clear();
        ReadOnlySpan<float> values = buffer.GetValues();
        ReadOnlySpan<int> indices = buffer.GetIndices();
        for (int i = 0; i < values.Length; i++) destination[indices[i]] = values[i];
    }

    /// <summary>Copies a row's vector, sparse or dense, checking its length.</summary>
    public static void Copy(in VBuffer<float> buffer, Span<float> destination, FieldColumn field, long row)
    {
        if (buffer.Length != destination.Length)
            throw new InvalidOperationException(
                $"Column '{field.Name}': row {row} has {buffer.Length} numbers, expected {destination.Length} of {field.Text}.");
        buffer.CopyTo(destination);
    }
}
