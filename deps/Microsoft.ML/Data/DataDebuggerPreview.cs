using System.Collections.Immutable;

namespace Microsoft.ML.Data;

/// <summary>The first rows of a data view, for looking at.</summary>
public sealed class DataDebuggerPreview
{
    internal DataDebuggerPreview(IDataView data, int maxRows)
    {
        if (maxRows < 0) throw new ArgumentOutOfRangeException(nameof(maxRows));
        Schema = data.Schema;
        var rows = ImmutableArray.CreateBuilder<RowInfo>();
        using (DataViewRowCursor cursor = data.GetRowCursor(data.Schema))
        {
            Func<object>[] getters = [.. data.Schema.Select(c => Copying(cursor, c))];
            while (rows.Count < maxRows && cursor.MoveNext())
                rows.Add(new RowInfo([.. data.Schema.Select((c, i) => KeyValuePair.Create(c.Name, getters[i]()))]));
        }
        RowView = rows.ToImmutable();
        ColumnView = [.. data.Schema.Select((c, i) => new ColumnInfo(c, [.. RowView.Select(r => r.Values[i].Value)]))];
    }

    /// <summary>The columns' values.</summary>
    public ImmutableArray<ColumnInfo> ColumnView { get; }

    /// <summary>The rows.</summary>
    public ImmutableArray<RowInfo> RowView { get; }

    /// <summary>The columns.</summary>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Schema.Count} columns, {RowView.Length} rows";

    // Vectors share memory from row to row; a fresh one is asked for each time.
    private static Func<object> Copying(DataViewRow row, DataViewSchema.Column column)
        => () => NumberReader.Boxed(row, column)();

    /// <summary>One column's values.</summary>
    public sealed class ColumnInfo
    {
        internal ColumnInfo(DataViewSchema.Column column, object[] values) => (Column, Values) = (column, values);

        /// <summary>The column.</summary>
        public DataViewSchema.Column Column { get; }

        /// <summary>Its values.</summary>
        public object[] Values { get; }
    }

    /// <summary>One row.</summary>
    public sealed class RowInfo
    {
        internal RowInfo(KeyValuePair<string, object>[] values) => Values = values;

        /// <summary>Names and values.</summary>
        public KeyValuePair<string, object>[] Values { get; }
    }
}
