using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Lines as rows.</summary>
internal sealed class TextDataView(TextLayout layout, IMultiStreamSource source) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => layout.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(layout, source, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private static readonly MethodInfo OneValue = typeof(Cursor).GetMethod(nameof(Single), BindingFlags.Instance | BindingFlags.NonPublic)!;
        private static readonly MethodInfo Values = typeof(Cursor).GetMethod(nameof(Vector), BindingFlags.Instance | BindingFlags.NonPublic)!;
        private readonly TextLayout _layout;
        private readonly bool[] _active;
        private readonly IEnumerator<(string Text, long Number)> _lines;
        private readonly TextFields _fields;
        private long _position = -1;
        private int _count;

        public Cursor(TextLayout layout, IMultiStreamSource source, IEnumerable<DataViewSchema.Column> columns)
        {
            (_layout, _fields, _active) = (layout, new TextFields(layout.Options), new bool[layout.Columns.Length]);
            foreach (DataViewSchema.Column column in columns) _active[column.Index] = true;
            _lines = TextLines.Read(source, layout).GetEnumerator();
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => _layout.Schema;

        public override bool MoveNext()
        {
            if (_position + 1 >= _layout.Options.MaxRows || !_lines.MoveNext())
            {
                _lines.Dispose();
                _position = -1;
                return false;
            }
            _count = _fields.Split(_lines.Current.Text);
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column)) throw Runtime.Contracts.ExceptNotActive(column);
            TextColumn text = _layout.Columns[column.Index];
            MethodInfo method = (text.Type is VectorDataViewType ? Values : OneValue).MakeGenericMethod(text.Item.RawType);
            return ColumnDispatch.Cast<TValue>((Delegate)method.Invoke(this, BindingFlags.DoNotWrapExceptions, null, [text], null)!, column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _lines.Dispose();
            base.Dispose(disposing);
        }

        private ValueGetter<T> Single<T>(TextColumn column)
        {
            Func<int, int, T> read = Reader<T>(column);
            return (ref T value) => value = read(column.Fields[0], -1);
        }

        private ValueGetter<VBuffer<T>> Vector<T>(TextColumn column)
        {
            Func<int, int, T> read = Reader<T>(column);
            return (ref VBuffer<T> value) =>
            {
                int known = column.Fields.Length;
                int open = column.OpenFrom is { } from ? Math.Max(0, _count - from) : 0;
                VBufferEditor<T> editor = VBufferEditor.Create(ref value, known + open);
                for (int i = 0; i < known; i++) editor.Values[i] = read(column.Fields[i], i);
                for (int i = 0; i < open; i++) editor.Values[known + i] = read(column.OpenFrom!.Value + i, known + i);
                value = editor.Commit();
            };
        }

        private Func<int, int, T> Reader<T>(TextColumn column)
        {
            if (column.Item is TextDataViewType) return (field, _) => (T)(object)_fields[field];
            TextParser<T> parser = TextValues.Parser<T>(column.Item, _layout.Options);
            object? missing = !_layout.Options.MissingRealsAsNaNs ? null : typeof(T) == typeof(float) ? float.NaN : typeof(T) == typeof(double) ? double.NaN : null;
            return (field, slot) =>
            {
                ReadOnlySpan<char> text = _fields[field].Span;
                if (missing is not null && _fields.Has(field) && text.IsWhiteSpace()) return (T)missing;
                if (parser(text, out T value)) return value;
                throw new InvalidOperationException(slot < 0 ? $"Could not parse value {text} in line {_lines.Current.Number}, column {column.Name}"
                    : $"Could not parse value {text} in slot {slot} of column {column.Name} in line {_lines.Current.Number}");
            };
        }
    }
}
