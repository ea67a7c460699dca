using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>A folder of Zarr. Links are not followed, so that nothing outside of it is read.</summary>
internal sealed class ZarrFolder : ZarrStore
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 64,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <param name="path">The folder.</param>
    public ZarrFolder(string path)
    {
        Path = path;
        int begin = System.IO.Path.TrimEndingDirectorySeparator(new DirectoryInfo(path).FullName).Length + 1;
        Lengths = new DirectoryInfo(path).EnumerateFiles("*", Everything).ToDictionary(
            file => file.FullName[begin..].Replace(System.IO.Path.DirectorySeparatorChar, '/'), file => file.Length,
            StringComparer.Ordinal);
    }

    public override string Path { get; }

    public override IReadOnlyDictionary<string, long> Lengths { get; }

    public override byte[] Read(string key, long offset, long length)
    {
        using SafeFileHandle file = File.OpenHandle(System.IO.Path.Combine(Path, key));
        if (offset < 0 || length < 0 || length > Array.MaxLength || offset > RandomAccess.GetLength(file) - length)
            throw new FormatException($"'{key}' ends before {offset} and {length} bytes.");
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        for (int filled = 0; filled < bytes.Length;)
        {
            int got = RandomAccess.Read(file, bytes.AsSpan(filled), offset + filled);
            if (got == 0) throw new FormatException($"'{key}' ends too early.");
            filled += got;
        }
        return bytes;
    }
}
