using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Text files.</summary>
public static class TextLoaderSaverCatalog
{
    /// <summary>A loader of columns.</summary>
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Column[] columns, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource? dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
        => new(OptionsOf(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    /// <summary>A loader with options.</summary>
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource? dataSample = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TextLoader(options, dataSample);
    }

    /// <summary>A loader of a class's columns.</summary>
    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource? dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
        => new(OptionsOf(TextLoader.ColumnsOf(typeof(TInput)), separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    /// <summary>A loader of a class's columns with options.</summary>
    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource? dataSample = null)
    {
        options ??= new TextLoader.Options();
        options.Columns = TextLoader.ColumnsOf(typeof(TInput));
        return new TextLoader(options, dataSample);
    }

    /// <summary>Lines as rows.</summary>
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Column[] columns, char separatorChar = '\t',
        bool hasHeader = false, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
        => catalog.CreateTextLoader(columns, separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse).Load(Source(path));

    /// <summary>Lines as rows, by options or by what the file tells of itself.</summary>
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options? options = null)
    {
        MultiFileSource source = Source(path);
        return new TextLoader(options, source).Load(source);
    }

    /// <summary>Lines as rows with the columns of a class.</summary>
    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, char separatorChar = '\t', bool hasHeader = false,
        bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
    {
        MultiFileSource source = Source(path);
        return catalog.CreateTextLoader<TInput>(separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse).Load(source);
    }

    /// <summary>Lines as rows with the columns of a class and options.</summary>
    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options)
    {
        MultiFileSource source = Source(path);
        return catalog.CreateTextLoader<TInput>(options).Load(source);
    }

    /// <summary>Writes rows as lines.</summary>
    public static void SaveAsText(this DataOperationsCatalog catalog, IDataView data, Stream stream, char separatorChar = '\t', bool headerRow = true,
        bool schema = true, bool keepHidden = false, bool forceDense = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        using IChannel channel = catalog.Environment.Start("Saving data");
        DataViewSchema.Column[] columns = [.. data.Schema.Where(c => keepHidden || !c.IsHidden)];
        (long rows, int min, int max) = new TextSaver(separatorChar, headerRow, schema, forceDense).Save(stream, data, columns);
        if (rows == 0) channel.Warning(MessageSensitivity.None, "Wrote zero rows of data!");
        else if (min == max) channel.Info(MessageSensitivity.None, "Wrote {0} rows of length {1}", rows, min);
        else channel.Info(MessageSensitivity.None, "Wrote {0} rows of lengths between {1} and {2}", rows, min, max);
    }

    private static TextLoader.Options OptionsOf(TextLoader.Column[] columns, char separator, bool hasHeader, bool quotes, bool trims, bool sparse) => new()
    {
        Columns = columns,
        Separators = [separator],
        HasHeader = hasHeader,
        AllowQuoting = quotes,
        TrimWhitespace = trims,
        AllowSparse = sparse,
    };

    private static MultiFileSource Source(string path)
    {
        if (path is null) throw new ArgumentNullException(nameof(path));
        if (path.Length == 0) throw new ArgumentOutOfRangeException(nameof(path), "path cannot be null or empty");
        var source = new MultiFileSource(path);
        return source.Count > 0 && File.Exists(source.GetPathOrNull(0)) ? source
            : throw new ArgumentOutOfRangeException(nameof(path), $"File or directory does not exist at path: {path}");
    }
}
