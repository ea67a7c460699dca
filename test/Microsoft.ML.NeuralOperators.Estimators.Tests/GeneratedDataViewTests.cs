using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class GeneratedDataViewTests
{
    private static readonly KortewegDeVriesEquation Waves = new(new() { Points = 16, Frames = 2, Start = 0.5 });

    [Fact]
    public void Rows_are_the_samples_of_the_generator_in_every_pass()
    {
        var mlContext = new MLContext(0);
        IDataView view = mlContext.NeuralOperators().Generate(Waves, 70, seed: 4);
        IReadOnlyList<FieldSamples> expected = Waves.Generate(70, 4);
        Assert.Equal(70, view.GetRowCount());
        for (int pass = 0; pass < 2; pass++)
            foreach (FieldSamples field in expected)
                Assert.Equal(field.Values, view.GetColumn<float[]>(field.Name).SelectMany(row => row));
        var type = Assert.IsType<VectorDataViewType>(view.Schema["u"].Type);
        Assert.Equal([2, 16], type.Dimensions);
    }

    /// <summary>A billion samples begin at once, and what is not read is not made.</summary>
    [Fact]
    public void Samples_are_made_as_the_cursor_comes_to_them()
    {
        IDataView view = new MLContext(0).NeuralOperators().Generate(Waves, 1_000_000_000);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["dx"]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema["dx"]);
        VBuffer<float> value = default;
        for (int i = 0; i < 3; i++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(i, cursor.Position);
            getter(ref value);
            Assert.InRange(value.GetItemOrDefault(0), 7.1f, 8.9f);
        }
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema["u"]));
    }

    [Fact]
    public void The_log_tells_how_far_a_pass_is()
    {
        var mlContext = new MLContext(0);
        var lines = new List<string>();
        mlContext.Log += (_, e) => lines.Add(e.Message);
        _ = mlContext.NeuralOperators().Generate(Waves, 200).GetColumn<float[]>("u").Count();
        Assert.Contains(lines, line => line.Contains("KortewegDeVriesEquation: 200 of 200 samples"));
    }

    [Fact]
    public void No_rows_are_an_end_at_once()
    {
        IDataView view = new MLContext(0).NeuralOperators().Generate(Waves, 0);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
    }
}
