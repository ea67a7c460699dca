using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Text loader options, checked: which fields make which columns.</summary>
internal sealed class TextLayout
{
    private const int SampleLines = 100;

    public TextLayout(TextLoader.Options options, IMultiStreamSource? sample)
    {
        sample ??= new MultiFileSource();
        Options = options;
        TextLoader.Column[] columns = options.Columns is { Length: > 0 } given ? given : Described(sample);
        options = Options;
        Contracts.CheckParam(options.Separators is { Length: > 0 }, nameof(options.Separators), "Must specify a separator");
        Contracts.CheckParam(!options.Separators!.Any(c => c < ' ' && c != '\t' || char.IsAsciiDigit(c) || c == '"'), nameof(options.Separators), "Illegal separator");
        Contracts.CheckParam(!options.Separators!.Contains(options.EscapeChar), nameof(options.EscapeChar), $"EscapeChar '{options.EscapeChar}' can't be used both as EscapeChar and separator");
        Contracts.CheckParam(options.DecimalMarker is '.' or ',', nameof(options.DecimalMarker), $"Decimal marker cannot be the '{options.DecimalMarker}' character. It must be '.' or ','.");
        Contracts.CheckParam(options.AllowQuoting || options.DecimalMarker != ',' || !options.Separators!.Contains(','), nameof(options.AllowQuoting), "Quoting must be allowed if decimal marker and separator are the ',' character.");
        Contracts.CheckParam(options.MaxRows is not < 0, nameof(options.MaxRows), "Must be non-negative");

        int size = columns.Any(c => c.Source?.Any(r => r.AutoEnd && r.Max is null) == true) ? options.InputSize ?? SizeOf(sample) : 0;
        Columns = [.. columns.Select(c => new TextColumn(c, size))];
        string[] header = Header(sample);
        var builder = new DataViewSchema.Builder();
        foreach (TextColumn column in Columns) builder.AddColumn(column.Name, column.Type, column.SlotNames(header));
        Schema = builder.ToSchema();
    }

    public TextLoader.Options Options { get; private set; }

    public TextColumn[] Columns { get; }

    public DataViewSchema Schema { get; }

    public bool HasHeader => Options.HasHeader && string.IsNullOrWhiteSpace(Options.HeaderFile);

    private TextLoader.Column[] Described(IMultiStreamSource sample)
    {
        if (TextComments.Read(sample) is { } found)
        {
            // What the file says of itself is what its columns were written with.
            Options = new TextLoader.Options
            {
                Columns = found.Columns,
                HasHeader = found.HasHeader,
                Separators = found.Separators,
                AllowQuoting = Options.AllowQuoting,
                AllowSparse = Options.AllowSparse,
                MaxRows = Options.MaxRows,
                MissingRealsAsNaNs = Options.MissingRealsAsNaNs,
            };
            return found.Columns;
        }
        return [new("Label", DataKind.Single, 0), new("Features", DataKind.Single, [new TextLoader.Range(1, null)])];
    }

    private int SizeOf(IMultiStreamSource sample)
    {
        int[] sizes = [.. TextLines.Read(sample, this).Take(SampleLines).Select(line => new TextFields(Options).Split(line.Text)).Distinct()];
        return sizes.Length switch
        {
            0 => throw new ArgumentOutOfRangeException(nameof(TextLoader.Column.Source), "Can't determine the number of source columns without valid data"),
            1 => sizes[0],
            _ => throw new ArgumentOutOfRangeException(nameof(TextLoader.Column.Source), "The size of input lines is not consistent"),
        };
    }

    private string[] Header(IMultiStreamSource sample)
    {
        IMultiStreamSource source = string.IsNullOrWhiteSpace(Options.HeaderFile) ? sample : new MultiFileSource(Options.HeaderFile);
        if (source == sample && !Options.HasHeader || TextLines.First(source, Options) is not { } line) return [];
        var fields = new TextFields(Options);
        int count = fields.Split(line);
        return [.. Enumerable.Range(0, count).Select(i => fields[i].ToString())];
    }
}

/// <summary>One column and its fields.</summary>
internal sealed class TextColumn
{
    public TextColumn(TextLoader.Column column, int inputSize)
    {
        if (string.IsNullOrWhiteSpace(column.Name)) throw new ArgumentOutOfRangeException(nameof(column.Name), "A column needs a name");
        Contracts.CheckParam(column.Source is { Length: > 0 }, nameof(column.Source), "Must specify some source column indices");
        if (column.Source!.Any(r => r.AllOther)) throw new NotSupportedException("Ranges of all other fields are not supported");
        Name = column.Name.Trim();
        var fields = new List<int>();
        foreach (TextLoader.Range range in column.Source!)
        {
            if (range.Max is null && range.VariableEnd)
            {
                Contracts.CheckParam(OpenFrom is null, nameof(column.Source), $"Intervals specified for column '{Name}' overlap");
                OpenFrom = range.Min;
                continue;
            }
            int max = range.Max ?? (range.AutoEnd ? inputSize - 1 : range.Min);
            Contracts.CheckParam(max >= range.Min, nameof(range.Min), $"Column #{range.Min} not found in the dataset (it only has {inputSize} columns)");
            for (int i = range.Min; i <= max; i++) fields.Add(i);
        }
        Contracts.CheckParam(fields.Distinct().Count() == fields.Count && !fields.Exists(f => f >= OpenFrom), nameof(column.Source), $"Intervals specified for column '{Name}' overlap");
        Fields = [.. fields];
        Item = DataKinds.Type(column.DataKind, column.KeyCount);
        Type = OpenFrom is not null ? new VectorDataViewType(Item)
            : Fields.Length > 1 || column.Source[0].ForceVector ? new VectorDataViewType(Item, Fields.Length) : Item;
    }

    public string Name { get; }

    public int[] Fields { get; }

    /// <summary>The field from which all are taken, in lines of any length.</summary>
    public int? OpenFrom { get; }

    public PrimitiveDataViewType Item { get; }

    public DataViewType Type { get; }

    public DataViewSchema.Annotations? SlotNames(string[] header)
    {
        if (Type is not VectorDataViewType { IsKnownSize: true } || !Array.Exists(Fields, f => f < header.Length && header[f].Length > 0)) return null;
        var names = new VBuffer<ReadOnlyMemory<char>>(Fields.Length, Array.ConvertAll(Fields, f => f < header.Length ? header[f].AsMemory() : default));
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, Fields.Length), (ref VBuffer<ReadOnlyMemory<char>> value) => names.CopyTo(ref value));
        return builder.ToAnnotations();
    }
}
