using Microsoft.ML.NeuralOperators.Data.Formats;
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
    public void Headers_in_several_parts_have_their_checksums_and_damaged_ones_are_refused()
    {
        PythonWriter.Write($"""
            f = h5py.File('{_folder["late.h5"]}', 'w', libver='latest', userblock_size=512)
            f['g/x'] = np.arange(6.)
            f['g/y'] = np.arange(4.)
            for i in range(7):
                f['g/x'].attrs['a%d' % i] = np.arange(40 + i)
            f.close()
            """);
        Assert.Equal([0, 1, 2, 3, 4, 5], DataFile.Read(_folder["late.h5"])["g/x"].Values);
        byte[] file = File.ReadAllBytes(_folder["late.h5"]);
        int part = file.AsSpan().IndexOf("OCHK"u8);
        Assert.True(part > 0);
        file[part + 40] ^= 1;
        File.WriteAllBytes(_folder["late.h5"], file);
        Assert.Contains("does not have its checksum",
            Assert.Throws<FormatException>(() => DataFile.Read(_folder["late.h5"])).Message);
    }

    [Theory]
    [InlineData("", 0xdeadbeef)]
    [InlineData("Four score and seven years ago", 0x17770551)]
    public void Checksums_are_those_of_the_published_program(string text, uint checksum)
        => Assert.Equal(checksum, Lookup3.Of(System.Text.Encoding.ASCII.GetBytes(text)));

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
            f['degrees'] = np.array([0, 1, 2, -9], 'i2')
            f['degrees'].attrs['scale_factor'] = 0.01
            f['degrees'].attrs['add_offset'] = np.array([273.15])
            f['degrees'].attrs['_FillValue'] = np.array([-9], 'i2')
            f.create_dataset('bigchunks', data=x.repeat(40, 2).astype('>f8'), chunks=(2, 3, 64), compression='gzip', shuffle=True)
            f['bigscalar'] = np.array(4.5, '>f4')
            f['text'] = 'some words'
            for i, c in enumerate(['lzf', 'gzip']):
                for shuffle in [False, True]:
                    f.create_dataset('packed/%s%d' % (c, shuffle), data=x.astype('f4').repeat(40, 2), chunks=(2, 3, 64), compression=c, shuffle=shuffle, fletcher32=shuffle)
            f.close()
            """);
        IReadOnlyDictionary<string, NamedArray> arrays = DataFile.Read(_folder["all.h5"]);
        float[] expected = [.. Enumerable.Range(0, 60).Select(i => i - 7f)];
        string[] types = [.. arrays.Keys.Where(name => name.StartsWith("types/", StringComparison.Ordinal))];
        Assert.Equal(13, types.Length);
        Assert.All(types, name => Assert.Equal(expected, arrays[name].Values));
        Assert.Equal([3, 4, 5, 2], arrays["complex"].Shape);
        Assert.Equal(expected.SelectMany(re => new[] { re, 2 }), arrays["complex"].Values);
        Assert.Equal(expected.SelectMany(re => new[] { re, -3 }), arrays["complex32"].Values);
        Assert.Equal(expected.Select(n => n > 0 ? 1f : 0), arrays["bool"].Values);
        Assert.Equal([4.5f], arrays["scalar"].Values);
        Assert.Equal(arrays["complex"].Values, arrays["complexbig"].Values);
        Assert.Equal([1, float.NaN, 3], arrays["gaps"].Values);
        // In double precision, and rounded once.
        Assert.Equal([(float)273.15, (float)(0.01 + 273.15), (float)(2 * 0.01 + 273.15), float.NaN],
            arrays["degrees"].Values);
        Assert.Equal(expected.SelectMany(n => Enumerable.Repeat(n, 40)), arrays["bigchunks"].Values);
        Assert.Equal([4.5f], arrays["bigscalar"].Values);
        FileContent left = DataFile.Open(_folder["all.h5"], new ReadRequest(null, 3), null);
        Assert.Equal(expected, left.Streamed["types/i4big"].Slab([0, 0, 0], [3, 4, 5]).Values);
        Assert.Equal(arrays["degrees"].Values[1..], left.Streamed["degrees"].Slab([1], [3]).Values);
        Assert.Equal([expected[1]], left.Streamed["bigchunks"].Slab([0, 0, 79], [1, 1, 1]).Values);
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
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 1], arrays["sparse"].Values);
    }

    /// <summary>What MATLAB 7.3 does with cells, arrays of structs and sparse matrices, imitated with h5py.</summary>
    [Fact]
    public void Cells_structs_and_sparse_matrices_of_matlab_7_3_are_read()
    {
        PythonWriter.Write($$"""
            f = h5py.File('{{_folder["cells.mat"]}}', 'w', userblock_size=512)
            def put(place, x, kind='double'):
                d = f.create_dataset(place, data=np.asarray(x).T)
                d.attrs['MATLAB_class'] = np.bytes_(kind)
                return d.ref
            a, b = put('#refs#/a', np.arange(6.).reshape(2, 3)), put('#refs#/b', [[7.]])
            word = put('#refs#/w', np.frombuffer('heat'.encode('utf-16-le'), 'u2').reshape(4, 1), 'char')
            def cell(place, refs):
                d = f.create_dataset(place, data=np.array(refs, h5py.ref_dtype).reshape(len(refs), 1), dtype=h5py.ref_dtype)
                d.attrs['MATLAB_class'] = np.bytes_('cell')
                return d.ref
            inner = cell('#refs#/c', [b, a])
            cell('c', [a, b, word, inner])
            s = f.create_group('s'); s.attrs['MATLAB_class'] = np.bytes_('struct')
            s.create_dataset('x', data=np.array([[a], [b]], h5py.ref_dtype), dtype=h5py.ref_dtype)
            k = f.create_group('k'); k.attrs['MATLAB_class'] = np.bytes_('double'); k.attrs['MATLAB_sparse'] = np.uint64(3)
            k['data'] = [7., 5., 8.]; k['ir'] = np.array([1, 0, 2], 'u8'); k['jc'] = np.array([0, 1, 3], 'u8')
            e = f.create_group('e'); e.attrs['MATLAB_class'] = np.bytes_('double'); e.attrs['MATLAB_sparse'] = np.uint64(2)
            e['jc'] = np.zeros(3, 'u8')
            put('x', np.arange(6.).reshape(2, 3))
            f.close()
            """);
        IReadOnlyDictionary<string, NamedArray> arrays = DataFile.Read(_folder["cells.mat"]);
        Assert.Equal(["c.0", "c.1", "c.2", "c.3.0", "c.3.1", "e", "k", "s.0.x", "s.1.x", "x"], arrays.Keys.Order());
        foreach (string name in new[] { "c.0", "c.3.1", "s.0.x", "x" })
        {
            Assert.Equal([2, 3], arrays[name].Shape);
            Assert.Equal([0, 1, 2, 3, 4, 5], arrays[name].Values);
        }
        Assert.Equal([7], arrays["c.3.0"].Values);
        Assert.Equal([7], arrays["s.1.x"].Values);
        Assert.Equal("heat", arrays["c.2"].Text);
        Assert.Equal([3, 2], arrays["k"].Shape);
        Assert.Equal([0, 5, 7, 0, 0, 8], arrays["k"].Values);
        Assert.Equal(new float[4], arrays["e"].Values);
        Assert.Equal(["c.3.0"], DataFile.Read(_folder["cells.mat"], ["c.3.0"]).Keys);
        FileContent left = DataFile.Open(_folder["cells.mat"], new ReadRequest(null, 3), null);
        Assert.Equal([1, 4], left.Streamed["c.3.1"].Slab([0, 1], [2, 1]).Values);
    }

    [Theory]
    [InlineData("False")]
    [InlineData("True")]
    public void Matlab_4_is_read(string isColumn)
    {
        PythonWriter.Write($$"""
            import scipy.sparse
            x = np.arange(12.0).reshape(3, 4)
            scipy.io.savemat('{{_folder["four.mat"]}}', dict(x=x, single=x.astype('f4'), whole=x.astype('i2'), z=x + 1j,
                text='heat', k=scipy.sparse.csc_matrix(np.array([[0, 5.], [7, 0], [0, 8]])), v=np.arange(3.)),
                format='4', oned_as='column' if {{isColumn}} else 'row')
            """);
        IReadOnlyDictionary<string, NamedArray> arrays = DataFile.Read(_folder["four.mat"]);
        float[] x = [.. Enumerable.Range(0, 12).Select(i => (float)i)];
        foreach (string name in new[] { "x", "single", "whole" })
        {
            Assert.Equal([3, 4], arrays[name].Shape);
            Assert.Equal(x, arrays[name].Values);
        }
        Assert.Equal(x.SelectMany(re => new[] { re, 1 }), arrays["z"].Values);
        Assert.Equal("heat", arrays["text"].Text);
        Assert.Equal([3, 2], arrays["k"].Shape);
        Assert.Equal([0, 5, 7, 0, 0, 8], arrays["k"].Values);
        Assert.Equal([0, 1, 2], arrays["v"].Values);
        FileContent left = DataFile.Open(_folder["four.mat"], new ReadRequest(null, 11), null);
        Assert.Equal([5, 6, 9, 10], left.Streamed["x"].Slab([1, 1], [2, 2]).Values);
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
