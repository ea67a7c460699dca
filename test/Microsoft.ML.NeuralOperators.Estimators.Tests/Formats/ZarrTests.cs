using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Data.Formats;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Formats;

/// <summary>Zarr of both versions: what its own library writes, and folders put together by hand.</summary>
public sealed class ZarrTests : IDisposable
{
    private static readonly float[] Sixty = [.. Enumerable.Range(0, 60).Select(i => i - 7f)];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_the_library_writes_is_read_with_every_codec()
    {
        Write($"""
            import numcodecs as nc
            g = zarr.open_group('{_folder["all.zarr"]}', 'w')
            x = np.arange(60).reshape(3, 4, 5) - 7
            for t in ['<f4', '>f4', '<f8', '>f8', '<f2', '|i1', '<i2', '>i4', '<i8', '>i8']:
                g.create_dataset('types/' + t[1:] + ('big' if t[0] == '>' else ''), data=x.astype(t), chunks=(2, 3, 4))
            g.create_dataset('complex', data=(x - 3j).astype('c16'), chunks=(2, 3, 4))
            g.create_dataset('bool', data=x > 0)
            g.create_dataset('unsigned', data=np.array([0, 200, 255], 'u1'))
            g.create_dataset('scalar', data=np.float64(4.5), shape=())
            big = np.arange(60 * 4000).reshape(3, 4, 20000) % 977
            codecs = [None, nc.GZip(), nc.Zlib(), nc.Zstd(), nc.LZ4()]
            for name in ['blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd']:
                for shuffle in [0, 1, 2]:
                    codecs.append(nc.Blosc(cname=name, shuffle=shuffle))
            codecs += [nc.Blosc(cname='zstd', shuffle=2, blocksize=1000), nc.Blosc(cname='lz4', shuffle=1, blocksize=4096)]
            for i, c in enumerate(codecs):
                for t in ['f4', 'f8', 'i2', 'c16', 'u1']:
                    g.create_dataset('codecs/%s%02d' % (t, i), data=big.astype(t), chunks=(2, 3, 777), compressor=c)
            g.create_dataset('fortran', data=x.astype('f4'), chunks=(2, 3, 4), order='F')
            g.create_dataset('nested', data=x.astype('f4'), chunks=(2, 3, 4), dimension_separator='/')
            g.create_dataset('shuffled', data=x.astype('f4'), chunks=(2, 3, 4), filters=[nc.Shuffle(4)])
            h = g.create_dataset('holes', shape=(6, 6), chunks=(2, 2), dtype='f4', fill_value=np.nan)
            h[2:4, 2:4] = 5
            g.create_dataset('text', data=np.array(['a', 'bc']))
            d = g.create_dataset('dates', data=np.array(['2020-01-01'], 'M8[ns]'))
            p = g.create_dataset('degrees', data=np.array([0, 1, 2, -9], 'i2'), fill_value=-9)
            p.attrs['scale_factor'] = 0.01
            p.attrs['add_offset'] = 273.15
            """);
        var arrays = DataFile.Read(_folder["all.zarr"]);
        string[] types = [.. arrays.Keys.Where(name => name.StartsWith("types/", StringComparison.Ordinal))];
        Assert.Equal(10, types.Length);
        foreach (string name in types.Concat(["fortran", "nested", "shuffled"]))
        {
            Assert.Equal([3, 4, 5], arrays[name].Shape);
            Assert.Equal(Sixty, arrays[name].Values);
        }
        Assert.Equal(Sixty.SelectMany(re => new[] { re, -3 }), arrays["complex"].Values);
        Assert.Equal(Sixty.Select(n => n > 0 ? 1f : 0), arrays["bool"].Values);
        Assert.Equal([0, 200, 255], arrays["unsigned"].Values);
        Assert.Equal([4.5f], arrays["scalar"].Values);
        float[] big = [.. Enumerable.Range(0, 240_000).Select(i => (float)(i % 977))];
        string[] codecs = [.. arrays.Keys.Where(name => name.StartsWith("codecs/", StringComparison.Ordinal))];
        Assert.Equal(5 * 22, codecs.Length);
        foreach (string name in codecs)
        {
            float[] expected = name.StartsWith("codecs/u1", StringComparison.Ordinal) ? [.. big.Select(n => n % 256)]
                : name.StartsWith("codecs/c16", StringComparison.Ordinal) ? [.. big.SelectMany(n => new[] { n, 0 })]
                : big;
            Assert.True(expected.AsSpan().SequenceEqual(arrays[name].Values), name);
        }
        Assert.Equal([float.NaN, 5], arrays["holes"].Values[13..15]);
        Assert.Equal(4, arrays["holes"].Values.Count(n => !float.IsNaN(n)));
        Assert.Equal([(float)273.15, (float)(0.01 + 273.15), (float)(2 * 0.01 + 273.15), float.NaN],
            arrays["degrees"].Values);
        foreach (string name in new[] { "text", "dates" })
            Assert.Contains("not supported", Assert.Throws<FormatException>(() => arrays[name]).Message);
    }

    [Fact]
    public void An_archive_is_read_as_its_folder()
    {
        ZarrFiles.Sample(_folder["x.zarr"], 3);
        ZipFile.CreateFromDirectory(_folder["x.zarr"], _folder["x.zip"], CompressionLevel.Fastest,
            includeBaseDirectory: true);
        var folder = DataFile.Read(_folder["x.zarr"]);
        var archive = DataFile.Read(_folder["x.zip"]);
        Assert.Equal(folder.Keys, archive.Keys);
        Assert.All(folder, array => Assert.Equal(array.Value.Values, archive[array.Key].Values));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Chunks_shards_orders_and_holes_are_put_together(int version)
    {
        ZarrFiles.Sample(_folder["x.zarr"], version);
        var arrays = DataFile.Read(_folder["x.zarr"]);
        string[] expected = version == 2 ? ["group/x", "holes", "turned"]
            : ["group/x", "holes", "shards", "shards2", "turned"];
        Assert.Equal(expected, arrays.Keys);
        foreach (string name in arrays.Keys.Where(name => name != "holes"))
        {
            Assert.Equal([3, 4, 5], arrays[name].Shape);
            Assert.Equal(Sixty, arrays[name].Values);
        }
        Assert.Equal([1, 2, -1.5f, -1.5f, 5], arrays["holes"].Values);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Arrays_left_in_the_folder_are_those_that_are_read(int version)
    {
        ZarrFiles.Sample(_folder["x.zarr"], version);
        var left = DataFile.Open(_folder["x.zarr"], new ReadRequest(null, 10), null);
        Assert.Contains("group/x", left.Streamed.Keys);
        foreach (StreamedArray array in left.Streamed.Values)
        {
            Assert.Equal(Sixty, array.Slab([0, 0, 0], [3, 4, 5]).Values);
            NamedArray part = array.Slab([1, 1, 2], [2, 3, 3]);
            Assert.Equal([2, 3, 3], part.Shape);
            Assert.Equal(Enumerable.Range(0, 18).Select(i
                => Sixty[(1 + i / 9) * 20 + (1 + i / 3 % 3) * 5 + 2 + i % 3]), part.Values);
        }
    }

    [Fact]
    public void A_damaged_chunk_spoils_only_its_array()
    {
        ZarrFiles.Sample(_folder["x.zarr"], 3);
        string chunk = Path.Combine(_folder["x.zarr"], "shards", "c", "0", "0", "0");
        byte[] bytes = File.ReadAllBytes(chunk);
        bytes[^9] ^= 1;
        File.WriteAllBytes(chunk, bytes);
        var arrays = DataFile.Read(_folder["x.zarr"]);
        Assert.Contains("checksum", Assert.Throws<FormatException>(() => arrays["shards"]).Message);
        Assert.Equal(Sixty, arrays["group/x"].Values);
    }

    [Fact]
    public void What_is_not_zarr_or_asks_for_too_much_is_refused()
    {
        Directory.CreateDirectory(_folder["plain"]);
        Assert.Throws<FileNotFoundException>(() => DataFile.Read(_folder["plain"]));
        Refused("""{"zarr_format":2,"shape":[2000000000],"chunks":[1],"dtype":"<f4","compressor":null,"fill_value":0}""",
            "memory");
        Refused("""{"zarr_format":2,"shape":[2],"chunks":[2000000000],"dtype":"<f4","compressor":null,"fill_value":0}""",
            "memory");
        Refused("""{"zarr_format":2,"shape":[2],"chunks":[1,1],"dtype":"<f4","compressor":null,"fill_value":0}""",
            "do not fit together");
        Refused("""{"zarr_format":2,"shape":[2],"chunks":[1],"dtype":"<f4","compressor":{"id":"bz2"},"fill_value":0}""",
            "'bz2'");
        Refused("{", "damaged");

        void Refused(string json, string reason)
        {
            Directory.CreateDirectory(_folder["bad.zarr"]);
            File.WriteAllText(Path.Combine(_folder["bad.zarr"], ".zarray"), json);
            string message = Assert.Throws<FormatException>(() => DataFile.Read(_folder["bad.zarr"])).Message;
            Assert.StartsWith($"'{_folder["bad.zarr"]}' cannot be read: ", message);
            Assert.Contains(reason, message);
        }
    }

    private static void Write(string script)
    {
        DebianPython.Require("numpy, zarr, numcodecs", "python3-zarr");
        Assert.Equal("", DebianPython.Run("import numpy as np, zarr\n" + script));
    }
}
