using System.IO.Compression;
using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>Folders of Zarr put together by hand.</summary>
internal static class ZarrFiles
{
    /// <summary>A folder with a number of everything: -7…52 as [3, 4, 5] in chunks of [2, 3, 4], and holes.</summary>
    public static void Sample(string folder, int version)
    {
        foreach (var (name, content) in Files(version))
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    /// <summary>Its files, by their keys.</summary>
    public static IEnumerable<(string Key, byte[] Content)> Files(int version)
        => version == 2 ? Version2() : Version3();

    private static IEnumerable<(string Key, byte[] Content)> Version2()
    {
        yield return (".zgroup", """{"zarr_format":2}"""u8.ToArray());
        yield return ("group/.zgroup", """{"zarr_format":2}"""u8.ToArray());
        yield return ("group/x/.zarray", """
            {"zarr_format":2,"shape":[3,4,5],"chunks":[2,3,4],"dtype":"<f4","compressor":{"id":"gzip","level":1},
             "fill_value":0.0,"order":"C","filters":null}
            """u8.ToArray());
        yield return ("group/x/.zattrs", """{"units":"K","valid":NaN}"""u8.ToArray());
        foreach (var (place, chunk) in Chunks(i => i)) yield return ("group/x/" + string.Join('.', place), Gzip(chunk));
        yield return ("turned/.zarray", """
            {"zarr_format":2,"shape":[3,4,5],"chunks":[2,3,4],"dtype":">f4","compressor":null,"fill_value":null,
             "order":"F","filters":null,"dimension_separator":"/"}
            """u8.ToArray());
        // The first axis runs fastest.
        foreach (var (place, chunk) in Chunks(i => i % 2 * 12 + i / 2 % 3 * 4 + i / 6))
            yield return ("turned/" + string.Join('/', place), [.. chunk.Chunk(4).SelectMany(n => n.Reverse())]);
        yield return ("holes/.zarray", """
            {"zarr_format":2,"shape":[5],"chunks":[2],"dtype":"<i2","compressor":null,"fill_value":-1.5,"order":"C"}
            """u8.ToArray());
        yield return ("holes/0", [1, 0, 2, 0]);
        yield return ("holes/2", [5, 0, 9, 0]);
    }

    private static IEnumerable<(string Key, byte[] Content)> Version3()
    {
        yield return ("zarr.json", """{"zarr_format":3,"node_type":"group","attributes":{}}"""u8.ToArray());
        yield return ("group/x/zarr.json", Node("[3,4,5]", "[2,3,4]", "float32", "0.0",
            """{"name":"bytes","configuration":{"endian":"little"}},{"name":"gzip","configuration":{"level":1}}"""));
        foreach (var (place, chunk) in Chunks(i => i))
            yield return ("group/x/c/" + string.Join('/', place), Gzip(chunk));
        yield return ("turned/zarr.json", Node("[3,4,5]", "[2,3,4]", "float32", "\"NaN\"",
            """
            {"name":"transpose","configuration":{"order":[2,0,1]}},{"name":"bytes","configuration":{"endian":"big"}},
            {"name":"crc32c"}
            """, "v2"));
        // Stored as [4, 2, 3]: the last axis first.
        foreach (var (place, chunk) in Chunks(i => i / 3 % 2 * 12 + i % 3 * 4 + i / 6))
            yield return ("turned/" + string.Join('.', place),
                Checked([.. chunk.Chunk(4).SelectMany(n => n.Reverse())]));
        yield return ("holes/zarr.json", Node("[5]", "[2]", "float64", "-1.5",
            """{"name":"bytes","configuration":{"endian":"little"}}"""));
        yield return ("holes/c/0", [.. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(2.0)]);
        yield return ("holes/c/2", [.. BitConverter.GetBytes(5.0), .. BitConverter.GetBytes(9.0)]);
        yield return ("shards/zarr.json", Shards("end"));
        yield return ("shards/c/0/0/0", [.. Packed(0), .. Checked(Index(0))]);
        yield return ("shards2/zarr.json", Shards("start"));
        yield return ("shards2/c/0/0/0", [.. Checked(Index(8 * 16 + 4)), .. Packed(0)]);
    }

    private static byte[] Shards(string location) => Node("[3,4,5]", "[4,6,8]", "float32", "0.0",
        $$$"""
        {"name":"sharding_indexed","configuration":{"chunk_shape":[2,3,4],"index_location":"{{{location}}}",
         "codecs":[{"name":"bytes","configuration":{"endian":"little"}},{"name":"gzip","configuration":{"level":1}}],
         "index_codecs":[{"name":"bytes","configuration":{"endian":"little"}},{"name":"crc32c"}]}}
        """);

    private static byte[] Packed(int _) => [.. Chunks(i => i).SelectMany(c => Gzip(c.Chunk))];

    private static byte[] Index(long at)
    {
        var index = new List<byte>();
        foreach (var (_, chunk) in Chunks(i => i))
        {
            long length = Gzip(chunk).Length;
            index.AddRange([.. BitConverter.GetBytes(at), .. BitConverter.GetBytes(length)]);
            at += length;
        }
        return [.. index];
    }

    private static byte[] Node(string shape, string chunk, string type, string fill, string codecs,
        string keys = "default") => System.Text.Encoding.UTF8.GetBytes($$$"""
        {"zarr_format":3,"node_type":"array","shape":{{{shape}}},"data_type":"{{{type}}}","fill_value":{{{fill}}},
         "chunk_grid":{"name":"regular","configuration":{"chunk_shape":{{{chunk}}}}},
         "chunk_key_encoding":{"name":"{{{keys}}}"},"codecs":[{{{codecs}}}],"attributes":{}}
        """);

    // Places and bytes of the chunks; source gives the element of a row-major chunk by its place in storage.
    private static IEnumerable<(int[] Place, byte[] Chunk)> Chunks(Func<int, int> source)
    {
        for (int i = 0; i < 8; i++)
        {
            int[] place = [i / 4, i / 2 % 2, i % 2];
            var chunk = new List<byte>();
            for (int k = 0; k < 24; k++)
            {
                int at = source(k), x = 2 * place[0] + at / 12, y = 3 * place[1]
                    + at / 4 % 3, z = 4 * place[2] + at % 4;
                // Chunks reach beyond the edges.
                chunk.AddRange(BitConverter.GetBytes(x < 3 && y < 4 && z < 5 ? 20f * x + 5 * y + z - 7 : 1e30f));
            }
            yield return (place, [.. chunk]);
        }
    }

    private static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return stream.ToArray();
    }

    private static byte[] Checked(byte[] content)
    {
        uint checksum = uint.MaxValue;
        foreach (byte one in content) checksum = BitOperations.Crc32C(checksum, one);
        return [.. content, .. BitConverter.GetBytes(~checksum)];
    }
}
