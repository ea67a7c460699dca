using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class SplitTests
{
    private readonly MLContext _ml = new(1);

    public class Grouped
    {
        public float Number { get; set; }

        public string Group { get; set; } = "";

        public static IEnumerable<Grouped> Rows => Enumerable.Range(0, 300).Select(i => new Grouped { Number = i, Group = $"g{i % 30}" });
    }

    [Fact]
    public void EveryRowIsInOneOfTheTwo()
    {
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(Read.Load(500), 0.2);
        float[] train = Read.Numbers(split.TrainSet);
        float[] test = Read.Numbers(split.TestSet);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (float)i), train.Concat(test).Order());
        Assert.InRange(test.Length, 60, 140);
    }

    [Fact]
    public void TheColumnsStay()
    {
        IDataView data = Read.Load(20);
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(data);
        Assert.Equal(data.Schema.Select(c => c.ToString()), split.TrainSet.Schema.Select(c => c.ToString()));
        Assert.Equal(data.Schema.Select(c => c.ToString()), split.TestSet.Schema.Select(c => c.ToString()));
    }

    [Fact]
    public void RowsAreNotGroupedByVectors()
    {
        IDataView vectors = _ml.Transforms.Concatenate("Vector", "Number", "Number").Fit(_ml.Data.LoadFromEnumerable(Grouped.Rows)).Transform(_ml.Data.LoadFromEnumerable(Grouped.Rows));
        Assert.Contains("'Vector'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(vectors, 0.5, "Vector")).Message);
        Assert.Contains("'Vector'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CrossValidationSplit(vectors, 2, "Vector")).Message);
    }

    [Fact]
    public void RowsKeepTheirOrder()
    {
        float[] train = Read.Numbers(_ml.Data.TrainTestSplit(Read.Load(100), 0.3).TrainSet);
        Assert.Equal(train.Order(), train);
    }

    [Fact]
    public void ReadingAgainGivesTheSameRows()
    {
        IDataView train = _ml.Data.TrainTestSplit(Read.Load(100), 0.3).TrainSet;
        Assert.Equal(Read.Numbers(train), Read.Numbers(train));
    }

    [Fact]
    public void TheSeedDecidesTheSplit()
    {
        IDataView data = Read.Load(100);
        Assert.Equal(Test(new MLContext(), 3), Test(new MLContext(), 3));
        Assert.NotEqual(Test(new MLContext(), 3), Test(new MLContext(), 4));
        Assert.Equal(Test(new MLContext(8), null), Test(new MLContext(8), null));
        Assert.NotEqual(Test(new MLContext(8), null), Test(new MLContext(9), null));

        float[] Test(MLContext ml, int? seed) => Read.Numbers(ml.Data.TrainTestSplit(data, 0.3, seed: seed).TestSet);
    }

    [Fact]
    public void RowsOfOneGroupStayTogether()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Grouped.Rows);
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(data, 0.4, "Group");
        string[] train = [.. split.TrainSet.GetColumn<string>("Group")];
        string[] test = [.. split.TestSet.GetColumn<string>("Group")];
        Assert.Equal(300, train.Length + test.Length);
        Assert.NotEmpty(test);
        Assert.Empty(train.Intersect(test));
    }

    [Fact]
    public void AnUnknownGroupColumnIsAnError()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(Read.Load(5), 0.4, "Unknown"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    public void BothPartsGetRows(double fraction)
        => Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(Read.Load(5), fraction));

    [Fact]
    public void FoldsTestEveryRowOnce()
    {
        IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = _ml.Data.CrossValidationSplit(Read.Load(200), 4);
        Assert.Equal(4, folds.Count);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (float)i), folds.SelectMany(f => Read.Numbers(f.TestSet)).Order());
        Assert.All(folds, fold =>
        {
            Assert.Equal(200, Read.Numbers(fold.TrainSet).Union(Read.Numbers(fold.TestSet)).Count());
            Assert.Empty(Read.Numbers(fold.TrainSet).Intersect(Read.Numbers(fold.TestSet)));
            Assert.NotEmpty(Read.Numbers(fold.TestSet));
        });
    }

    [Fact]
    public void FoldsRespectGroups()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Grouped.Rows);
        foreach (DataOperationsCatalog.TrainTestData fold in _ml.Data.CrossValidationSplit(data, 3, "Group"))
            Assert.Empty(fold.TrainSet.GetColumn<string>("Group").Intersect(fold.TestSet.GetColumn<string>("Group")));
    }

    [Fact]
    public void ThereAreAtLeastTwoFolds()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CrossValidationSplit(Read.Load(5), 1));

    [Fact]
    public void ASeededContextSplitsTheSameEveryTime()
    {
        var ml = new MLContext(8);
        IDataView data = Read.Load(100);
        Assert.Equal(Read.Numbers(ml.Data.TrainTestSplit(data, 0.3).TestSet), Read.Numbers(ml.Data.TrainTestSplit(data, 0.3).TestSet));
    }
}
