using Microsoft.ML.NeuralOperators.Data;
using Microsoft.ML.NeuralOperators.Native;

namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>
/// Reads field columns of a data view once: into memory, or into files where they need more than a budget.
/// </summary>
internal static class FieldReader
{
    /// <summary>Reads the fields. Rows with fewer points than others are padded with zeros.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="fields">The columns.</param>
    /// <param name="budget">Bytes that may be held in memory; null for any number.</param>
    /// <param name="folder">Where files go.</param>
    /// <param name="files">Gets the files, which the caller disposes after use.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static FieldSamples[] Read(IDataView data, IReadOnlyList<FieldColumn> fields, double? budget, string folder,
        ICollection<IDisposable> files, CancellationToken cancellation)
    {
        int[]?[] points = new int[fields.Count][];
        if (fields.Any(f => f.IsVarying)) fields = Measure(data, fields, points, cancellation);
        double rowBytes = sizeof(float) * fields.Sum(f => (double)f.Length);
        bool fits = budget is null || data.GetRowCount() is { } count && count * rowBytes <= budget;
        FieldSamples[] samples = fits ? ToMemory(data, fields, cancellation)
            : ToFiles(data, fields, folder, files, cancellation);
        return [.. samples.Select((field, i) => points[i] is { } p && p.Any(n => n != field.Grid[^1]) ? field.With(p)
            : field)];
    }

    // Reads the lengths alone; a column of rows that differ gets the size of its longest.
    private static FieldColumn[] Measure(IDataView data, IReadOnlyList<FieldColumn> fields, int[]?[] points,
        CancellationToken cancellation)
    {
        int[] varying = [.. Enumerable.Range(0, fields.Count).Where(i => fields[i].IsVarying)];
        List<int>[] counts = [.. varying.Select(_ => new List<int>())];
        ForEachRow(data, [.. varying.Select(i => fields[i])], cancellation,
            (int row, int field, in VBuffer<float> buffer) =>
            counts[field].Add(fields[varying[field]].PointsOf(buffer.Length, row)));
        for (int i = 0; i < varying.Length; i++) points[varying[i]] = [.. counts[i]];
        return [.. fields.Select((f, i) => points[i] is { } p ? f with { Grid = [p.DefaultIfEmpty(1).Max()] } : f)];
    }

    private static FieldSamples[] ToMemory(IDataView data, IReadOnlyList<FieldColumn> fields,
        CancellationToken cancellation)
    {
        long expected = Math.Clamp(data.GetRowCount() ?? 64, 1, 1 << 20);
        int rows = 0;
        float[][] values = [.. fields.Select(f => new float[Room(f, expected)])];
        ForEachRow(data, fields, cancellation, (int row, int field, in VBuffer<float> buffer) =>
        {
            int length = fields[field].Length;
            int needed = Room(fields[field], row + 1L);
            if (values[field].Length < needed)
                Array.Resize(ref values[field], (int)Math.Clamp(2L * values[field].Length, needed, Array.MaxLength));
            buffer.Spread(values[field].AsSpan(row * length, length), fields[field]);
            rows = row + 1;
        });
        return [.. fields.Select((f, i) =>
        {
            Array.Resize(ref values[i], rows * f.Length);
            return new FieldSamples(f.Name, f.Channels, f.Grid, values[i]);
        })];
    }

    // What one array cannot hold goes to a file, when the budget says so.
    private static int Room(FieldColumn field, long rows)
        => rows * field.Length is var numbers && numbers <= Array.MaxLength ? (int)numbers
            : throw new InvalidOperationException($"Column '{field.Name}': {rows} rows of {field.Length} numbers do "
                + $"not fit in memory as one array. Set {nameof(TrainingOptions.MaxMemoryMegabytes)}, so that they are "
                + "read from a file.");

    private static FieldSamples[] ToFiles(IDataView data, IReadOnlyList<FieldColumn> fields, string folder,
        ICollection<IDisposable> files, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var samples = new SampleFile[fields.Count];
        for (int i = 0; i < samples.Length; i++) files.Add(samples[i] = new SampleFile(folder, fields[i].Length));
        float[][] dense = [.. fields.Select(f => new float[f.Length])];
        ForEachRow(data, fields, cancellation, (int _, int field, in VBuffer<float> buffer) =>
        {
            buffer.Spread(dense[field], fields[field]);
            samples[field].Append(dense[field]);
        });
        return [.. fields.Select((f, i) => new FieldSamples(f.Name, f.Channels, f.Grid, samples[i]))];
    }

    private static void ForEachRow(IDataView data, IReadOnlyList<FieldColumn> fields, CancellationToken cancellation,
        RowAction visit)
    {
        DataViewSchema.Column[] columns = [.. fields.Select(f => data.Schema[f.Name])];
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        ValueGetter<VBuffer<float>>[] getters = [.. columns.Select(cursor.GetGetter<VBuffer<float>>)];
        VBuffer<float> buffer = default;
        for (int row = 0; cursor.MoveNext(); row++)
        {
            if ((row & 63) == 0) cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < fields.Count; i++)
            {
                getters[i](ref buffer);
                fields[i].PointsOf(buffer.Length, row);
                visit(row, i, buffer);
            }
        }
    }

    private delegate void RowAction(int row, int field, in VBuffer<float> buffer);

    // A row with fewer points than the destination leaves zeros after the points of every channel.
    private static void Spread(this in VBuffer<float> buffer, Span<float> destination, FieldColumn field)
    {
        if (buffer.Length == destination.Length)
        {
            buffer.CopyTo(destination);
            return;
        }
        var dense = new float[buffer.Length];
        buffer.CopyTo(dense);
        Pad(dense, destination, field.Channels);
    }

    /// <summary>
    /// Copies [channels, points] into room for more points, with zeros after the points of every channel.
    /// </summary>
    public static void Pad(ReadOnlySpan<float> source, Span<float> destination, int channels)
    {
        int points = source.Length / channels, room = destination.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            source.Slice(c * points, points).CopyTo(destination[(c * room)..]);
            destination.Slice(c * room + points, room - points).Clear();
        }
    }

}
