using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// A text of numbers, one row a line, read by ML.NET's TextLoader while rows are asked for. TextLoader takes what is no
/// number for a missing one without a word, so it gives texts, and numbers are read from them here.
/// </summary>
internal sealed class DelimitedDataView : IDataView
{
    private readonly DelimitedText _text;
    private readonly DelimitedColumn[] _columns;
    private readonly IDataView _rows;

    private DelimitedDataView(MLContext context, DelimitedText text, DelimitedColumn[] columns)
    {
        (_text, _columns) = (text, columns);
        _rows = context.Data.CreateTextLoader(new TextLoader.Options
        {
            Separators = [text.Separator],
            HasHeader = text.Names is not null,
            AllowQuoting = true,
            TrimWhitespace = true,
            Columns = [.. columns.Select(c => new TextLoader.Column(c.Name, DataKind.String,
                [new TextLoader.Range(c.First, c.Last) { ForceVector = true }]))],
        }).Load(new MultiFileSource(text.Path));
        var builder = new DataViewSchema.Builder();
        foreach (DelimitedColumn column in columns)
            builder.AddColumn(column.Name, column.Sizes.Count == 0 ? NumberDataViewType.Single
                : new VectorDataViewType(NumberDataViewType.Single, column.Sizes.ToArray()));
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    /// <summary>Opens a file.</summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="text">What the file's first line says.</param>
    /// <param name="columns">Column names and their fields; null for every field by its name.</param>
    /// <param name="layout">Must be null: fields have no axes but those that the columns say.</param>
    /// <param name="inform">Is told how every column is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">Columns are not there, or a layout is given.</exception>
    public static DelimitedDataView Load(MLContext context, DelimitedText text, Dictionary<string, string>? columns,
        string? layout, Action<string> inform)
    {
        if (layout is not null)
            throw new ArgumentOutOfRangeException(nameof(layout),
                $"'{text.Path}' is a text of numbers, one row a line; say the sizes of a field with its columns, such "
                + "as \"u1-u64[8,8]\", instead of a layout.");
        if (columns is { Count: 0 })
            throw new ArgumentOutOfRangeException(nameof(columns), "No columns were asked for.");
        if (columns?.Any(c => c.Key.Length == 0 || string.IsNullOrEmpty(c.Value)) == true)
            throw new ArgumentOutOfRangeException(nameof(columns), "A column or its fields have no name.");
        DelimitedColumn[] found = [.. columns is null ? DelimitedColumn.All(text)
            : columns.Select(c => DelimitedColumn.Of(c.Key, c.Value, text))];
        foreach (DelimitedColumn column in found)
            inform($"'{text.Path}': column '{column.Name}' has the fields {text.Name(column.First)} to "
                + $"{text.Name(column.Last)} as [{string.Join(", ", column.Sizes)}].");
        return new DelimitedDataView(context, text, found);
    }

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = Schema.Active(columnsNeeded);
        return new Cursor(this, _rows.GetRowCursor(_rows.Schema.Where(column => active[column.Index])), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DelimitedDataView view, DataViewRowCursor rows, bool[] active)
        : DerivedCursor(view.Schema, active, rows)
    {
        private readonly DataViewRowCursor _rows = rows;

        protected override Delegate? Computed(DataViewSchema.Column column)
        {
            DelimitedColumn fields = view._columns[column.Index];
            ValueGetter<VBuffer<ReadOnlyMemory<char>>> texts =
                _rows.GetGetter<VBuffer<ReadOnlyMemory<char>>>(_rows.Schema[column.Index]);
            var buffer = new VBuffer<ReadOnlyMemory<char>>();
            var numbers = new float[fields.Last - fields.First + 1];
            Delegate getter = fields.Sizes.Count == 0
                ? (ValueGetter<float>)((ref float value) =>
                {
                    Read();
                    value = numbers[0];
                })
                : (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
                {
                    Read();
                    RowExtensions.CopyTo(numbers, ref value);
                });
            return getter;

            void Read()
            {
                texts(ref buffer);
                int field = fields.First;
                foreach (ReadOnlyMemory<char> text in buffer.DenseValues())
                {
                    if (!DelimitedText.TryParse(text.Span, out numbers[field - fields.First]))
                        throw new FormatException($"'{view._text.Path}': row {Position} has '{text}' in the field "
                            + $"'{view._text.Name(field)}', which is no number in the range of single precision; "
                            + "expected numbers with a decimal point, or nothing where one is missing.");
                    field++;
                }
            }
        }
    }
}
