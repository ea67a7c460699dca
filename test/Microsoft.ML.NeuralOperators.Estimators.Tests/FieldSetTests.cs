using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Folders and patterns of files as one set.</summary>
public sealed class FieldSetTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "", true)]
    [InlineData(256, "", true)]
    [InlineData(0, "run*.npz", false)]
    [InlineData(256, "run*.npz", false)]
    public void Rows_of_all_files_follow_one_another(double keptMegabytes, string pattern, bool isFolder)
    {
        // As many as make 10 come after 9.
        for (int file = 1; file <= 10; file++)
            ArrayFile.WriteNpz(_folder[$"run{file}.npz"],
                [new NamedArray("u", [file % 3 + 1, 2],
                    [.. Enumerable.Range(0, 2 * (file % 3 + 1)).Select(i => file + i / 100f)]),
                    new NamedArray("land", [2], [file, 0])]);
        if (!isFolder) File.WriteAllText(_folder["notes.txt"], "no data");
        IDataView data = _mlContext.NeuralOperators().LoadFields(isFolder ? _folder.Path : _folder[pattern],
            new() { ["u"] = "u", ["land"] = "land" }, "u: n x; land: x", new() { KeptMegabytes = keptMegabytes });
        int[] samples = [.. Enumerable.Range(1, 10).Select(file => file % 3 + 1)];
        Assert.Equal(samples.Sum(), data.GetRowCount());
        int[] files = [.. samples.SelectMany((n, i) => Enumerable.Repeat(i + 1, n))];
        Assert.Equal(files, data.GetColumn<float[]>("u").Select(u => (int)u[0]));
        Assert.Equal(files, data.GetColumn<float[]>("land").Select(u => (int)u[0]));
        Assert.Equal(keptMegabytes > 0, data.CanShuffle);
    }

    /// <summary>Files that are read as a whole are read again when their rows are asked for.</summary>
    [Fact]
    public void Files_of_formats_without_parts_do_not_stay_in_memory()
    {
        PythonWriter.Write($$"""
            for i in range(3):
                scipy.io.savemat('{{_folder.Path}}/run%d.mat' % i, {'u': i + np.arange(4.)[None, :]}, do_compression=True)
            """);
        IDataView data = _mlContext.NeuralOperators().LoadFields(_folder.Path, new() { ["u"] = "u" }, "n x",
            new() { KeptMegabytes = 0 });
        Assert.False(data.CanShuffle);
        Assert.Equal([[0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5]], data.GetColumn<float[]>("u"));
        File.Delete(_folder["run1.mat"]);
        Assert.Throws<FileNotFoundException>(() => data.GetColumn<float[]>("u").ToArray());
    }

    [Fact]
    public void Each_file_may_be_one_sample()
    {
        for (int file = 0; file < 3; file++)
            ArrayFile.WriteNpz(_folder[$"{file}.npz"], [new NamedArray("u", [2, 2], [file, 1, 2, 3])]);
        IDataView data = _mlContext.NeuralOperators().LoadFields(_folder.Path, layout: "x y");
        Assert.Equal([2, 2], ((VectorDataViewType)data.Schema["u"].Type).Dimensions);
        Assert.Equal([0, 1, 2], data.GetColumn<float[]>("u").Select(u => u[0]));
    }

    [Fact]
    public void Files_that_do_not_fit_together_are_named()
    {
        NeuralOperatorsCatalog operators = _mlContext.NeuralOperators();
        Assert.Contains("has no files",
            Assert.Throws<FileNotFoundException>(() => operators.LoadFields(_folder.Path)).Message);
        Assert.Contains("No file fits",
            Assert.Throws<FileNotFoundException>(() => operators.LoadFields(_folder["*.h5"])).Message);
        ArrayFile.WriteNpz(_folder["a.npz"], [new NamedArray("u", [2, 3], new float[6])]);
        ArrayFile.WriteNpz(_folder["b.npz"], [new NamedArray("u", [2, 4], new float[8])]);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => operators.LoadFields(_folder.Path)).Message;
        Assert.Contains("[4] in", message);
        Assert.Contains("b.npz", message);
        ArrayFile.WriteNpz(_folder["b.npz"], [new NamedArray("v", [2, 3], new float[6])]);
        Assert.Contains("has the columns v",
            Assert.Throws<ArgumentOutOfRangeException>(() => operators.LoadFields(_folder.Path)).Message);
        File.WriteAllText(_folder["b.npz"], "text");
        Assert.Contains("b.npz", Assert.Throws<FormatException>(() => operators.LoadFields(_folder.Path)).Message);
    }
}
