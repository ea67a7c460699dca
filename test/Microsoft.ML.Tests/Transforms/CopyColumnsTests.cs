using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Xunit;

namespace Microsoft.ML.Tests.Transforms;

public class CopyColumnsTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void TheCopyHasTheTypeAndTheValues()
    {
        IDataView data = _ml.Transforms.CopyColumns("Copy", "Vector").Fit(Read.Load(3)).Transform(Read.Load(3));
        Assert.Equal("Vector<Single, 3>", data.Schema["Copy"].Type.ToString());
        Assert.Equal(data.GetColumn<float[]>("Vector"), data.GetColumn<float[]>("Copy"));
        Assert.Equal(["row 0", "row 1"], _ml.Transforms.CopyColumns("Copy", "Text").Fit(data).Transform(Read.Load(2)).GetColumn<string>("Copy"));
    }

    [Fact]
    public void TheCopyHasTheAnnotations()
    {
        var ramps = new CustomDataViewTests.Ramps(2);
        IDataView data = _ml.Transforms.CopyColumns("Copy", "Ramp").Fit(ramps).Transform(ramps);
        Assert.Equal("Vector<Single, 1, 2, 2>", data.Schema["Copy"].Type.ToString());
        Assert.True(data.Schema["Copy"].IsNormalized());
    }

    [Fact]
    public void ACopyOntoAColumnHidesIt()
    {
        IDataView data = _ml.Transforms.CopyColumns("Number", "Count").Fit(Read.Load(2)).Transform(Read.Load(2));
        Assert.Equal([0, 10], data.GetColumn<int>("Number"));
        Assert.Equal(6, data.Schema.Count);
        Assert.True(data.Schema[0].IsHidden);
        Assert.Equal("Number", data.Schema[5].Name);
    }

    [Fact]
    public void TheShapeIsKnownBeforeThereIsData()
    {
        SchemaShape shape = _ml.Transforms.CopyColumns("Copy", "Vector").GetOutputSchema(Shapes.Of(Read.Load(0)));
        Assert.Equal(["Number: Scalar of Single", "Text: Scalar of String", "Flag: Scalar of Boolean", "Count: Scalar of Int32",
            "Vector: Vector of Single", "Copy: Vector of Single"], Shapes.Describe(shape));
    }

    [Fact]
    public void AMissingColumnIsNamed()
    {
        var copy = _ml.Transforms.CopyColumns("Copy", "Nothing");
        foreach (Action use in new Action[] { () => copy.Fit(Read.Load(1)), () => copy.GetOutputSchema(Shapes.Of(Read.Load(1))) })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(use);
            Assert.Equal("inputSchema", error.ParamName);
            Assert.Contains("Could not find input column 'Nothing'", error.Message);
        }
    }

    [Fact]
    public void OnlyTheColumnsAskedForAreRead()
    {
        var ramps = new CustomDataViewTests.Ramps(3);
        IDataView data = _ml.Transforms.CopyColumns("Copy", "Ramp").Fit(ramps).Transform(ramps);
        Assert.Equal(3, data.GetColumn<float>("Row").Count());
        Assert.Equal(["Row"], ramps.LastAsked);
        Assert.Equal(3, data.GetColumn<float[]>("Copy").Count());
        Assert.Equal(["Ramp"], ramps.LastAsked);
    }

    [Fact]
    public void FittingGivesTheSameTransformerEachTime()
    {
        var copy = _ml.Transforms.CopyColumns("Copy", "Number");
        Assert.Same(copy.Fit(Read.Load(1)), copy.Fit(Read.Load(2)));
    }
}
