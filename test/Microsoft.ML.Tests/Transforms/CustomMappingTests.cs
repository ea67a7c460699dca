using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Microsoft.ML.Transforms;
using Xunit;

namespace Microsoft.ML.Tests.Transforms;

public class CustomMappingTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void TheFunctionGivesTheAddedColumns()
    {
        IDataView data = Apply(Read.Load(3), Twice, null);
        Assert.Equal([0f, 2, 4], Read.Numbers(data, "Twice"));
        Assert.Equal(["0!", "1!", "2!"], data.GetColumn<string>("Shout"));
        Assert.Equal("Vector<Single, 1, 2>", data.Schema["Pair"].Type.ToString());
        Assert.Equal([2f, -2f], data.GetColumn<float[]>("Pair").Last());
        Assert.Equal([0f, 1, 2], Read.Numbers(data));
    }

    [Fact]
    public void ItRunsOnceForARow()
    {
        int calls = 0;
        IDataView data = Apply(Read.Load(4), (from, to) =>
        {
            calls++;
            Twice(from, to);
        }, null);
        Assert.Equal(4, data.Preview().RowView.Length);
        Assert.Equal(4, calls);
        Assert.Equal(4, Read.Numbers(data).Length);
        Assert.Equal(4, calls);
    }

    [Fact]
    public void ItsObjectsAreReusedFromRowToRow()
    {
        IDataView data = Apply(Read.Load(4), (from, to) =>
        {
            if (from.Value % 2 == 0) to.Twice = 2 * from.Value;
        }, null);
        Assert.Equal([0f, 0, 4, 4], Read.Numbers(data, "Twice"));
    }

    [Fact]
    public void TheShapeIsKnownBeforeThereIsData()
    {
        SchemaShape shape = _ml.Transforms.CustomMapping<Number, Doubled>(Twice, null).GetOutputSchema(Shapes.Of(Read.Load(0)));
        Assert.Equal(["Twice: Scalar of Single", "Shout: Scalar of String", "Pair: Vector of Single"], Shapes.Describe(shape).Skip(5));
    }

    [Fact]
    public void DefinitionsRenameColumnsGiveTypesAndAnnotations()
    {
        SchemaDefinition input = SchemaDefinition.Create(typeof(Number)), output = SchemaDefinition.Create(typeof(Doubled));
        input["Number"].ColumnName = "Row";
        SchemaDefinition.Column pair = output["Pair"];
        (pair.ColumnName, pair.ColumnType) = ("Field", new VectorDataViewType(NumberDataViewType.Single, 2, 1));
        pair.AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        var ramps = new CustomDataViewTests.Ramps(3);
        var mapping = _ml.Transforms.CustomMapping<Number, Doubled>(Twice, null, input, output);
        IDataView data = mapping.Fit(ramps).Transform(ramps);
        Assert.Equal([0f, 2, 4], Read.Numbers(data, "Twice"));
        Assert.Equal("Vector<Single, 2, 1>", data.Schema["Field"].Type.ToString());
        Assert.True(data.Schema["Field"].IsNormalized());
        Assert.Contains("Field: Vector of Single [IsNormalized]", Shapes.Describe(mapping.GetOutputSchema(Shapes.Of(ramps))));
    }

    [Fact]
    public void AnyColumnCanBeDescribedToAChainByAnEmptyInput()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Values));
        SchemaDefinition.Column column = definition["V"];
        (column.ColumnName, column.ColumnType) = ("Score", new VectorDataViewType(NumberDataViewType.Single, 1, 8, 8));
        Assert.Null(definition["V"]);
        SchemaShape shape = _ml.Transforms.CustomMapping<Nothing, Values>((_, _) => { }, null, null, definition).GetOutputSchema(Shapes.Of(Read.Load(0)));
        Assert.Equal("Score: Vector of Single", Shapes.Describe(shape)[5]);
    }

    [Fact]
    public void AMissingColumnIsNamed()
    {
        var ramps = new CustomDataViewTests.Ramps(1);
        var mapping = _ml.Transforms.CustomMapping<Number, Doubled>(Twice, null);
        Assert.Contains("Could not find input column 'Number'", Assert.Throws<ArgumentOutOfRangeException>(() => mapping.GetOutputSchema(Shapes.Of(ramps))).Message);
        Assert.Contains("column 'Number'", Assert.Throws<ArgumentOutOfRangeException>(() => mapping.Fit(ramps)).Message);
    }

    [Fact]
    public void AnotherTypeIsRefused()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Text()]);
        var mapping = _ml.Transforms.CustomMapping<Number, Doubled>(Twice, null);
        Assert.Contains("Schema mismatch for input column 'Number': expected Single", Assert.Throws<ArgumentOutOfRangeException>(() => mapping.GetOutputSchema(Shapes.Of(data))).Message);
        Assert.Contains("Can't bind the IDataView column 'Number' of type 'String'", Assert.Throws<InvalidOperationException>(() => mapping.Fit(data)).Message);
    }

    [Fact]
    public void AFunctionIsNeeded()
        => Assert.Throws<ArgumentNullException>(() => _ml.Transforms.CustomMapping<Number, Doubled>(null!, "name"));

    internal static void Twice(Number from, Doubled to)
        => (to.Twice, to.Shout, to.Pair) = (2 * from.Value, $"{from.Value}!", [from.Value, -from.Value]);

    private IDataView Apply(IDataView data, Action<Number, Doubled> function, string? contract) => _ml.Transforms.CustomMapping(function, contract).Fit(data).Transform(data);

    public sealed class Number
    {
        [ColumnName("Number")]
        public float Value { get; set; }
    }

    public sealed class Doubled
    {
        public float Twice { get; set; }

        public string Shout { get; set; } = "";

        [VectorType(1, 2)]
        public float[] Pair { get; set; } = [0, 0];
    }

    public sealed class Text
    {
        public string Number { get; set; } = "";
    }

    public sealed class Nothing;

    public sealed class Values
    {
        public float[] V { get; set; } = [];
    }
}
