using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Evaluation;

public class RegressionTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void ErrorsAreThoseOfTheHandComputation()
    {
        // Errors 1, -1, 2, 0: absolute mean 4/4, squared mean 6/4; labels 1, 2, 3, 6: mean 3, spread 4 + 1 + 0 + 9 = 14.
        RegressionMetrics metrics = _ml.Regression.Evaluate(Load((1, 2), (2, 1), (3, 5), (6, 6)));
        Assert.Equal(1, metrics.MeanAbsoluteError, 1e-12);
        Assert.Equal(1.5, metrics.MeanSquaredError, 1e-12);
        Assert.Equal(Math.Sqrt(1.5), metrics.RootMeanSquaredError, 1e-12);
        Assert.Equal(1.5, metrics.LossFunction, 1e-12);
        Assert.Equal(1 - 6.0 / 14, metrics.RSquared, 1e-12);
    }

    [Fact]
    public void APerfectModelHasNoErrors()
    {
        RegressionMetrics metrics = _ml.Regression.Evaluate(Load((1, 1), (2, 2)));
        Assert.Equal((0, 0, 1), (metrics.MeanAbsoluteError, metrics.MeanSquaredError, metrics.RSquared));
    }

    [Fact]
    public void RowsWithoutLabelOrScoreAreLeftOut()
    {
        RegressionMetrics metrics = _ml.Regression.Evaluate(Load((0, 1), (float.NaN, 3), (4, float.NaN), (2, 2)));
        Assert.Equal(0.5, metrics.MeanAbsoluteError);
        Assert.Equal(0.5, metrics.RSquared);
    }

    [Fact]
    public void LabelsThatDoNotVaryHaveNoRSquared()
        => Assert.Equal(double.NaN, _ml.Regression.Evaluate(Load((3, 1), (3, 2))).RSquared);

    [Fact]
    public void NoRowsGiveZeros()
    {
        RegressionMetrics metrics = _ml.Regression.Evaluate(Load());
        Assert.Equal((0, 0, 0, 0), (metrics.MeanAbsoluteError, metrics.MeanSquaredError, metrics.RootMeanSquaredError, metrics.RSquared));
    }

    [Fact]
    public void OtherColumnsCanBeNamed()
        => Assert.Equal(1, _ml.Regression.Evaluate(Load((1, 2), (2, 3)), labelColumnName: "Score", scoreColumnName: "Label").MeanAbsoluteError);

    [Theory]
    [InlineData("Nothing", "Score")]
    [InlineData("Label", "Nothing")]
    public void MissingColumnsAreNamed(string label, string score)
        => Assert.Matches("Nothing.* not found", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Regression.Evaluate(Load((1, 1)), label, score)).Message);

    [Theory]
    [InlineData("Double", "Score", "label")]
    [InlineData("Label", "Double", "score")]
    public void OnlySinglesAreEvaluated(string label, string score, string role)
        => Assert.Contains($"Schema mismatch for {role} column 'Double': expected Single, got Double",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Regression.Evaluate(Load((1, 1)), label, score)).Message);

    private IDataView Load(params (float Label, float Score)[] rows) => _ml.Data.LoadFromEnumerable(rows.Select(r => new Scored { Label = r.Label, Score = r.Score }));

    public sealed class Scored
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public double Double { get; set; }
    }
}
