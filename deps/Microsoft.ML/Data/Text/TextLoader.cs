using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Reads lines of text files as rows.</summary>
public sealed class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly TextLayout _layout;

    internal TextLoader(Options? options, IMultiStreamSource? dataSample) => _layout = new TextLayout(options ?? new Options(), dataSample);

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema() => _layout.Schema;

    /// <summary>The rows of a source.</summary>
    public IDataView Load(IMultiStreamSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new TextDataView(_layout, source);
    }

    // Model files hold transformers here; loaders are made anew from their options.
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("Text loaders cannot be saved.");

    /// <summary>The columns that the attributes of a class's members describe.</summary>
    internal static Column[] ColumnsOf(Type type)
    {
        var columns = new List<Column>();
        foreach (MemberInfo member in TypedMember.Of(type, SchemaDefinition.Direction.Read))
        {
            if (member.GetCustomAttribute<LoadColumnAttribute>() is not { } load)
                throw new InvalidOperationException($"{(member is FieldInfo ? "Field" : "Property")} '{member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute");
            Type value = TypedMember.TypeOf(member);
            PrimitiveDataViewType item = ColumnTypes.Find(ColumnTypes.ItemType(value) ?? value)
                ?? throw new InvalidOperationException($"{(member is FieldInfo ? "Field" : "Property")} {member.Name} is of unsupported type.");
            columns.Add(new Column
            {
                Name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
                DataKind = DataKinds.Of(item),
                KeyCount = member.GetCustomAttribute<KeyTypeAttribute>() is { } key ? new KeyCount { Count = key.Count } : null,
                Source = [.. load.Ranges],
            });
        }
        return columns.Count > 0 ? [.. columns]
            : throw new ArgumentOutOfRangeException(nameof(type), $"Should define at least one public, readable field or property in {type.Name}.");
    }

    /// <summary>Fields of a line.</summary>
    public sealed class Range
    {
        /// <summary>The first field.</summary>
        public int Min;

        /// <summary>The last field.</summary>
        public int? Max;

        /// <summary>Whether the range goes to the end of the line, as far as in the first lines.</summary>
        public bool AutoEnd;

        /// <summary>Whether the range goes to the end of each line.</summary>
        public bool VariableEnd;

        /// <summary>Whether the range takes what no other does.</summary>
        public bool AllOther;

        /// <summary>Whether a range of one field makes a vector.</summary>
        public bool ForceVector;

        /// <summary>No fields yet.</summary>
        public Range()
        {
        }

        /// <summary>One field.</summary>
        public Range(int index)
        {
            if (index < 0) throw new ArgumentOutOfRangeException(nameof(index), "Must be non-negative");
            (Min, Max) = (index, index);
        }

        /// <summary>Fields from one to another, or to the end of the line.</summary>
        public Range(int min, int? max)
        {
            if (min < 0) throw new ArgumentOutOfRangeException(nameof(min), "Must be non-negative");
            if (max < min) throw new ArgumentOutOfRangeException(nameof(max), "If specified, must be greater than or equal to min");
            (Min, Max, ForceVector, AutoEnd) = (min, max, true, max is null);
        }
    }

    /// <summary>A column and its fields.</summary>
    public sealed class Column
    {
        /// <summary>The name.</summary>
        public string Name = null!;

        /// <summary>The fields.</summary>
        public Range[] Source = null!;

        /// <summary>For a key, how many values it has.</summary>
        public KeyCount? KeyCount;

        /// <summary>No column yet.</summary>
        public Column()
        {
        }

        /// <summary>A column of one field.</summary>
        public Column(string name, DataKind dataKind, int index)
            : this(name, dataKind, [new Range(index)])
        {
        }

        /// <summary>A vector of several fields.</summary>
        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
            : this(name, dataKind, [new Range(minIndex, maxIndex)])
        {
        }

        /// <summary>A column of ranges of fields.</summary>
        public Column(string name, DataKind dataKind, Range[] source, KeyCount? keyCount = null)
        {
            ArgumentNullException.ThrowIfNull(name);
            ArgumentNullException.ThrowIfNull(source);
            (Name, DataKind, Source, KeyCount) = (name, dataKind, source, keyCount);
        }

        /// <summary>What the fields hold.</summary>
        public DataKind DataKind { get; set; } = DataKind.Single;
    }

    /// <summary>How files are read.</summary>
    public class Options
    {
        /// <summary>Whether fields may be quoted.</summary>
        public bool AllowQuoting;

        /// <summary>Whether lines may end in "count index:value index:value".</summary>
        public bool AllowSparse;

        /// <summary>The columns; where there are none, the file's comments tell them.</summary>
        public Column[] Columns = null!;

        /// <summary>What stands before the decimals.</summary>
        public char DecimalMarker = '.';

        /// <summary>What stands before a quote within quotes.</summary>
        public char EscapeChar = '"';

        /// <summary>Whether the first line of a file is a header.</summary>
        public bool HasHeader;

        /// <summary>A file with the header.</summary>
        public string HeaderFile = null!;

        /// <summary>The number of fields where lines are sparse.</summary>
        public int? InputSize;

        /// <summary>The most rows to read.</summary>
        public long? MaxRows;

        /// <summary>Whether empty fields of reals are missing rather than zero.</summary>
        public bool MissingRealsAsNaNs;

        /// <summary>Whether quoted fields may go over several lines.</summary>
        public bool ReadMultilines;

        /// <summary>What stands between fields.</summary>
        public char[] Separators = ['\t'];

        /// <summary>Whether blanks at the end of lines are taken off.</summary>
        public bool TrimWhitespace;

        /// <summary>Has no effect here: every cursor reads on the thread that uses it.</summary>
        public bool UseThreads = true;
    }
}
