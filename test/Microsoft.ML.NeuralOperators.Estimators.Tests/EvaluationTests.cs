using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class EvaluationTests
{
    private readonly MLContext _mlContext = new(seed: 0);

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    [Fact]
    public void Nine_rows_of_ten_percent_are_not_spoilt_by_a_truth_of_zero()
    {
        FieldMetrics metrics = Operators.Evaluate(Case("one_zero_truth.npz"), "y", "yhat");
        Assert.Equal(0.1, metrics.RelativeL2, 1e-6);
        Assert.Equal(10, metrics.Count);
        Assert.Single(metrics.ZeroTruthRows);
        Assert.Equal(0.0942925, metrics.RootMeanSquaredError, 1e-6);
        Assert.Equal(0.3584507, metrics.MaximumError, 1e-6);
    }

    [Fact]
    public void Land_is_left_out_where_it_is_missing_and_named_where_it_is_not()
    {
        IDataView data = Case("nan_over_land.npz");
        FieldMetrics metrics = Operators.Evaluate(data, "y", "yhat", new EvaluationOptions { IgnoreMissing = true });
        Assert.Equal(0.05, metrics.RelativeL2, 1e-6);
        Assert.Equal(0.05, metrics.RelativeH1, 1e-6);
        NonFiniteNumber first = Operators.Evaluate(data, "y", "yhat").NonFinite[0];
        Assert.Equal((0, "y", 36), (first.Row, first.Column, first.Count));
    }

    [Fact]
    public void An_infinite_score_is_named_with_its_row()
    {
        FieldMetrics metrics = Operators.Evaluate(Case("one_infinite_score.npz"), "y", "yhat");
        Assert.Equal(double.PositiveInfinity, metrics.RelativeL2);
        NonFiniteNumber number = Assert.Single(metrics.NonFinite);
        Assert.Equal((7, "yhat", float.PositiveInfinity), (number.Row, number.Column, number.Value));
        Assert.Equal(7, metrics.WorstRows[0].Row);
    }

    /// <summary>One mask for both channels, or one for each.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_mask_column_says_which_points_count(int maskChannels)
    {
        float[] truth = Ramp(3 * 2 * 20), score = [.. truth.Select(x => 1.05f * x)];
        float[] mask = [.. Enumerable.Range(0, 3 * maskChannels * 20).Select(i => i % 20 < 7 ? 0f : 1f)];
        for (int i = 0; i < truth.Length; i++)
            if (i % 20 < 7) (truth[i], score[i]) = (float.NaN, float.PositiveInfinity);
        IDataView data = Fields(("Label", 2, truth), ("Score", 2, score), ("Sea", maskChannels, mask));
        FieldMetrics metrics = Operators.Evaluate(data, maskColumnName: "Sea");
        Assert.Equal(0.05, metrics.RelativeL2, 1e-6);
        Assert.Empty(metrics.NonFinite);
        Assert.Equal(2, metrics.Channels.Count);
    }

    [Fact]
    public void A_mask_that_is_missing_or_does_not_fit_is_refused()
    {
        float[] truth = Ramp(40), half = [.. Enumerable.Repeat(1f, 39), 0.5f];
        IDataView data = Fields(("Label", 1, truth), ("Score", 1, truth), ("Two", 2, [.. truth, .. truth]),
            ("Half", 1, half));
        Assert.Contains("Could not find mask column 'No'",
            Assert.Throws<ArgumentOutOfRangeException>(() => Operators.Evaluate(data, maskColumnName: "No")).Message);
        Assert.Contains("Schema mismatch for mask column 'Two': expected Vector<Single> of [1, 4, 5], or of one "
            + "channel",
            Assert.Throws<ArgumentOutOfRangeException>(() => Operators.Evaluate(data, maskColumnName: "Two")).Message);
        Assert.Contains("Column 'Half', row 1: A mask holds 0.5 at 19",
            Assert.Throws<InvalidOperationException>(() => Operators.Evaluate(data, maskColumnName: "Half")).Message);
    }

    [Fact]
    public void Frames_and_intervals_come_with_the_options()
    {
        float[] truth = Ramp(5 * 4 * 20), score = [.. truth.Select((x, i) => x + i % 80 / 20)];
        IDataView data = Fields(("Label", 4, truth), ("Score", 4, score));
        FieldMetrics metrics = Operators.Evaluate(data, options: new() { FrameChannels = 2, BootstrapDraws = 50 });
        Assert.Equal([1.0, 3.0], metrics.Steps.Select(s => s.MaximumError));
        Assert.Equal([2.0, 3.0], metrics.Channels.Select(c => c.MaximumError));
        Assert.Equal(Math.Sqrt(metrics.Steps[0].NormalizedRmse * metrics.Steps[1].NormalizedRmse),
            metrics.AggregatedRmse, 12);
        Assert.NotEqual(metrics.NormalizedRmse, metrics.AggregatedRmse, 3);
        Assert.Equal(double.NaN, Operators.Evaluate(data).AggregatedRmse);
        Assert.InRange(metrics.RelativeL2, metrics.Intervals!.RelativeL2.Lower, metrics.Intervals.RelativeL2.Upper);
        Assert.Contains("FrameChannels is 3", Assert.Throws<ArgumentOutOfRangeException>(()
            => Operators.Evaluate(data, options: new() { FrameChannels = 3 })).Message);
    }

    [Fact]
    public void Rows_get_a_column_of_their_errors()
    {
        float[] truth = Ramp(4 * 20), score = [.. truth.Select((x, i) => x * (1 + i / 20 / 8f))];
        IDataView data = Fields(("Label", 1, truth), ("Score", 1, score)),
            errors = Operators.RowErrors(data);
        Assert.Equal(4, errors.GetRowCount());
        Assert.Equal([0, 0.125f, 0.25f, 0.375f], errors.GetColumn<float>("Error").Select(e => MathF.Round(e, 5)));
        Assert.Equal(truth, errors.GetColumn<float[]>("Label").SelectMany(x => x));
        IDataView largest = Operators.RowErrors(data, errorColumnName: "worst", metric: RowMetric.MaximumError);
        // Row r has r/8 of truths up to 20(r + 1).
        Assert.Equal([0, 5f, 15, 30], largest.GetColumn<float>("worst").Select(e => MathF.Round(e, 3)));
        // ML.NET's own transforms take it on.
        IDataView bad = _mlContext.Data.FilterRowsByColumn(errors, "Error", lowerBound: 0.2);
        Assert.Equal([0.25f, 0.375f], bad.GetColumn<float>("Error").Select(e => MathF.Round(e, 5)));
    }

    [Fact]
    public void Rows_on_the_sphere_have_the_errors_of_its_areas()
    {
        float[] truth = Ramp(2 * 20), score = [.. truth];
        // One point beside a pole, one beside the equator.
        (score[0], score[20 + 10]) = (0, 0);
        IDataView data = Fields(("Label", 1, truth), ("Score", 1, score));
        const SphericalGrid Grid = SphericalGrid.WithoutPoles;
        FieldMetrics metrics = Operators.Evaluate(data, options: new() { Sphere = Grid, KeepRows = true });
        float[] errors = [.. Operators.RowErrors(data, sphere: Grid).GetColumn<float>("Error")];
        Assert.Equal(metrics.Rows!.Select(r => (float)r.RelativeL2), errors);
        Assert.All(errors.Zip(Operators.RowErrors(data).GetColumn<float>("Error")), e => Assert.NotEqual(e.First,
            e.Second, 1e-3f));
        IDataView line = Operators.LoadFields(("Label", new FieldSamples("Label", 1, [4], Ramp(8))),
            ("Score", new FieldSamples("Score", 1, [4], Ramp(8))));
        Assert.Contains("not on a grid of latitudes", Assert.Throws<ArgumentOutOfRangeException>(()
            => Operators.RowErrors(line, sphere: Grid)).Message);
    }

    [Fact]
    public void Rows_of_different_numbers_of_points_have_errors_and_masks()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(PointRow));
        IDataView data = _mlContext.Data.LoadFromEnumerable(new PointRow[]
        {
            new() { Label = [1, 2], Score = [2, 4], Mask = [1, 1] },
            new() { Label = [1, 2, float.NaN], Score = [1.5f, 3, 0], Mask = [1, 1, 0] },
        }, definition);
        Assert.Equal(0.75, Operators.Evaluate(data, maskColumnName: "Mask").RelativeL2, 1e-6);
        Assert.Equal(0.75, Operators.Evaluate(data, options: new() { IgnoreMissing = true }).RelativeL2, 1e-6);
        Assert.Equal([1, 0.5f], Operators.RowErrors(data, ignoreMissing: true).GetColumn<float>("Error"));
        Assert.Equal((1, "Label"), Operators.Evaluate(data).NonFinite[0] is var n ? (n.Row, n.Column) : default);
    }

    private IDataView Fields(params (string Name, int Channels, float[] Values)[] columns)
        => Operators.LoadFields([.. columns.Select(c
            => (c.Name, new FieldSamples(c.Name, c.Channels, [4, 5], c.Values)))]);

    private IDataView Case(string file)
        => Operators.LoadFields(SharedData.Path("cases", Path.Combine("09_metrics", file)));

    private static float[] Ramp(int count) => [.. Enumerable.Range(1, count).Select(i => (float)i)];

    private sealed class PointRow
    {
        public float[] Label { get; set; } = [];

        public float[] Score { get; set; } = [];

        public float[] Mask { get; set; } = [];
    }
}
