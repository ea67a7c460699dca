using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.Runtime;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public sealed class LoadFieldsTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_become_columns_with_their_dimensions()
    {
        string path = Write();
        IDataView all = _mlContext.NeuralOperators().LoadFields(path);
        Assert.Equal(["x: Vector<Single, 2, 3>", "y: Vector<Single, 4>", "z: Single"],
            all.Schema.Select(c => $"{c.Name}: {c.Type}"));
        Assert.Equal(3, all.GetRowCount());
        IDataView some = _mlContext.NeuralOperators().LoadFields(path, new() { ["a"] = "x" });
        Assert.Equal(["a"], some.Schema.Select(c => c.Name));
        Assert.Equal([12, 13, 14, 15, 16, 17], some.GetColumn<float[]>("a").Last());
        Assert.Equal([0f, 1f, 2f], all.GetColumn<float>("z"));
    }

    [Fact]
    public void Fields_in_memory_become_columns()
    {
        var field = new FieldSamples("ignored", 2, [3], [.. Enumerable.Range(0, 12).Select(i => (float)i)]);
        IDataView rows = _mlContext.NeuralOperators().LoadFields(("a", field), ("b", field));
        Assert.Equal(["a: Vector<Single, 2, 3>", "b: Vector<Single, 2, 3>"],
            rows.Schema.Select(c => $"{c.Name}: {c.Type}"));
        Assert.Equal([[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]], rows.GetColumn<float[]>("b"));
    }

    [Fact]
    public void Fields_in_memory_that_make_no_rows_are_refused()
    {
        NeuralOperatorsCatalog operators = _mlContext.NeuralOperators();
        var field = new FieldSamples("x", 1, [2], [1, 2, 3, 4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => operators.LoadFields());
        Assert.Contains("Column 'b' has 1 samples, column 'a' 2",
            Assert.Throws<ArgumentOutOfRangeException>(()
                => operators.LoadFields(("a", field), ("b", field.Pick([0])))).Message);
        Assert.Contains("Column 'a' has samples of different numbers of points",
            Assert.Throws<ArgumentException>(() => operators.LoadFields(("a", field.With([1, 2])))).Message);
    }

    [Fact]
    public void Works_with_stock_splits_and_shuffles()
    {
        IDataView data = _mlContext.NeuralOperators().LoadFields(Write());
        Assert.Equal([0f, 1f, 2f], _mlContext.Data.ShuffleRows(data, seed: 1).GetColumn<float>("z").Order());
        Assert.Equal([1f], _mlContext.Data.TakeRows(_mlContext.Data.SkipRows(data, 1), 1).GetColumn<float>("z"));
    }

    [Fact]
    public void An_array_that_is_missing_is_named_with_those_there_are()
    {
        string path = Write();
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.NeuralOperators()
            .LoadFields(path, new() { ["a"] = "w" })).Message;
        Assert.Contains("has no array 'w'", message);
        Assert.Contains("'x' [3, 2, 3]", message);
    }

    [Fact]
    public void Arrays_that_are_left_out_are_named_in_the_log()
    {
        var warnings = new List<string>();
        _mlContext.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning) warnings.Add(e.Message);
        };
        _mlContext.NeuralOperators().LoadFields(Write(), new() { ["a"] = "x" });
        Assert.Empty(warnings);
        _mlContext.NeuralOperators().LoadFields(Write());
        Assert.Contains("other [5, 2] left out, since 'x' has 3 samples", Assert.Single(warnings));
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("a", "")]
    public void Columns_without_a_name_are_refused(string column, string array)
        => Assert.Equal("columns",
            Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.NeuralOperators()
            .LoadFields(Write(), new() { [column] = array })).ParamName);

    [Fact]
    public void Files_that_cannot_be_read_are_refused()
    {
        Assert.Throws<FileNotFoundException>(() => _mlContext.NeuralOperators().LoadFields(_folder["nothing.npz"]));
        string path = Write();
        byte[] bytes = File.ReadAllBytes(path);
        foreach (int length in new[] { 0, 1, 20, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains(path,
                Assert.Throws<FormatException>(() => _mlContext.NeuralOperators().LoadFields(path)).Message);
        }
    }

    /// <summary>Exact heat flow saved with the time last, first, and as a channel at the end.</summary>
    [Theory]
    [InlineData("heat_time_last.npz", "u: n x y t", 9)]
    [InlineData("heat_time_first.npz", "u: n t x y", 9)]
    public void Axes_can_be_named(string file, string layout, int frames)
    {
        IDataView data = _mlContext.NeuralOperators().LoadFields(
            SharedData.Path("cases", "06_time_last", file), new() { ["u"] = "u" }, layout);
        Assert.Equal([frames, 24, 20], ((VectorDataViewType)data.Schema["u"].Type).Dimensions);
        float[] sample = data.GetColumn<float[]>("u").ElementAt(5);
        Assert.Equal(-1.0807352f, sample[3 * 24 * 20 + 10 * 20 + 7], 1e-6f);
    }

    [Fact]
    public void Frames_come_before_channels_and_samples_may_be_anywhere()
    {
        // [x 2, t 3, n 4, c 5], every number telling its place.
        float[] numbers = [.. from x in Enumerable.Range(0, 2)
                              from t in Enumerable.Range(0, 3)
                              from n in Enumerable.Range(0, 4)
                              from c in Enumerable.Range(0, 5)
                              select (float)(1000 * n + 100 * t + 10 * c + x)];
        ArrayFile.WriteNpz(_folder["axes.npz"],
            [new NamedArray("a", [2, 3, 4, 5], numbers), new NamedArray("b", [2, 4], new float[8])]);
        IDataView data = _mlContext.NeuralOperators()
            .LoadFields(_folder["axes.npz"], layout: "a: x t n c; b: x n");
        Assert.Equal([15, 2], ((VectorDataViewType)data.Schema["a"].Type).Dimensions);
        Assert.Equal([2], ((VectorDataViewType)data.Schema["b"].Type).Dimensions);
        float[] third = data.GetColumn<float[]>("a").ElementAt(2);
        Assert.Equal(from t in Enumerable.Range(0, 3)
                     from c in Enumerable.Range(0, 5)
                     from x in Enumerable.Range(0, 2)
                     select (float)(2000 + 100 * t + 10 * c + x), third);
    }

    [Theory]
    [InlineData("x y z", "no axis n")]
    [InlineData("n x[2:9] y", "takes indices that the array x [3, 2, 3] has not: its size there is 2")]
    [InlineData("n x[::0] y", "step is not positive")]
    [InlineData("n x(0:1) y", "which only t can have")]
    [InlineData("n t(1:1) y", "without frames")]
    [InlineData("n t(-1:2) y", "The 2 frames of a sample are too few")]
    [InlineData("n x{3} y", "not understood")]
    [InlineData("y: n x", "of a column 'y', which is not read")]
    [InlineData("n x x", "axis x twice")]
    [InlineData("n x; n y", "for the same columns")]
    [InlineData(" ", "names no axes")]
    [InlineData("n x y z", "has 3 axes; the layout 'n x y z' names 4")]
    public void Layouts_with_faults_are_refused(string layout, string fault)
        => Assert.Contains(fault, Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.NeuralOperators()
            .LoadFields(Write(), new() { ["x"] = "x" }, layout)).Message);

    /// <summary>
    /// Real and imaginary parts as the first of a field's axes, as the file of the right reading has them.
    /// </summary>
    [Fact]
    public void Complex_fields_become_two_channels()
    {
        NeuralOperatorsCatalog operators = _mlContext.NeuralOperators();
        var columns = new Dictionary<string, string> { ["u"] = "u" };
        IDataView read = operators.LoadFields(
            SharedData.Path("cases", "05_complex_helmholtz", "helmholtz_complex64.npz"), columns),
            expected = operators.LoadFields(
            SharedData.Path("cases", "05_complex_helmholtz", "helmholtz_two_channels.npz"), columns);
        Assert.Equal([2, 12, 18], ((VectorDataViewType)read.Schema["u"].Type).Dimensions);
        Assert.Equal(expected.GetColumn<float[]>("u"), read.GetColumn<float[]>("u"));
    }

    [Fact]
    public void More_channels_than_points_are_warned_about_and_shapes_are_logged()
    {
        var log = new List<(ChannelMessageKind Kind, string Text)>();
        _mlContext.Log += (_, entry) => log.Add((entry.Kind, entry.Message));
        _mlContext.NeuralOperators().LoadFields(SharedData.Path("cases", "06_time_last", "heat_time_last.npz"),
            new() { ["u"] = "u" });
        Assert.Contains(log, entry => entry.Kind == ChannelMessageKind.Warning
            && entry.Text.Contains("24 channels on a grid of 20×9 points", StringComparison.Ordinal));
        Assert.Contains(log, entry => entry.Text.Contains("12 samples of [24, 20, 9]", StringComparison.Ordinal));
    }

    /// <summary>The published small Darcy set: 15 epochs reach what the Python library reaches.</summary>
    [Fact]
    public void Real_darcy_data_is_learned_to_the_published_error()
    {
        NeuralOperatorsCatalog operators = _mlContext.NeuralOperators();
        var columns = new Dictionary<string, string> { ["a"] = "x", ["u"] = "y" };
        IDataView training = operators.LoadFields(SharedData.Path("data", "darcy_train_16.pt"), columns);
        IDataView test = operators.LoadFields(SharedData.Path("data", "darcy_test_16.pt"), columns);
        using NeuralOperatorTransformer model = operators.Fno("u", "a", new() { Modes = [8, 8], Channels = 24 }, new()
        {
            Epochs = 15,
            BatchSize = 64,
            LearningRate = 1e-2,
            WeightDecay = 1e-4,
            Schedule = new CosineSchedule(30),
            Seed = 0,
        }).Fit(training);
        double error = operators.Evaluate(model.Transform(test), "u").RelativeL2;
        Assert.True(error <= 0.115, $"relative L2 {error}");
    }

    private string Write()
    {
        string path = _folder["fields.npz"];
        ArrayFile.WriteNpz(path,
        [
            new NamedArray("x", [3, 2, 3], [.. Enumerable.Range(0, 18).Select(i => (float)i)]),
            new NamedArray("y", [3, 4], new float[12]),
            new NamedArray("z", [3], [0, 1, 2]),
            new NamedArray("other", [5, 2], new float[10]),
        ]);
        return path;
    }
}
