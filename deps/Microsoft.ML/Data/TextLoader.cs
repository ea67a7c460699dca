using System.Globalization;
using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.Data
{
    /// <summary>Kinds of values in text files.</summary>
    public enum DataKind : byte
    {
        /// <summary>Signed 8 bits.</summary>
        SByte = 1,
        /// <summary>Unsigned 8 bits.</summary>
        Byte = 2,
        /// <summary>Signed 16 bits.</summary>
        Int16 = 3,
        /// <summary>Unsigned 16 bits.</summary>
        UInt16 = 4,
        /// <summary>Signed 32 bits.</summary>
        Int32 = 5,
        /// <summary>Unsigned 32 bits.</summary>
        UInt32 = 6,
        /// <summary>Signed 64 bits.</summary>
        Int64 = 7,
        /// <summary>Unsigned 64 bits.</summary>
        UInt64 = 8,
        /// <summary>Single precision.</summary>
        Single = 9,
        /// <summary>Double precision.</summary>
        Double = 10,
        /// <summary>Text.</summary>
        String = 11,
        /// <summary>True or false.</summary>
        Boolean = 12,
    }

    /// <summary>Reads text files.</summary>
    public sealed class TextLoader
    {
        private TextLoader()
        {
        }

        /// <summary>Fields of a line.</summary>
        public sealed class Range
        {
            /// <summary>The first field.</summary>
            public int Min;

            /// <summary>The last field.</summary>
            public int? Max;

            /// <summary>No fields yet.</summary>
            public Range()
            {
            }

            /// <summary>One field.</summary>
            public Range(int index) => (Min, Max) = (index, index);

            /// <summary>Fields from one to another.</summary>
            public Range(int min, int? max) => (Min, Max) = (min, max);
        }

        /// <summary>A column and its fields.</summary>
        public sealed class Column
        {
            /// <summary>The name.</summary>
            public string Name = "";

            /// <summary>The fields.</summary>
            public Range[] Source = [];

            /// <summary>No column yet.</summary>
            public Column()
            {
            }

            /// <summary>A column of one field.</summary>
            public Column(string name, DataKind dataKind, int index)
                : this(name, dataKind, index, index)
            {
            }

            /// <summary>A vector column of several fields.</summary>
            public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
                => (Name, DataKind, Source) = (name, dataKind, [new Range(minIndex, maxIndex)]);

            /// <summary>What the fields hold.</summary>
            public DataKind DataKind { get; set; } = DataKind.Single;
        }
    }

    /// <summary>Lines of a text file as rows.</summary>
    internal sealed class TextDataView : IDataView
    {
        private readonly string _path;
        private readonly char _separator;
        private readonly bool _hasHeader;
        private readonly bool _quotes;
        private readonly bool _trims;
        private readonly (int[] Fields, DataViewType Type)[] _columns;

        public TextDataView(string path, TextLoader.Column[] columns, char separator, bool hasHeader, bool quotes, bool trims)
        {
            if (!File.Exists(path)) throw new FileNotFoundException($"Could not find file '{path}'", path);
            (_path, _separator, _hasHeader, _quotes, _trims) = (path, separator, hasHeader, quotes, trims);
            var builder = new DataViewSchema.Builder();
            _columns = new (int[], DataViewType)[columns.Length];
            for (int i = 0; i < columns.Length; i++)
            {
                int[] fields = [.. columns[i].Source.SelectMany(r => Enumerable.Range(r.Min, (r.Max ?? r.Min) - r.Min + 1))];
                if (fields.Length == 0) throw new ArgumentOutOfRangeException(nameof(columns), $"Column '{columns[i].Name}' has no source");
                PrimitiveDataViewType item = Item(columns[i].DataKind);
                bool isVector = fields.Length > 1;
                _columns[i] = (fields, isVector ? new VectorDataViewType(item, fields.Length) : item);
                builder.AddColumn(columns[i].Name, _columns[i].Type);
            }
            Schema = builder.ToSchema();
        }

        public bool CanShuffle => false;

        public DataViewSchema Schema { get; }

        public static TextLoader.Column[] ColumnsOf(Type type)
        {
            var columns = new List<TextLoader.Column>();
            foreach (MemberInfo member in TypedMember.Of(type, SchemaDefinition.Direction.Both))
            {
                if (member.GetCustomAttribute<LoadColumnAttribute>() is not { } load)
                    throw new ArgumentOutOfRangeException(nameof(type), $"Member {member.Name} has no LoadColumn attribute");
                Type value = TypedMember.TypeOf(member);
                columns.Add(new TextLoader.Column
                {
                    Name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
                    DataKind = Enum.Parse<DataKind>(value == typeof(ReadOnlyMemory<char>) ? nameof(DataKind.String) : (ColumnTypes.ItemType(value) ?? value).Name),
                    Source = [.. load.Ranges.Select(r => new TextLoader.Range(r.First, r.Last))],
                });
            }
            return [.. columns];
        }

        public long? GetRowCount() => null;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, columnsNeeded);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
            => [GetRowCursor(columnsNeeded, rand)];

        private static PrimitiveDataViewType Item(DataKind kind) => kind switch
        {
            DataKind.String => TextDataViewType.Instance,
            DataKind.Boolean => BooleanDataViewType.Instance,
            _ => ColumnTypes.Find(Type.GetType($"System.{kind}")!)!,
        };

        private sealed class Cursor : DataViewRowCursor
        {
            private readonly TextDataView _view;
            private readonly bool[] _active;
            private readonly StreamReader _reader;
            private readonly List<string> _fields = [];
            private long _position = -1;

            public Cursor(TextDataView view, IEnumerable<DataViewSchema.Column> columns)
            {
                (_view, _active, _reader) = (view, new bool[view.Schema.Count], new StreamReader(view._path));
                foreach (DataViewSchema.Column column in columns) _active[column.Index] = true;
                if (view._hasHeader) _reader.ReadLine();
            }

            public override long Position => _position;

            public override long Batch => 0;

            public override DataViewSchema Schema => _view.Schema;

            public override bool MoveNext()
            {
                string? line;
                do line = _reader.ReadLine();
                while (line is { Length: 0 });
                if (line is null)
                {
                    _position = -1;
                    return false;
                }
                Split(line);
                _position++;
                return true;
            }

            public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

            public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            {
                if (!IsColumnActive(column)) throw ColumnDispatch.NotActive(column);
                var (fields, type) = _view._columns[column.Index];
                Type item = (type as VectorDataViewType)?.ItemType.RawType ?? type.RawType;
                MethodInfo method = typeof(Cursor).GetMethod(type is VectorDataViewType ? nameof(Vector) : nameof(Single), BindingFlags.Instance | BindingFlags.NonPublic)!;
                return ColumnDispatch.Cast<TValue>((Delegate)method.MakeGenericMethod(item).Invoke(this, [fields])!, column);
            }

            protected override void Dispose(bool disposing)
            {
                if (disposing) _reader.Dispose();
                base.Dispose(disposing);
            }

            private ValueGetter<T> Single<T>(int[] fields) => (ref T value) => value = Parse<T>(fields[0]);

            private ValueGetter<VBuffer<T>> Vector<T>(int[] fields) => (ref VBuffer<T> value) =>
            {
                VBufferEditor<T> editor = VBufferEditor.Create(ref value, fields.Length);
                for (int i = 0; i < fields.Length; i++) editor.Values[i] = Parse<T>(fields[i]);
                value = editor.Commit();
            };

            private T Parse<T>(int field)
            {
                string text = field < _fields.Count ? _fields[field] : "";
                if (typeof(T) == typeof(ReadOnlyMemory<char>)) return (T)(object)text.AsMemory();
                // Missing reals are not a number where they stand, and zero where the field is empty, as ML.NET reads them.
                if (text.Length == 0) return default!;
                if (typeof(T) == typeof(float)) return (T)(object)(float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float single) ? single : float.NaN);
                if (typeof(T) == typeof(double)) return (T)(object)(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN);
                if (typeof(T) == typeof(bool)) return (T)(object)(text is "1" or "+" or "+1" || text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("yes", StringComparison.OrdinalIgnoreCase));
                return (T)Convert.ChangeType(text, typeof(T), CultureInfo.InvariantCulture);
            }

            private void Split(string line)
            {
                _fields.Clear();
                for (int at = 0; at <= line.Length;)
                {
                    string field;
                    if (_view._quotes && at < line.Length && line[at] == '"')
                    {
                        int end = at + 1;
                        while (end < line.Length && (line[end] != '"' || end + 1 < line.Length && line[end + 1] == '"')) end += line[end] == '"' ? 2 : 1;
                        field = line[(at + 1)..Math.Min(end, line.Length)].Replace("\"\"", "\"");
                        int next = line.IndexOf(_view._separator, Math.Min(end, line.Length));
                        at = next < 0 ? line.Length + 1 : next + 1;
                    }
                    else
                    {
                        int next = line.IndexOf(_view._separator, at);
                        field = line[at..(next < 0 ? line.Length : next)];
                        at = next < 0 ? line.Length + 1 : next + 1;
                    }
                    _fields.Add(_view._trims ? field.Trim() : field);
                }
            }
        }
    }
}

namespace Microsoft.ML
{
    /// <summary>Text files.</summary>
    public static class TextLoaderSaverCatalog
    {
        /// <summary>Lines as rows with the columns of a class.</summary>
        public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, char separatorChar = '\t', bool hasHeader = false,
            bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
            => new TextDataView(path, TextDataView.ColumnsOf(typeof(TInput)), separatorChar, hasHeader, allowQuoting, trimWhitespace);

        /// <summary>Lines as rows.</summary>
        public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Column[] columns, char separatorChar = '\t',
            bool hasHeader = false, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
            => new TextDataView(path, columns, separatorChar, hasHeader, allowQuoting, trimWhitespace);
    }
}
