using System.IO.Compression;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>Entries of zip archives that are not compressed, as NumPy and PyTorch write them.</summary>
internal static class StoredEntry
{
    private const int Compared = 64;

    /// <summary>The place of an entry's first byte in the archive; null where the entry is compressed.</summary>
    /// <param name="archive">The archive's file.</param>
    /// <param name="entry">The entry.</param>
    public static long? Offset(FileStream archive, ZipArchiveEntry entry)
    {
        if (entry.CompressedLength != entry.Length || entry.Length == 0) return null;
        byte[] head = new byte[(int)Math.Min(Compared, entry.Length)], there = new byte[head.Length];
        long offset;
        using (Stream stream = entry.Open())
        {
            stream.Fill(head);
            // .NET does not tell where an entry is, but reads it from there.
            offset = archive.Position - head.Length;
        }
        if (offset < 0 || offset + entry.Length > archive.Length) return null;
        return RandomAccess.Read(archive.SafeFileHandle, there, offset) == there.Length && there.SequenceEqual(head)
            ? offset : null;
    }
}
