using Microsoft.ML.NeuralOperators.Data.Formats;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;
using static Microsoft.ML.NeuralOperators.Tests.Support.NetCdfFiles;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>netCDF-3, as SciPy writes it and put together byte by byte.</summary>
public sealed class NetCdfTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_scipy_writes_is_read(int version)
    {
        DebianPython.Require("scipy.io", "python3-scipy");
        Assert.Equal("", DebianPython.Run($"""
            import numpy as np
            from scipy.io import netcdf_file
            f = netcdf_file('{_folder["all.nc"]}', 'w', version={version})
            f.history = 'x' * 1001
            f.createDimension('time', None); f.createDimension('y', 4); f.createDimension('x', 5)
            x = np.arange(60).reshape(3, 4, 5) - 7
            for t in ['i1', 'i2', 'i4', 'f4', 'f8']:
                f.createVariable('fixed_' + t, t, ('y', 'x'))[:] = x[1]
                f.createVariable('record_' + t, t, ('time', 'y', 'x'))[:] = x
            f.createVariable('odd', 'i1', ('time',))[:] = [1, 2, 3]
            v = f.createVariable('degrees', 'i2', ('time', 'x')); v[:] = [[-999, 1, 2, 3, 4]] * 3
            v.scale_factor = np.float64(0.01); v.add_offset = np.float64(273.15); v._FillValue = np.int16(-999)
            v = f.createVariable('gaps', 'f4', ('x',)); v[:] = [0, 1e20, 9.969209968386869e36, 3, 4]
            v.missing_value = 1e20
            v = f.createVariable('word', 'c', ('x',)); v[:] = 'heat!'
            f.close()
            """));
        var arrays = ArrayFile.Read(_folder["all.nc"]);
        float[] x = [.. Enumerable.Range(0, 60).Select(i => i - 7f)];
        foreach (string type in new[] { "i1", "i2", "i4", "f4", "f8" })
        {
            Assert.Equal([4, 5], arrays["fixed_" + type].Shape);
            Assert.Equal(x[20..40], arrays["fixed_" + type].Values);
            Assert.Equal([3, 4, 5], arrays["record_" + type].Shape);
            Assert.Equal(x, arrays["record_" + type].Values);
        }
        Assert.Equal([1, 2, 3], arrays["odd"].Values);
        // In double precision, and rounded once.
        Assert.Equal([float.NaN, (float)(0.01 + 273.15), (float)(2 * 0.01 + 273.15), (float)(3 * 0.01 + 273.15),
            (float)(4 * 0.01 + 273.15)], arrays["degrees"].Values[..5]);
        Assert.Equal([0, float.NaN, float.NaN, 3, 4], arrays["gaps"].Values);
        Assert.Equal("heat!", arrays["word"].Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Records_lie_between_each_other_and_packed_numbers_are_unpacked(byte version)
    {
        var arrays = ArrayFile.Read(_folder.Write("sample.nc", Sample(version)));
        Assert.Equal(["x", "u", "time", "name", "flag"], arrays.Keys);
        Assert.Equal([0, 0.5f, 1], arrays["x"].Values);
        Assert.Equal([2, 3], arrays["u"].Shape);
        Assert.Equal([0.5f, 1, 1.5f, 2, 2.5f, float.NaN], arrays["u"].Values);
        Assert.Equal([1, 2], arrays["time"].Values);
        Assert.Equal("abc", arrays["name"].Text);
        Assert.Equal([1, 2, 3, 4, 5, -1], arrays["flag"].Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Arrays_left_in_the_file_are_those_that_are_read(byte version)
    {
        var files = new NetCdfFiles(version);
        // What lies between the records of u would be out of range as its own type.
        byte[] file = files.File(3, [("time", 0), ("x", 2)], new("u", [0, 1], NetCdfFiles.Double,
            Doubles(1, 2, 3, 4, 5, 6)), new("v", [0, 1], Int, [.. Enumerable.Repeat<byte>(0x7f, 24)]),
            new("w", [0], Short, Shorts(7, 8, 9), files.Attributes(("add_offset", NetCdfFiles.Double, 1,
                Doubles(0.5)))));
        string path = _folder.Write("left.nc", file);
        var left = ArrayFile.Open(path, new ReadRequest(new HashSet<string> { "u", "w" }, 1), null);
        Assert.Equal(["u", "w"], left.Streamed.Keys);
        foreach (string name in left.Streamed.Keys)
        {
            NamedArray whole = ArrayFile.Read(path)[name];
            long[] shape = [.. whole.Shape];
            Assert.Equal(whole.Values, left.Streamed[name].Slab(new long[shape.Length], shape).Values);
        }
        Assert.Equal([4, 6], left.Streamed["u"].Slab([1, 1], [2, 1]).Values);
    }

    /// <summary>The one case in which nothing is filled up to four bytes.</summary>
    [Fact]
    public void Records_of_one_variable_are_close_together()
    {
        byte[] file = new NetCdfFiles(1).File(4, [("t", 0)], new Variable("u", [0], Short, Shorts(1, 2, 3, 4)));
        Assert.Equal([1, 2, 3, 4], ArrayFile.Read(_folder.Write("alone.nc", file))["u"].Values);
        // The number of records of a file that was still being written.
        new byte[] { 255, 255, 255, 255 }.CopyTo(file, 4);
        Assert.Equal([1, 2, 3, 4], ArrayFile.Read(_folder.Write("alone.nc", file))["u"].Values);
    }

    [Fact]
    public void Unsigned_numbers_are_unsigned_and_large_ones_exact()
    {
        var files = new NetCdfFiles(5);
        byte[] unsigned = files.Attributes(("_Unsigned", Text, 4, "true"u8.ToArray()),
            ("_FillValue", NetCdfFiles.Byte, 1, [255]));
        byte[] file = files.File(0, [("n", 3)], new Variable("u", [0], NetCdfFiles.Byte, [1, 200, 255], unsigned),
            new Variable("w", [0], LongType, [.. new byte[8], 0, 0, 1, 0, 0, 0, 0, 0, .. Enumerable.Repeat<byte>(255,
                8)]),
            new Variable("scalar", [], NetCdfFiles.Double, Doubles(2.5)));
        var arrays = ArrayFile.Read(_folder.Write("unsigned.nc", file));
        Assert.Equal([1, 200, float.NaN], arrays["u"].Values);
        Assert.Equal([0, 1L << 40, -1], arrays["w"].Values);
        Assert.Equal([2.5f], arrays["scalar"].Values);
        Assert.Empty(arrays["scalar"].Shape);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Files_cut_off_are_refused(byte version)
    {
        byte[] whole = Sample(version);
        // The last record is filled up by a byte that nobody needs.
        for (int length = 0; length < whole.Length - 1; length++)
        {
            string path = _folder.Write("cut.nc", whole[..length]);
            Assert.StartsWith($"'{path}' cannot be read: ",
                Assert.Throws<FormatException>(() => ArrayFile.Read(path)).Message);
        }
    }

    [Fact]
    public void Headers_that_contradict_the_file_take_no_memory()
    {
        byte[] file = new NetCdfFiles(5).File(0, [("n", int.MaxValue / 8)],
            new Variable("u", [0], NetCdfFiles.Float, Floats(1, 2, 3)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("'u'", Assert.Throws<FormatException>(()
            => ArrayFile.Read(_folder.Write("long.nc", file))).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }
}
