using System.Globalization;
using System.Reflection;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Writes rows as lines.</summary>
internal sealed class TextSaver(char separator, bool header, bool schema, bool forceDense)
{
    // What a sparse item costs, in dense ones; short sparse parts are not worth it.
    private const double ItemCost = 2.5;
    private const int ShortestSparse = 5;

    /// <summary>Writes the columns and gives the number of rows with their least and largest length.</summary>
    public (long Rows, int Min, int Max) Save(Stream stream, IDataView data, DataViewSchema.Column[] columns)
    {
        TextComments.SeparatorName(separator);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        bool hasHeader = header && Array.Exists(columns, c => c.Type is not VectorDataViewType || c.HasSlotNames());
        if (schema) TextComments.Write(writer, columns.Select(c => (c.Name, c.Type)), separator, hasHeader);
        if (hasHeader) writer.WriteLine(string.Join(separator, columns.SelectMany(Names).Select(name => Quoted(name, separator))));
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        TextItems[] items = [.. columns.Select(c => TextItems.Create(cursor, c, separator))];
        long rows = 0;
        int min = int.MaxValue, max = 0;
        var line = new List<(string Text, bool IsDefault)>();
        var ends = new int[items.Length];
        for (; cursor.MoveNext(); rows++)
        {
            line.Clear();
            for (int i = 0; i < items.Length; i++)
            {
                items[i].Append(line);
                ends[i] = line.Count;
            }
            (min, max) = (Math.Min(min, line.Count), Math.Max(max, line.Count));
            WriteLine(writer, line, forceDense ? line.Count : Split(line, ends));
        }
        return (rows, rows == 0 ? 0 : min, max);
    }

    /// <summary>A text as a field.</summary>
    internal static string Quoted(ReadOnlySpan<char> text, char separator)
    {
        if (text.IsEmpty) return "\"\"";
        bool plain = text[0] != ' ' && text.IndexOfAny('"', ':', '\n') < 0 && text.IndexOf('\r') < 0 && text.IndexOf(separator) < 0;
        return plain ? text.ToString() : $"\"{text.ToString().Replace("\"", "\"\"")}\"";
    }

    private static IEnumerable<string> Names(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector) return [column.Name];
        if (!column.HasSlotNames()) return Enumerable.Repeat("", vector.Size);
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return names.DenseValues().Select(n => n.ToString());
    }

    // The column from which writing only what is not default is shortest.
    private static int Split(List<(string Text, bool IsDefault)> line, int[] ends)
    {
        int best = line.Count;
        double least = line.Count;
        for (int i = -1; i < ends.Length - 1; i++)
        {
            int start = i < 0 ? 0 : ends[i];
            double cost = start + ItemCost * line.Skip(start).Count(item => !item.IsDefault);
            if (cost < least && line.Count - start >= ShortestSparse) (best, least) = (start, cost);
        }
        return best;
    }

    private void WriteLine(StreamWriter writer, List<(string Text, bool IsDefault)> line, int dense)
    {
        for (int i = 0; i < dense; i++)
        {
            if (i > 0) writer.Write(separator);
            writer.Write(line[i].Text);
        }
        if (dense < line.Count)
        {
            if (dense > 0) writer.Write(separator);
            writer.Write(line.Count - dense);
            bool any = false;
            for (int i = dense; i < line.Count; i++)
            {
                if (line[i].IsDefault && (any || i < line.Count - 1)) continue;
                any = true;
                writer.Write(separator);
                writer.Write(i - dense);
                writer.Write(':');
                writer.Write(line[i].Text);
            }
        }
        writer.WriteLine();
    }
}

/// <summary>The fields of one column.</summary>
internal abstract class TextItems
{
    private static readonly MethodInfo Plain = typeof(TextItems).GetMethod(nameof(OfValue), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo Buffers = typeof(TextItems).GetMethod(nameof(OfVector), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static TextItems Create(DataViewRow row, DataViewSchema.Column column, char separator)
    {
        var vector = column.Type as VectorDataViewType;
        MethodInfo method = (vector is null ? Plain : Buffers).MakeGenericMethod(vector?.ItemType.RawType ?? column.Type.RawType);
        return (TextItems)ColumnDispatch.Invoke(method, row, column, separator)!;
    }

    public abstract void Append(List<(string Text, bool IsDefault)> line);

    private static TextItems OfValue<T>(DataViewRow row, DataViewSchema.Column column, char separator)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        Func<T, string> format = Formatter<T>((PrimitiveDataViewType)column.Type, separator);
        return new Items<T>((ref VBuffer<T> value) =>
        {
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, 1);
            getter(ref editor.Values[0]);
            value = editor.Commit();
        }, format);
    }

    private static TextItems OfVector<T>(DataViewRow row, DataViewSchema.Column column, char separator)
        => new Items<T>(row.GetGetter<VBuffer<T>>(column), Formatter<T>(((VectorDataViewType)column.Type).ItemType, separator));

    private static Func<T, string> Formatter<T>(PrimitiveDataViewType type, char separator) => type switch
    {
        KeyDataViewType => value => Convert.ToUInt64(value, CultureInfo.InvariantCulture) is var key && key == 0 ? "" : $"{key - 1}",
        TextDataViewType => value => TextSaver.Quoted(((ReadOnlyMemory<char>)(object)value!).Span, separator),
        BooleanDataViewType => value => (bool)(object)value! ? "1" : "0",
        DateTimeDataViewType or DateTimeOffsetDataViewType => value => TextSaver.Quoted(((IFormattable)value!).ToString("o", CultureInfo.InvariantCulture), separator),
        TimeSpanDataViewType => value => TextSaver.Quoted(((IFormattable)value!).ToString("c", CultureInfo.InvariantCulture), separator),
        // A missing number is a question mark.
        _ => value => value is float.NaN or double.NaN ? "?" : ((IFormattable)value!).ToString(null, CultureInfo.InvariantCulture),
    };

    private sealed class Items<T>(ValueGetter<VBuffer<T>> getter, Func<T, string> format) : TextItems
    {
        private readonly string _default = format(default!);
        private VBuffer<T> _value;

        public override void Append(List<(string Text, bool IsDefault)> line)
        {
            getter(ref _value);
            int start = line.Count;
            for (int i = 0; i < _value.Length; i++) line.Add((_default, true));
            foreach ((int index, T item) in _value.Items())
            {
                string text = format(item);
                line[start + index] = (text, text == _default);
            }
        }
    }
}
