using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>What a view of loaded fields does at its edges.</summary>
public sealed class FieldDataViewTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_number_comes_back_with_its_bits()
    {
        var values = new float[4 * 3 * 5];
        new Random(1).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        IDataView data = Operators.LoadFields(Write(new NamedArray("x", [4, 3, 5], values)));
        Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits),
            data.GetColumn<float[]>("x").SelectMany(x => x).Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal([3, 5], ((VectorDataViewType)data.Schema["x"].Type).Dimensions.ToArray());
    }

    [Fact]
    public void One_array_may_be_several_columns()
    {
        IDataView data = Operators.LoadFields(Write(Counted("x", 3, 2)), new() { ["a"] = "x", ["b"] = "x" });
        Assert.Equal(["a", "b"], data.Schema.Select(c => c.Name));
        Assert.Equal(data.GetColumn<float[]>("a"), data.GetColumn<float[]>("b"));
    }

    [Fact]
    public void Columns_with_other_numbers_of_samples_are_named()
    {
        string path = Write(Counted("x", 3, 2), Counted("y", 4, 2));
        string message = Assert.Throws<ArgumentOutOfRangeException>(()
            => Operators.LoadFields(path, new() { ["a"] = "x", ["u"] = "y" })).Message;
        Assert.Contains("column 'u' has 4 samples, column 'a' 3", message);
        Assert.Equal(["x"], Operators.LoadFields(path).Schema.Select(c => c.Name));
    }

    [Fact]
    public void Files_without_samples_are_refused()
    {
        Assert.Contains("no arrays of samples",
            Assert.Throws<FormatException>(() => Operators.LoadFields(Write())).Message);
        Assert.Contains("no arrays of samples",
            Assert.Throws<FormatException>(()
            => Operators.LoadFields(Write(new NamedArray("number", [], [3])))).Message);
        Assert.Contains("'x' is empty: [0, 3]",
            Assert.Throws<FormatException>(() => Operators.LoadFields(Write(new NamedArray("x", [0, 3], [])))).Message);
        Assert.Contains("'x' is empty: [2, 0]",
            Assert.Throws<FormatException>(() => Operators.LoadFields(Write(new NamedArray("x", [2, 0], [])))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Operators.LoadFields(Write(Counted("x", 2, 2)), []));
    }

    [Fact]
    public void Cursors_give_only_what_was_asked_for()
    {
        IDataView data = Operators.LoadFields(Write(Counted("x", 3, 2), Counted("y", 3)));
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["y"]]);
        Assert.False(cursor.IsColumnActive(data.Schema["x"]));
        Assert.Contains("'x'",
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(data.Schema["x"])).Message);
        Assert.Contains("'y'",
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(data.Schema["y"])).Message);
        ValueGetter<float> y = cursor.GetGetter<float>(data.Schema["y"]);
        ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
        float value = 0;
        Assert.Throws<InvalidOperationException>(() => y(ref value));
        var seen = new List<(long, float, ulong)>();
        DataViewRowId rowId = default;
        while (cursor.MoveNext())
        {
            y(ref value);
            id(ref rowId);
            seen.Add((cursor.Position, value, rowId.Low));
        }
        Assert.Equal([(0, 0f, 0ul), (1, 1f, 1ul), (2, 2f, 2ul)], seen);
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    /// <summary>
    /// The score's leading 1 is the channel, as the label's is, and no batch of ML.NET's own OnnxTransformer.
    /// </summary>
    [Theory]
    [InlineData(1, 16)]
    [InlineData(1, 4, 4)]
    [InlineData(16, 1)]
    public void Grids_of_a_single_row_are_evaluated(params int[] grid)
    {
        float[] truth = [.. Enumerable.Range(0, 32).Select(i => i + 1f)], score = [.. truth.Select(x => 1.5f * x)];
        IDataView data = Operators.LoadFields(("Label", new FieldSamples("Label", 1, grid, truth)),
            ("Score", new FieldSamples("Score", 1, grid, score)));
        FieldMetrics metrics = Operators.Evaluate(data);
        Assert.Equal((2, 0.5, 0.5), (metrics.Count, metrics.RelativeL2, Math.Round(metrics.RelativeH1, 12)));
    }

    /// <summary>
    /// A shuffled cursor visits every row once, in the same order for the same seed, and columns stay together.
    /// </summary>
    [Fact]
    public void Shuffled_cursors_keep_rows_together()
    {
        IDataView data = Operators.LoadFields(Write(Counted("x", 50, 2), Counted("y", 50)));
        Assert.True(data.CanShuffle);
        float[] order = Order(4);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (float)i), order.Order());
        Assert.NotEqual(order.Order(), order);
        Assert.Equal(order, Order(4));
        Assert.NotEqual(order, Order(5));

        float[] Order(int seed)
        {
            using DataViewRowCursor cursor = data.GetRowCursor(data.Schema, new Random(seed));
            ValueGetter<VBuffer<float>> x = cursor.GetGetter<VBuffer<float>>(data.Schema["x"]);
            ValueGetter<float> y = cursor.GetGetter<float>(data.Schema["y"]);
            VBuffer<float> pair = default;
            float value = 0;
            var result = new List<float>();
            while (cursor.MoveNext())
            {
                x(ref pair);
                y(ref value);
                Assert.Equal([2 * value, 2 * value + 1], pair.DenseValues());
                result.Add(value);
            }
            return [.. result];
        }
    }

    /// <summary>The file is read once: what happens to it later does not matter.</summary>
    [Fact]
    public void The_file_is_free_after_loading()
    {
        string path = Write(Counted("x", 3, 2));
        IDataView data = Operators.LoadFields(path);
        File.Delete(path);
        Assert.Equal(3, data.GetColumn<float[]>("x").Count());
    }

    private static NamedArray Counted(string name, params int[] shape)
        => new(name, shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (float)i)]);

    private string Write(params NamedArray[] arrays)
    {
        string path = _folder["fields.npz"];
        ArrayFile.WriteNpz(path, arrays);
        return path;
    }
}
