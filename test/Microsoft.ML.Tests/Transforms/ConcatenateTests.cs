using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Xunit;

namespace Microsoft.ML.Tests.Transforms;

public class ConcatenateTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void NumbersAndVectorsStandInTheOrderGiven()
    {
        IDataView data = Join(Read.Load(3), "Vector", "Number", "Vector");
        Assert.Equal("Vector<Single, 7>", data.Schema["Joined"].Type.ToString());
        Assert.Equal([2f, 2.5f, -2f, 2f, 2f, 2.5f, -2f], data.GetColumn<float[]>("Joined").Last());
    }

    [Fact]
    public void AnyItemTypeCanBeJoined()
        => Assert.Equal(["row 1", "row 1"], Join(Read.Load(2), "Text", "Text").GetColumn<string[]>("Joined").Last());

    [Fact]
    public void ASingleVectorKeepsItsDimensionsAndAnnotations()
    {
        IDataView data = Join(new CustomDataViewTests.Ramps(1), "Ramp");
        Assert.Equal("Vector<Single, 1, 2, 2>", data.Schema["Joined"].Type.ToString());
        Assert.True(data.Schema["Joined"].IsNormalized());
    }

    [Fact]
    public void ASingleNumberBecomesAVectorOfOne()
    {
        IDataView data = Join(Read.Load(2), "Number");
        Assert.Equal("Vector<Single, 1>", data.Schema["Joined"].Type.ToString());
        Assert.Equal([1f], data.GetColumn<float[]>("Joined").Last());
    }

    [Fact]
    public void NumbersNameTheirSlots()
    {
        IDataView data = Join(Read.Load(1), "Number", "Vector");
        Assert.True(data.Schema["Joined"].HasSlotNames());
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema["Joined"].GetSlotNames(ref names);
        Assert.Equal(["Number", "", "", ""], names.DenseValues().Select(n => n.ToString()));
        Assert.False(Join(Read.Load(1), "Vector", "Vector").Schema["Joined"].HasSlotNames());

        IDataView twice = Join(data, "Joined", "Number", "Vector");
        twice.Schema["Joined"].GetSlotNames(ref names);
        Assert.Equal(["Joined.Number", "", "", "", "Number", "", "", ""], names.DenseValues().Select(n => n.ToString()));
    }

    [Fact]
    public void VectorsOfVaryingSizeGiveOneOfVaryingSize()
    {
        IDataView open = _ml.Data.LoadFromEnumerable([new Open { Values = [1, 2] }, new Open { Values = [] }, new Open { Values = [3, 4, 5] }]);
        IDataView data = Join(open, "Values", "Last");
        Assert.Equal("Vector<Single>", data.Schema["Joined"].Type.ToString());
        Assert.Equal([[1f, 2, 9], [9f], [3f, 4, 5, 9]], data.GetColumn<float[]>("Joined"));
    }

    [Fact]
    public void TheShapeIsKnownBeforeThereIsData()
    {
        SchemaShape shape = _ml.Transforms.Concatenate("Joined", "Number", "Vector").GetOutputSchema(Shapes.Of(Read.Load(0)));
        Assert.Equal("Joined: Vector of Single [SlotNames]", Shapes.Describe(shape[5]));
        SchemaShape open = _ml.Transforms.Concatenate("Joined", "Values", "Last").GetOutputSchema(Shapes.Of(_ml.Data.LoadFromEnumerable(Array.Empty<Open>())));
        Assert.Equal(SchemaShape.Column.VectorKind.VariableVector, open[2].Kind);
    }

    [Fact]
    public void AMissingColumnIsNamedWhenUsed()
    {
        var concatenate = _ml.Transforms.Concatenate("Joined", "Number", "Nothing");
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => concatenate.GetOutputSchema(Shapes.Of(Read.Load(1)))).Message);
        ColumnConcatenatingTransformer transformer = concatenate.Fit(Read.Load(1));
        Assert.Contains("Could not find input column 'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(Read.Load(1))).Message);
    }

    [Fact]
    public void DifferentTypesAreRefused()
    {
        var concatenate = _ml.Transforms.Concatenate("Joined", "Number", "Count");
        Assert.Contains("'Count' has type of Int32", Assert.Throws<InvalidOperationException>(() => concatenate.GetOutputSchema(Shapes.Of(Read.Load(1)))).Message);
        Assert.Contains("Schema mismatch for input column 'Count': expected Single, got Int32",
            Assert.Throws<ArgumentOutOfRangeException>(() => concatenate.Fit(Read.Load(1)).Transform(Read.Load(1))).Message);
    }

    [Fact]
    public void SomethingMustBeJoined()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("Joined"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("Joined", "Number", ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("", "Number"));
    }

    private IDataView Join(IDataView data, params string[] columns) => _ml.Transforms.Concatenate("Joined", columns).Fit(data).Transform(data);

    public sealed class Open
    {
        public float[] Values { get; set; } = [];

        public float Last { get; set; } = 9;
    }
}
