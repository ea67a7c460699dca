using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Microsoft.ML.Transforms;
using Xunit;

namespace Microsoft.ML.Tests.Transforms;

public class SelectColumnsTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void ColumnsAreKeptInTheOrderGiven()
    {
        IDataView data = Apply(_ml.Transforms.SelectColumns("Text", "Number"), Read.Load(2));
        Assert.Equal(["Text: String", "Number: Single"], Shapes.Describe(data.Schema));
        Assert.Equal(["row 0", "row 1"], data.GetColumn<string>("Text"));
        Assert.Equal([0f, 1f], Read.Numbers(data));
        Assert.Equal(2, data.GetRowCount());
    }

    [Fact]
    public void DroppedColumnsLeaveTheOthersInTheirOrder()
    {
        IDataView data = Apply(_ml.Transforms.DropColumns("Text", "Flag", "Vector"), Read.Load(2));
        Assert.Equal(["Number: Single", "Count: Int32"], Shapes.Describe(data.Schema));
        Assert.Equal([0, 10], data.GetColumn<int>("Count"));
    }

    [Fact]
    public void TheShapeIsKnownBeforeThereIsData()
    {
        SchemaShape input = Shapes.Of(Read.Load(0));
        Assert.Equal(["Number: Scalar of Single", "Vector: Vector of Single"], Shapes.Describe(_ml.Transforms.SelectColumns("Number", "Vector").GetOutputSchema(input)));
        Assert.Equal(["Flag: Scalar of Boolean", "Vector: Vector of Single"], Shapes.Describe(_ml.Transforms.DropColumns("Text", "Number", "Count").GetOutputSchema(input)));
    }

    [Fact]
    public void HiddenColumnsGoUnlessTheyAreToBeKept()
    {
        IDataView data = Apply(_ml.Transforms.CopyColumns("Number", "Count"), Read.Load(1));
        Assert.Single(Apply(_ml.Transforms.SelectColumns("Number"), data).Schema);
        IDataView kept = Apply(_ml.Transforms.SelectColumns(["Number"], keepHidden: true), data);
        Assert.Equal(["Single", "Int32"], kept.Schema.Select(c => c.Type.ToString()));
        Assert.Equal(NumberDataViewType.Int32, kept.Schema["Number"].Type);
    }

    [Fact]
    public void DroppingDropsAllColumnsOfAName()
    {
        IDataView data = Apply(_ml.Transforms.CopyColumns("Number", "Count"), Read.Load(1));
        Assert.Null(Apply(_ml.Transforms.DropColumns("Number"), data).Schema.GetColumnOrNull("Number"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MissingColumnsAreNamed(bool keeps)
    {
        string[] names = ["Number", "Nothing", "Nobody"];
        ColumnSelectingEstimator estimator = keeps ? _ml.Transforms.SelectColumns(names) : _ml.Transforms.DropColumns(names);
        Assert.Contains("Could not find input column 'Nothing,Nobody'", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(Read.Load(1))).Message);
        Assert.Contains("'Nothing,Nobody'", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(Shapes.Of(Read.Load(1)))).Message);
    }

    [Fact]
    public void SomethingMustBeNamed()
    {
        Assert.Throws<InvalidOperationException>(() => _ml.Transforms.SelectColumns());
        Assert.Throws<InvalidOperationException>(() => _ml.Transforms.DropColumns());
    }

    [Fact]
    public void ColumnsThatWereDroppedAreNotRead()
    {
        var ramps = new CustomDataViewTests.Ramps(2);
        Assert.Equal([0f, 1f], Read.Numbers(Apply(_ml.Transforms.DropColumns("Ramp"), ramps), "Row"));
        Assert.Equal(["Row"], ramps.LastAsked);
    }

    private static IDataView Apply(IEstimator<ITransformer> estimator, IDataView data) => estimator.Fit(data).Transform(data);
}
