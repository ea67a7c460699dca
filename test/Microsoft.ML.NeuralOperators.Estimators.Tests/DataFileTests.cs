using Microsoft.ML.NeuralOperators.Data.Hdf5;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>HDF5 and MATLAB files, against the programs that write them.</summary>
public sealed class DataFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("darcy_v73.mat", "coeff", "sol")]
    [InlineData("darcy_v5.mat", "coeff", "sol")]
    [InlineData("darcy_pdebench.h5", "nu", "tensor")]
    public void Darcy_data_has_its_numbers_in_every_format(string file, string a, string u)
    {
        IReadOnlyDictionary<string, NamedArray> arrays = DataFile.Read(Case("01_matlab_hdf5", file), [a, u]),
            expected = DataFile.Read(Case("01_matlab_hdf5", "darcy_reference.npz"));
        Assert.Equal([a, u], arrays.Keys.Order());
        Assert.Equal([20, 17, 23], arrays[a].Shape);
        Assert.Equal(expected["coeff"].Values, arrays[a].Values);
        Assert.Equal(expected["sol"].Values, arrays[u].Values);
    }

    [Fact]
    public void Every_type_layout_and_filter_of_h5py_is_read()
    {
        PythonWriter.Write($"""
            f = h5py.File('{_folder["all.h5"]}', 'w')
            x = np.arange(60).reshape(3, 4, 5) - 7
            for t in ['<f4', '>f4', '<f8', '>f8', '<f2', '>f2', '<i1', '<i2', '>i2', '<i4', '>i4', '<i8', '>i8']:
                f['types/' + t[1:] + ('big' if t[0] == '>' else '')] = x.astype(t)
            f['complex'] = x + 2j
            f['complexbig'] = (x + 2j).astype('>c16')
            f['complex32'] = (x - 3j).astype('c8')
            f['bool'] = x > 0
            f['scalar'] = 4.5
            f['gaps'] = np.array([1, 9.96921e36, 3], 'f4')
            f['gaps'].attrs['_FillValue'] = np.array([9.96921e36], 'f4')
            f['degrees'] = x.astype('i2')
            f['degrees'].attrs['scale_factor'] = 0.01
            f['text'] = 'some words'
            for i, c in enumerate(['lzf', 'gzip']):
                for shuffle in [False, True]:
                    f.create_dataset('packed/%s%d' % (c, shuffle), data=x.astype('f4').repeat(40, 2), chunks=(2, 3, 64), compression=c, shuffle=shuffle, fletcher32=shuffle)
            f.close()
            """);
        IReadOnlyDictionary<string, NamedArray> arrays = DataFile.Read(_folder["all.h5"]);
        float[] expected = [.. Enumerable.Range(0, 60).Select(i => i - 7f)];
        string[] types = [.. arrays.Keys.Where(name => name.StartsWith("types/", StringComparison.Ordinal))];
        Assert.Equal(7, types.Length);
        foreach (string name in new[] { "types/f4big", "types/i2big" })
            Assert.Contains("Byte order", Assert.Throws<FormatException>(() => arrays[name]).Message);
        Assert.All(types, name => Assert.Equal(expected, arrays[name].Values));
        Assert.Equal([3, 4, 5, 2], arrays["complex"].Shape);
        Assert.Equal(expected.SelectMany(re => new[] { re, 2 }), arrays["complex"].Values);
        Assert.Equal(expected.SelectMany(re => new[] { re, -3 }), arrays["complex32"].Values);
        Assert.Equal(expected.Select(n => n > 0 ? 1f : 0), arrays["bool"].Values);
        Assert.Equal([4.5f], arrays["scalar"].Values);
        Assert.Equal(arrays["complex"].Values, arrays["complexbig"].Values);
        Assert.Equal([1, float.NaN, 3], arrays["gaps"].Values);
        Assert.Contains("scale_factor", Assert.Throws<FormatException>(() => arrays["degrees"]).Message);
        Assert.Contains("'text'", Assert.Throws<FormatException>(() => arrays["text"]).Message);
        foreach (string name in new[] { "lzf0", "lzf1", "gzip0", "gzip1" })
            Assert.Equal(expected.SelectMany(n => Enumerable.Repeat(n, 40)), arrays["packed/" + name].Values);
    }

    [Theory]
    [InlineData("False", "<")]
    [InlineData("True", "<")]
    [InlineData("False", ">")]
    public void What_scipy_saves_for_matlab_is_read(string compresses, string order)
    {
        PythonWriter.Write($$"""
            import scipy.sparse
            x = np.arange(60.0).reshape(3, 4, 5).astype('{{order}}f8')
            scipy.io.savemat('{{_folder["all.mat"]}}', dict(x=x, single=x.astype('f4'), whole=x.astype('i2'), z=x + 1j,
                s=dict(inner=x[0], deeper=dict(y=np.arange(3.0))), c=np.array([x[0], 'word'], dtype=object), text='Größe',
                sparse=scipy.sparse.eye(3), flag=np.array([True, False])), do_compression={{compresses}})
            """);
        IReadOnlyDictionary<string, NamedArray> arrays = DataFile.Read(_folder["all.mat"]);
        float[] x = [.. Enumerable.Range(0, 60).Select(i => (float)i)];
        foreach (string name in new[] { "x", "single", "whole" })
        {
            Assert.Equal([3, 4, 5], arrays[name].Shape);
            Assert.Equal(x, arrays[name].Values);
        }
        Assert.Equal(x.SelectMany(re => new[] { re, 1 }), arrays["z"].Values);
        Assert.Equal(x[..20], arrays["s.inner"].Values);
        Assert.Equal([0, 1, 2], arrays["s.deeper.y"].Values);
        Assert.Equal(x[..20], arrays["c.0"].Values);
        Assert.Equal("Größe", arrays["text"].Text);
        Assert.Equal([1, 0], arrays["flag"].Values);
        Assert.Contains("sparse", Assert.Throws<FormatException>(() => arrays["sparse"]).Message);
    }

    [Fact]
    public void Damaged_hdf5_files_are_refused_or_right()
    {
        PythonWriter.Write($"""
            f = h5py.File('{_folder["whole.h5"]}', 'w')
            f.create_dataset('x', data=np.arange(4096.0).reshape(64, 64), chunks=(16, 16), compression='lzf', fletcher32=True)
            f.close()
            """);
        byte[] whole = File.ReadAllBytes(_folder["whole.h5"]);
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. whole];
            if (i % 3 == 0) damaged = damaged[..random.Next(whole.Length)];
            else damaged[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                _ = DataFile.Read(_folder.Write("damaged.h5", damaged));
            }
            catch (FormatException)
            {
                // What a user can catch.
            }
        }
    }

    [Fact]
    public void Damaged_chunks_of_lzf_are_refused()
    {
        Assert.Equal("abcabcabcabc"u8.ToArray(),
            LzfFilter.Unpack([2, (byte)'a', (byte)'b', (byte)'c', 7 << 5, 0, 2], 12));
        Assert.Throws<FormatException>(() => LzfFilter.Unpack([2, (byte)'a'], 3));
        Assert.Throws<FormatException>(() => LzfFilter.Unpack([0, (byte)'a', 1 << 5, 9], 4));
        Assert.Throws<FormatException>(() => LzfFilter.Unpack([0, (byte)'a'], 3));
    }

    private static string Case(string folder, string file) => SharedData.Path("cases", Path.Combine(folder, file));
}
