using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Binary data files.</summary>
public static class BinaryLoaderSaverCatalog
{
    /// <summary>The rows of a file.</summary>
    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, IMultiStreamSource fileSource)
    {
        ArgumentNullException.ThrowIfNull(fileSource);
        return new BinaryDataView(fileSource);
    }

    /// <summary>The rows of a file.</summary>
    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, string path)
    {
        if (path is null) throw new ArgumentNullException(nameof(path));
        if (!File.Exists(path)) throw new ArgumentOutOfRangeException(nameof(path), $"File does not exist at path: {path}");
        return new BinaryDataView(new MultiFileSource(path));
    }

    /// <summary>Writes rows; types, dimensions and annotations survive.</summary>
    public static void SaveAsBinary(this DataOperationsCatalog catalog, IDataView data, Stream stream, bool keepHidden = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        BinarySaver.Save(stream, data, [.. data.Schema.Where(c => keepHidden || !c.IsHidden)]);
    }
}
