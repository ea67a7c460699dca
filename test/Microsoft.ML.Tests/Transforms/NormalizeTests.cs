using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Microsoft.ML.Transforms;
using Xunit;

namespace Microsoft.ML.Tests.Transforms;

public class NormalizeTests
{
    private readonly MLContext _ml = new(1);

    [Theory]
    [InlineData(false, new[] { -1.2247449f, 0, 1.2247449f })]
    [InlineData(true, new[] { 0.4629101f, 0.9258201f, 1.3887301f })]
    public void MeanAndVarianceOfThePopulationAreUsed(bool fixZero, float[] expected)
        => Close(expected, Apply(_ml.Transforms.NormalizeMeanVariance("Number", fixZero: fixZero), 2, 4, 6));

    [Theory]
    [InlineData(false, new[] { 0f, 0.25f, 1 })]
    [InlineData(true, new[] { -0.33333334f, 0, 1 })]
    public void TheSmallestAndTheLargestAreUsed(bool fixZero, float[] expected)
        => Close(expected, Apply(_ml.Transforms.NormalizeMinMax("Number", fixZero: fixZero), -1, 0, 3));

    [Fact]
    public void ZeroStaysZeroUnlessToldOtherwise()
    {
        Assert.Equal(0f, Apply(_ml.Transforms.NormalizeMeanVariance("Number"), 0, 5)[0]);
        Assert.Equal(0f, Apply(_ml.Transforms.NormalizeMinMax("Number"), 0, 5, -10)[0]);
    }

    [Fact]
    public void WhatDoesNotVaryBecomesZero()
    {
        foreach (bool fixZero in new[] { true, false })
        {
            Assert.Equal([0f, 0f], Apply(_ml.Transforms.NormalizeMeanVariance("Number", fixZero: fixZero), 7, 7));
            Assert.Equal([0f, 0f], Apply(_ml.Transforms.NormalizeMinMax("Number", fixZero: fixZero), 7, 7));
        }
    }

    [Fact]
    public void MissingNumbersAreLeftOutAndStayMissing()
    {
        Close([0, float.NaN, 1], Apply(_ml.Transforms.NormalizeMinMax("Number", fixZero: false), 2, float.NaN, 4));
        Close([-1, float.NaN, 1], Apply(_ml.Transforms.NormalizeMeanVariance("Number", fixZero: false), 2, float.NaN, 4));
    }

    [Fact]
    public void EverySlotHasItsOwn()
    {
        IDataView data = Read.Load(3);
        IDataView scaled = _ml.Transforms.NormalizeMinMax("Scaled", "Vector", fixZero: false).Fit(data).Transform(data);
        float[][] rows = [.. scaled.GetColumn<float[]>("Scaled")];
        Close([0, 0, 1], rows[0]);
        Close([0.5f, 0.5f, 0.5f], rows[1]);
        Close([1, 1, 0], rows[2]);
    }

    [Fact]
    public void SeveralColumnsAreFittedAtOnce()
    {
        IDataView data = Read.Load(3);
        InputOutputColumnPair[] pairs = [new("A", "Number"), new("Vector")];
        IDataView scaled = _ml.Transforms.NormalizeMinMax(pairs).Fit(data).Transform(data);
        Close([0, 0.5f, 1], Read.Numbers(scaled, "A"));
        Close([0.5f, 0.6f, -0.5f], scaled.GetColumn<float[]>("Vector").ElementAt(1));
        Close([0, 0.7745967f, 1.5491933f], Read.Numbers(_ml.Transforms.NormalizeMeanVariance(pairs).Fit(data).Transform(data), "A"));
    }

    [Fact]
    public void DoublesStayDoubles()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Double { X = 1 }, new Double { X = 4 }]);
        IDataView scaled = _ml.Transforms.NormalizeMinMax("X", fixZero: false).Fit(data).Transform(data);
        Assert.Equal([0.0, 1.0], scaled.GetColumn<double>("X"));
    }

    [Fact]
    public void TheColumnKeepsItsDimensionsAndIsMarked()
    {
        var ramps = new CustomDataViewTests.Ramps(3);
        DataViewSchema.Column column = _ml.Transforms.NormalizeMeanVariance("Scaled", "Ramp").Fit(ramps).GetOutputSchema(ramps.Schema)["Scaled"];
        Assert.Equal("Vector<Single, 1, 2, 2>", column.Type.ToString());
        Assert.True(column.IsNormalized());
        Assert.Equal("Scaled: Scalar of Single [IsNormalized]",
            Shapes.Describe(_ml.Transforms.NormalizeMinMax("Scaled", "Number").GetOutputSchema(Shapes.Of(Read.Load(1)))[5]));
    }

    [Fact]
    public void SlotNamesAreKept()
    {
        IDataView joined = _ml.Transforms.Concatenate("Joined", "Number", "Number").Fit(Read.Load(2)).Transform(Read.Load(2));
        IDataView scaled = _ml.Transforms.NormalizeMinMax("Joined").Fit(joined).Transform(joined);
        Assert.True(scaled.Schema["Joined"].HasSlotNames());
    }

    [Fact]
    public void OnlySoManyRowsAreLearnedFrom()
    {
        Close([0, 0.5f, 1, 1.5f], Apply(_ml.Transforms.NormalizeMinMax("Number", maximumExampleCount: 3, fixZero: false), 0, 1, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeMinMax("Number", maximumExampleCount: 1).Fit(Read.Load(3)));
    }

    [Fact]
    public void WhatWasLearnedIsAppliedToOtherData()
    {
        NormalizingTransformer transformer = _ml.Transforms.NormalizeMinMax("Number", fixZero: false).Fit(Load(0, 4));
        Close([2, -1], Read.Numbers(transformer.Transform(Load(8, -4))));
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("Count")]
    public void OnlyRealNumbersAreNormalized(string column)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeMinMax(column).GetOutputSchema(Shapes.Of(Read.Load(2))));
        Assert.Contains($"Schema mismatch for input column '{column}': expected vector or scalar of Single or Double", error.Message);
    }

    [Fact]
    public void VectorsOfVaryingSizeAreRefused()
    {
        IDataView open = _ml.Data.LoadFromEnumerable([new ConcatenateTests.Open()]);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeMinMax("Values").GetOutputSchema(Shapes.Of(open)));
        Assert.Contains("expected known-size vector or scalar", error.Message);
    }

    [Fact]
    public void AMissingColumnIsNamed()
        => Assert.Contains("Could not find input column 'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeMeanVariance("Nothing").Fit(Read.Load(2))).Message);

    private IDataView Load(params float[] numbers) => _ml.Data.LoadFromEnumerable(Numbered.Rows(numbers));

    private float[] Apply(NormalizingEstimator estimator, params float[] numbers) => Read.Numbers(estimator.Fit(Load(numbers)).Transform(Load(numbers)));

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6f);
    }

    public sealed class Double
    {
        public double X { get; set; }
    }
}
