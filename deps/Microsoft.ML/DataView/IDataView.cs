using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Rows of columns, read lazily through cursors.</summary>
public interface IDataView
{
    /// <summary>Whether cursors can go in a random order.</summary>
    bool CanShuffle { get; }

    /// <summary>The columns.</summary>
    DataViewSchema Schema { get; }

    /// <summary>The number of rows where it is known without reading.</summary>
    long? GetRowCount();

    /// <summary>A cursor over all rows.</summary>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);

    /// <summary>Cursors that share the rows.</summary>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);
}

/// <summary>Writes the value of the current row.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);

/// <summary>A row.</summary>
public abstract class DataViewRow : IDisposable
{
    /// <summary>The number of the row in its sequence, -1 before the first and after the last.</summary>
    public abstract long Position { get; }

    /// <summary>The batch of rows that several cursors share.</summary>
    public abstract long Batch { get; }

    /// <summary>The columns.</summary>
    public abstract DataViewSchema Schema { get; }

    /// <summary>Gives the identity of the row.</summary>
    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    /// <summary>Gives the value of a column.</summary>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    /// <summary>Whether the column was asked for.</summary>
    public abstract bool IsColumnActive(DataViewSchema.Column column);

    /// <summary>Frees what the row holds.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>For derived classes.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A row that moves on.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    /// <summary>Moves to the next row; false after the last.</summary>
    public abstract bool MoveNext();
}
