using Xunit;
using static Microsoft.ML.NeuralOperators.Tests.Metrics.Evaluations;

namespace Microsoft.ML.NeuralOperators.Tests.Metrics;

public class RowReportTests
{
    private static readonly float[] Truth = [3, 4];

    [Fact]
    public void Truths_of_zero_are_reported_apart()
    {
        FieldMetrics metrics = Evaluate(1, [2], Row(1.1f), ([1, 1], [0, 0]), Row(1.1f), ([0, 0], [0, 0]));
        Assert.Equal(0.1, metrics.RelativeL2, 1e-6);
        Assert.Equal(0.1, metrics.RelativeL1, 1e-6);
        Assert.Equal(0.1, metrics.NormalizedRmse, 1e-6);
        Assert.Equal(4, metrics.Count);
        Assert.Equal([1, 3], metrics.ZeroTruthRows);
        Assert.Equal(1, metrics.MaximumError);
        Assert.Contains("truth of zero, left out of relative errors: 2 rows: 1, 3", metrics.ToString());
    }

    /// <summary>A channel of zeros is no truth of zero.</summary>
    [Fact]
    public void Channels_of_zero_are_left_out_of_what_is_relative_by_channel()
    {
        FieldMetrics metrics = Evaluate(2, [2], ([3.3f, 4.4f, 1, 1], [3, 4, 0, 0]));
        Assert.Empty(metrics.ZeroTruthRows);
        Assert.Equal(0.1, metrics.NormalizedRmse, 1e-6);
        Assert.Equal([0], metrics.Channels[1].ZeroTruthRows);
        Assert.Equal(Math.Sqrt((0.25 + 2) / 25), metrics.RelativeL2, 1e-6);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_named_by_row_and_column()
    {
        FieldMetrics metrics = Evaluate(1, [2], Row(1), ([float.PositiveInfinity, 4], Truth), Row(1),
            (Truth, [float.NaN, float.NaN]));
        Assert.Equal([new(1, "prediction", 0, float.PositiveInfinity, 1), new(3, "truth", 0, float.NaN, 2)],
            metrics.NonFinite);
        Assert.Contains("row 3 of 'truth' holds NaN at 0 and at 1 further places", metrics.ToString());
        // What is no number is worst.
        Assert.Equal([1, 3, 0, 2], metrics.WorstRows.Select(r => r.Row));
    }

    [Fact]
    public void Infinite_scores_give_infinite_errors()
    {
        FieldMetrics metrics = Evaluate(1, [2], Row(1), ([float.PositiveInfinity, 4], Truth));
        Assert.All([metrics.RelativeL1, metrics.RelativeL2, metrics.MaximumError, metrics.RootMeanSquaredError,
            metrics.NormalizedRmse, metrics.VarianceScaledRmse, -metrics.RSquared],
            value => Assert.Equal(double.PositiveInfinity, value));
    }

    [Fact]
    public void The_worst_rows_are_listed_worst_first()
    {
        (float[], float[])[] rows = [Row(1.2f), Row(0.5f), Row(1), Row(1.2f), ([9, 9], [0, 0]), Row(1.3f), Row(0.9f)];
        FieldMetrics metrics = Evaluate(1, [2], new EvaluationOptions { WorstRows = 3 }, rows);
        Assert.Equal([1, 5, 0], metrics.WorstRows.Select(r => r.Row));
        Assert.Equal(0.5, metrics.WorstRows[0].RelativeL2, 1e-6);
        Assert.Equal(2, metrics.WorstRows[0].MaximumError, 1e-6);
        Assert.Contains("worst rows: 1 (0.5), 5 (0.3), 0 (0.2)", metrics.ToString());
        Assert.Empty(Evaluate(1, [2], new EvaluationOptions { WorstRows = 0 }, rows).WorstRows);
    }

    [Fact]
    public void Every_row_has_its_errors_where_they_are_kept()
    {
        (float[], float[])[] rows = [Row(1.5f), ([1, 1], [0, 0]), Row(1)];
        Assert.Null(Evaluate(1, [2], rows).Rows);
        IReadOnlyList<RowErrors> errors = Evaluate(1, [2], new EvaluationOptions { KeepRows = true }, rows).Rows!;
        Assert.Equal([0, 1, 2], errors.Select(e => e.Row));
        Assert.Equal([0.5, double.NaN, 0], errors.Select(e => e.RelativeL2));
        Assert.Equal([2, 1, 0], errors.Select(e => e.MaximumError));
        Assert.Equal(Math.Sqrt(6.25 / 2), errors[0].RootMeanSquaredError, 1e-12);
    }

    [Fact]
    public void Text_is_a_line_and_a_table()
    {
        string text = Evaluate(2, [2], new EvaluationOptions { FrameChannels = 1 },
            ([3, 4, 6, 9], [3, 4, 6, 8]), ([3, 5, 6, 8], [3, 4, 6, 8])).ToString();
        string[] lines = text.Split(Environment.NewLine);
        Assert.StartsWith("relative L2 0.08944, relative H1 0.08944, max 1, RMSE 0.5, R² 0.93220 (2 samples)",
            lines[0]);
        Assert.StartsWith("  relative L1 0.04762, nRMSE 0.075", lines[1]);
        Assert.Equal("  step     relative L2       nRMSE       VRMSE        RMSE         max          R²", lines[2]);
        Assert.StartsWith("  0                0.1", lines[3]);
    }

    private static (float[], float[]) Row(float factor) => ([.. Truth.Select(x => factor * x)], Truth);
}
