using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Data.Formats;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>.NET compares no stored entry with its checksum, so that ours must.</summary>
public class ArchiveEntryTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * i))];

    /// <summary>Whether all of it is read or only the beginning.</summary>
    [Theory]
    [InlineData(CompressionLevel.NoCompression, 100)]
    [InlineData(CompressionLevel.Optimal, 100)]
    [InlineData(CompressionLevel.NoCompression, 10)]
    [InlineData(CompressionLevel.Optimal, 0)]
    public void An_intact_entry_gives_what_was_written(CompressionLevel level, int length)
        => Assert.Equal(Content[..length], Read(Archive(level), length));

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100)]
    public void Damage_is_seen_wherever_the_reader_stops(int length)
    {
        byte[] archive = Archive(CompressionLevel.NoCompression);
        int start = archive.AsSpan().IndexOf(Content);
        for (int at = 0; at < Content.Length; at++)
        {
            byte[] damaged = [.. archive];
            damaged[start + at] ^= 16;
            string message = Assert.Throws<InvalidDataException>(() => Read(damaged, length)).Message;
            Assert.Contains("'content'", message);
            Assert.Contains("checksum", message);
        }
    }

    /// <summary>More than is read at a time, in pieces that fit no block.</summary>
    [Fact]
    public void Large_entries_are_read_whole()
    {
        var content = new byte[1_000_003];
        new Random(1).NextBytes(content);
        Assert.Equal(content, Read(Archive(CompressionLevel.Fastest, content), content.Length));
    }

    private static byte[] Archive(CompressionLevel level, byte[]? content = null)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (Stream entry = zip.CreateEntry("content", level).Open()) entry.Write(content ?? Content);
        return stream.ToArray();
    }

    private static byte[] Read(byte[] archive, int length)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        return ArchiveEntry.Read(zip.GetEntry("content")!, stream => stream.ReadBytes(length));
    }
}
