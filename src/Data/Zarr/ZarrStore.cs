namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>Where Zarr's metadata and chunks are, by their keys: a folder, or an archive of one.</summary>
internal abstract class ZarrStore
{
    /// <summary>Files that say of a folder what it is.</summary>
    public const string Array2 = ".zarray", Group2 = ".zgroup", Attributes2 = ".zattrs", Node3 = "zarr.json";

    /// <summary>The folder or archive.</summary>
    public abstract string Path { get; }

    /// <summary>What is there, with slashes between folders, and how many bytes it has.</summary>
    public abstract IReadOnlyDictionary<string, long> Lengths { get; }

    /// <summary>Reads some bytes of what a key stands for.</summary>
    /// <param name="key">One of those that are there.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="FormatException">There are fewer.</exception>
    public abstract byte[] Read(string key, long offset, long length);

    /// <summary>Closes what reading opened; it can go on.</summary>
    public virtual void Release()
    {
    }

    /// <summary>Whether a folder is one of Zarr.</summary>
    public static bool IsFolder(string path)
        => new[] { Array2, Group2, Node3 }.Any(name => File.Exists(System.IO.Path.Combine(path, name)));

    /// <summary>Opens a folder or archive; null where it is something else.</summary>
    /// <param name="path">The folder or file.</param>
    public static ZarrStore? Open(string path)
    {
        if (Directory.Exists(path)) return IsFolder(path) ? new ZarrFolder(path) : null;
        return ZarrArchive.Fits(path) ? new ZarrArchive(path) : null;
    }

    /// <summary>Whether a key says what a folder is.</summary>
    protected static bool IsNode(string key)
        => key[(key.LastIndexOf('/') + 1)..] is Array2 or Group2 or Node3;
}
