using System.Diagnostics;
using Microsoft.ML.NeuralOperators.Data;
using Microsoft.ML.NeuralOperators.Data.Writing;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Writes columns of a data view to a file. Rows are read once, in bounded memory.</summary>
internal static class FieldSaver
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Reads the rows and writes the file.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns; none for all that hold numbers.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told, now and then, how many rows have been read.</param>
    /// <param name="inform">Is told what was written.</param>
    public static void Save(IDataView data, string path, string[] columns, WriteOptions options,
        Action<long> progress, Action<string> inform)
    {
        DataFileWriter.Require(path);
        DataViewSchema.Column[] chosen = columns.Length == 0
            ? [.. data.Schema.Where(c => !c.IsHidden && ColumnSpool.CodeOf(c.Type) is not null)]
            : [.. columns.Select(name => Find(data.Schema, name))];
        if (chosen.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(columns), "The data has no columns of numbers.");
        if (columns.CountBy(name => name).FirstOrDefault(n => n.Value > 1).Key is { } twice)
            throw new ArgumentOutOfRangeException(nameof(columns), $"The column '{twice}' is named twice.");
        var arrays = new List<SpooledArray>();
        try
        {
            foreach (DataViewSchema.Column column in chosen)
                arrays.Add(ColumnSpool.Create(column, DataFileWriter.FolderOf(path)));
            Read(data, chosen, arrays, options.CancellationToken, progress, inform);
            if (arrays[0].Rows == 0) throw new InvalidOperationException("The data has no rows to save.");
            DataFileWriter.Write(path, arrays, options);
            foreach (SpooledArray array in arrays)
                inform($"'{path}': column {array}{(array.Counts is null ? "" : ", the rows of different lengths")}.");
        }
        finally
        {
            foreach (SpooledArray array in arrays) array.Dispose();
        }
    }

    private static void Read(IDataView data, DataViewSchema.Column[] columns, List<SpooledArray> arrays,
        CancellationToken cancellation, Action<long> progress, Action<string> inform)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        Action[] appends = [.. columns.Select((column, i) => ColumnSpool.Append(cursor, column, arrays[i]))];
        var clock = Stopwatch.StartNew();
        string of = data.GetRowCount() is { } count ? $" of {count}" : "";
        for (long row = 0; cursor.MoveNext(); row++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (Action append in appends) append();
            progress(row + 1);
            if (clock.Elapsed < Pause) continue;
            inform($"{row + 1}{of} rows have been read.");
            clock.Restart();
        }
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
            throw new ArgumentOutOfRangeException("columns", $"There is no column '{name}'; there is "
                + $"{string.Join(", ", schema.Where(c => !c.IsHidden).Select(c => $"'{c.Name}'"))}.");
        return ColumnSpool.CodeOf(column.Type) is not null ? column
            : throw new ArgumentOutOfRangeException("columns",
                $"The column '{name}' of the type {column.Type} holds no numbers.");
    }
}
