using System.IO.Compression;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>A zip archive of a Zarr folder, which may be in another folder there.</summary>
internal sealed class ZarrArchive : ZarrStore
{
    private readonly string _root;
    private ZipArchive? _zip;

    /// <param name="path">The archive.</param>
    public ZarrArchive(string path)
    {
        Path = path;
        _zip = ZipFile.OpenRead(path);
        string node = Root(_zip)!;
        _root = node[..(node.LastIndexOf('/') + 1)];
        var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in _zip.Entries)
            if (entry.FullName.StartsWith(_root, StringComparison.Ordinal) && entry.Name.Length > 0
                && !lengths.TryAdd(entry.FullName[_root.Length..], entry.Length))
                throw new FormatException($"the archive has the entry '{entry.FullName}' twice.");
        Lengths = lengths;
    }

    public override string Path { get; }

    public override IReadOnlyDictionary<string, long> Lengths { get; }

    /// <summary>Whether a file is an archive with Zarr's metadata.</summary>
    public static bool Fits(string path)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.ReadByte() != 'P' || stream.ReadByte() != 'K') return false;
        stream.Position = 0;
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return Root(zip) is not null;
        }
        // What is wrong with it is said by the reader of other archives.
        catch (InvalidDataException)
        {
            return false;
        }
    }

    public override byte[] Read(string key, long offset, long length)
    {
        _zip ??= ZipFile.OpenRead(Path);
        ZipArchiveEntry entry = _zip.GetEntry(_root + key)
            ?? throw new FormatException($"the entry '{key}' is missing.");
        if (offset < 0 || length < 0 || offset > entry.Length - length)
            throw new FormatException($"the entry '{key}' ends before {offset} and {length} bytes.");
        return ArchiveEntry.Read(entry, stream =>
        {
            Span<byte> skipped = stackalloc byte[4096];
            for (long left = offset; left > 0; left -= skipped.Length)
                stream.Fill(skipped = skipped[..(int)Math.Min(skipped.Length, left)]);
            return stream.ReadBytes(length);
        });
    }

    public override void Release()
    {
        _zip?.Dispose();
        _zip = null;
    }

    private static string? Root(ZipArchive zip)
        => zip.Entries.Select(entry => entry.FullName).Where(IsNode).MinBy(name => name.Length);
}
