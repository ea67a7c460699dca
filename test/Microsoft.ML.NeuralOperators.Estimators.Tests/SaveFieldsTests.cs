using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>What is written is what is read back, by this library and by the programs of each format.</summary>
public sealed class SaveFieldsTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly NeuralOperatorsCatalog _operators;
    private readonly TemporaryFolder _folder = new();

    public SaveFieldsTests() => _operators = _mlContext.NeuralOperators();

    public static TheoryData<string, bool> Containers => new()
    {
        { "x.npz", false }, { "x.npz", true }, { "x.h5", false }, { "x.HDF5", true }, { "x.mat", false },
        { "x.mat", true },
    };

    public static TheoryData<string, bool> Formats
        => [.. Containers, ("x.parquet", false), ("x.parquet", true), ("x.arrow", false), ("x.feather", true)];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Formats))]
    public void Fields_come_back_bit_for_bit(string file, bool compress)
    {
        IDataView data = _operators.LoadFields(("a", Field("a", 5, 2, [3, 4], 1)), ("u", Field("u", 5, 1, [7], 2)));
        _operators.SaveFields(data, _folder[file], new WriteOptions { Compress = compress });
        IDataView read = _operators.LoadFields(_folder[file]);
        Assert.Equal(["a: Vector<Single, 2, 3, 4>", "u: Vector<Single, 1, 7>"],
            read.Schema.Select(c => $"{c.Name}: {c.Type}").Order());
        foreach (string name in new[] { "a", "u" }) RequireSame(data, read, name);
        Assert.Equal([file], _folder.Names);
    }

    [Theory, MemberData(nameof(Formats))]
    public void Predictions_of_a_model_come_back_bit_for_bit(string file, bool compress)
    {
        IDataView data = Fixture.Data(_mlContext, 12);
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext, new() { Epochs = 1, Seed = 1 }).Fit(data);
        IDataView scored = model.Transform(data);
        _operators.SaveFields(scored, _folder[file], new WriteOptions { Compress = compress });
        IDataView read = _operators.LoadFields(_folder[file], new() { ["a"] = "a", ["u"] = "u", ["Score"] = "Score" });
        foreach (string name in new[] { "a", "u", "Score" }) RequireSame(scored, read, name);
        Assert.Equal(scored.GetColumn<int>("Id"), NamedArrays(file)["Id"].Values.Select(n => (int)n));
        Assert.Equal(_operators.Evaluate(scored, "u").RelativeL2, _operators.Evaluate(read, "u").RelativeL2);
    }

    [Fact]
    public void Columns_can_be_chosen_and_one_makes_a_single_array()
    {
        IDataView data = _operators.LoadFields(("a", Field("a", 5, 2, [3], 1)), ("u", Field("u", 5, 1, [7], 2)));
        _operators.SaveFields(data, _folder["u.npy"], "u");
        NamedArray array = Assert.Single(DataFile.Read(_folder["u.npy"]).Values);
        Assert.Equal([5, 1, 7], array.Shape);
        Assert.Equal(data.GetColumn<float[]>("u").SelectMany(n => n), array.Values);
        string message = Assert.Throws<ArgumentException>(()
            => _operators.SaveFields(data, _folder["all.npy"])).Message;
        Assert.Contains("holds one array; there are 2, 'a', 'u'", message);
        Assert.Equal(["u.npy"], _folder.Names);
    }

    [Theory, MemberData(nameof(Containers))]
    public void Python_reads_every_type_of_number(string file, bool compress)
    {
        IDataView data = _mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Numbers
        {
            Doubles = [i + 0.1, -i],
            Large = (1L << 53) - i,
            Small = (sbyte)-i,
            Positive = (ushort)(65535 - i),
            Flag = i == 1,
            Single = i / 3f,
        }));
        _operators.SaveFields(data, _folder[file], new WriteOptions { Compress = compress });
        PythonWriter.Write($$"""
            path = '{{_folder[file]}}'
            f = np.load(path) if path.endswith('z') else scipy.io.loadmat(path) if path.endswith('t') else h5py.File(path, 'r')
            i = np.arange(3)
            for name, type, value in [('Doubles', 'f8', np.stack([i + 0.1, -i], 1)), ('Large', 'i8', 2**53 - i),
                    ('Small', 'i1', -i), ('Positive', 'u2', 65535 - i), ('Flag', 'u1', i == 1),
                    ('Single', 'f4', (i / np.float32(3)).astype('f4'))]:
                x = f[name][()] if name in f else None
                assert x.dtype == np.dtype(type), (name, x.dtype)
                assert (x.reshape(value.shape) == value).all(), (name, x)
            assert 'Text' not in f
            """);
    }

    [Theory, MemberData(nameof(Containers))]
    public void Python_reads_the_same_axes_and_complex_numbers(string file, bool compress)
    {
        float[] numbers = [.. Enumerable.Range(0, 120).Select(i => (float)i)];
        DataFile.Write(_folder[file], [new("x", [2, 3, 4, 5], numbers),
            new("z", [3, 4, 5, 2], numbers) { IsComplex = true }, new("line", [120], numbers)],
            new() { Compress = compress });
        PythonWriter.Write($$"""
            path = '{{_folder[file]}}'
            f = np.load(path) if path.endswith('z') else scipy.io.loadmat(path) if path.endswith('t') else h5py.File(path, 'r')
            n = np.arange(120, dtype='f4')
            assert f['x'].shape == (2, 3, 4, 5) and (f['x'][()] == n.reshape(2, 3, 4, 5)).all()
            z = (n[::2] + 1j * n[1::2]).reshape(3, 4, 5)
            assert f['z'].shape == z.shape and f['z'].dtype == 'c8' and (f['z'][()] == z).all(), f['z']
            assert (f['line'][()].ravel() == n).all()
            """);
        IReadOnlyDictionary<string, NamedArray> read = NamedArrays(file);
        Assert.True(read["z"].IsComplex);
        Assert.Equal([3, 4, 5, 2], read["z"].Shape);
        Assert.Equal(numbers, read["z"].Values);
        Assert.Equal(numbers, read["x"].Values);
    }

    [Theory, MemberData(nameof(Containers))]
    public void Rows_of_different_lengths_are_padded_with_their_lengths_beside(string file, bool compress)
    {
        _operators.SaveFields(PointRows(), _folder[file],
            new WriteOptions { Compress = compress, Coordinates = 2, PointColumn = "p" });
        IReadOnlyDictionary<string, NamedArray> read = NamedArrays(file);
        Assert.Equal([2, 2, 3], read["p"].Shape);
        Assert.Equal([1, 2, float.NaN, 3, 4, float.NaN, 1, 2, 3, 4, 5, 6], read["p"].Values);
        Assert.Equal([7, 8, float.NaN, 7, 8, 9], read["v"].Values);
        Assert.Equal([2, 3], read["p_count"].Values);
        Assert.Equal([2, 3], read["v_count"].Values);
    }

    [Fact]
    public void Rows_of_different_lengths_are_padded_whole_where_nothing_is_said()
    {
        _operators.SaveFields(PointRows(), _folder["x.npz"]);
        IReadOnlyDictionary<string, NamedArray> read = NamedArrays("x.npz");
        Assert.Equal([2, 6], read["p"].Shape);
        Assert.Equal([1, 2, 3, 4, float.NaN, float.NaN, 1, 2, 3, 4, 5, 6], read["p"].Values);
        Assert.Equal([4, 6], read["p_count"].Values);
    }

    [Fact]
    public void What_goes_into_no_such_file_is_refused_and_leaves_nothing()
    {
        IDataView data = _operators.LoadFields(("my field", Field("a", 2, 1, [3], 1)), ("u", Field("u", 2, 1, [7], 2)));
        Refused<ArgumentException>("x.xyz", "names no format that is written; expected one of .npz");
        Refused<ArgumentException>("x.mat", "'my field' cannot be a variable of MATLAB");
        Refused<DirectoryNotFoundException>("nowhere/x.npz", "The folder of");
        Refused<ArgumentOutOfRangeException>("x.npz", "There is no column 'w'; there is 'my field', 'u'", "w");
        Refused<ArgumentOutOfRangeException>("x.npz", "The column 'u' is named twice", "u", "u");
        IDataView texts = _mlContext.Data.LoadFromEnumerable([new Numbers()]);
        Assert.Contains("holds no numbers", Assert.Throws<ArgumentOutOfRangeException>(()
            => _operators.SaveFields(texts, _folder["x.npz"], "Text")).Message);
        Assert.Contains("no rows to save", Assert.Throws<InvalidOperationException>(() => _operators.SaveFields(
            _mlContext.Data.SkipRows(data, 2), _folder["x.npz"])).Message);
        Assert.Empty(_folder.Names);

        void Refused<T>(string file, string text, params string[] columns)
            where T : Exception
            => Assert.Contains(text, Assert.Throws<T>(()
                => _operators.SaveFields(data, _folder[file], columns)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_failure_or_an_end_in_the_middle_leaves_what_was_there(bool isCancelled)
    {
        using var source = new CancellationTokenSource();
        IDataView data = _mlContext.Data.LoadFromEnumerable(Rows());
        foreach (string file in new[] { "x.npz", "x.h5", "x.mat", "x.parquet", "x.arrow" })
        {
            _folder.Write(file, [1, 2, 3]);
            var error = Assert.ThrowsAny<Exception>(()
                => _operators.SaveFields(data, _folder[file], new WriteOptions { CancellationToken = source.Token }));
            Assert.True(isCancelled ? error is OperationCanceledException : $"{error}".Contains("the disk is gone"));
            Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder[file]));
        }
        Assert.Equal(["x.arrow", "x.h5", "x.mat", "x.npz", "x.parquet"], _folder.Names);

        IEnumerable<Fixture.Row> Rows()
        {
            foreach (Fixture.Row row in Fixture.Rows(40)) yield return row;
            // While rows wait on the disk, their files have no names.
            if (!OperatingSystem.IsWindows()) Assert.DoesNotContain(_folder.Names, n => n.EndsWith(".tmp"));
            if (!isCancelled) throw new IOException("the disk is gone");
            source.Cancel();
            yield return Fixture.Rows(1)[0];
        }
    }

    [Fact]
    public void Variables_beyond_the_bound_of_matlab_are_refused_with_a_way_out()
    {
        var large = new Data.Writing.MemoryArray<float>("u", "f4", [1 << 16, 1 << 13], []);
        string message = Assert.Throws<ArgumentException>(() => Data.DataFileWriter.Write(_folder["x.mat"], [large],
            new())).Message;
        Assert.Contains("takes 2,147,483,648 bytes", message);
        Assert.Contains("Write .h5", message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void What_was_written_is_in_the_log()
    {
        var log = new List<string>();
        _mlContext.Log += (_, e) => log.Add(e.Message);
        _operators.SaveFields(_operators.LoadFields(("u", Field("u", 2, 1, [7], 2))), _folder["x.npz"]);
        Assert.Contains(log, text => text.Contains("column u [2, 1, 7]"));
    }

    private static FieldSamples Field(string name, int count, int channels, int[] grid, int seed)
    {
        var random = new Random(seed);
        int length = grid.Aggregate(count * channels, (product, n) => product * n);
        // The smallest number and others that texts would round.
        return new(name, channels, grid, [float.Epsilon, -0f,
            .. Enumerable.Range(0, length - 2).Select(_ => (float)(random.NextDouble() * 2e3 - 1e3))]);
    }

    private static void RequireSame(IDataView expected, IDataView actual, string column)
    {
        int[][] Bits(IDataView data) => [.. data.GetColumn<float[]>(column)
            .Select(row => Array.ConvertAll(row, BitConverter.SingleToInt32Bits))];
        Assert.Equal(Bits(expected), Bits(actual));
    }

    private IReadOnlyDictionary<string, NamedArray> NamedArrays(string file) => DataFile.Read(_folder[file]);

    // Two points, then three.
    private IDataView PointRows() => _mlContext.Data.LoadFromEnumerable(
    [
        new PointRow { p = [1, 2, 3, 4], v = [7, 8] },
        new PointRow { p = [1, 2, 3, 4, 5, 6], v = [7, 8, 9] },
    ]);

    private sealed class PointRow
    {
        public float[] p = [], v = [];
    }

    private sealed class Numbers
    {
        [VectorType(2)]
        public double[] Doubles { get; set; } = [];

        public long Large { get; set; }

        public sbyte Small { get; set; }

        public ushort Positive { get; set; }

        public bool Flag { get; set; }

        public float Single { get; set; }

        public string Text { get; set; } = "none";
    }
}
