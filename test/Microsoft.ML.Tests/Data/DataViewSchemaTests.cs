using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class DataViewSchemaTests
{
    private static DataViewSchema TwoOfOneName()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("a", NumberDataViewType.Single);
        builder.AddColumn("b", TextDataViewType.Instance);
        builder.AddColumn("a", NumberDataViewType.Double);
        return builder.ToSchema();
    }

    private static DataViewSchema.Annotations Annotated()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        builder.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, 2),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(2, ["u".AsMemory(), "v".AsMemory()]));
        return builder.ToAnnotations();
    }

    [Fact]
    public void OfOneNameTheLastColumnIsSeen()
    {
        DataViewSchema schema = TwoOfOneName();
        Assert.Equal(3, schema.Count);
        Assert.Equal(2, schema["a"].Index);
        Assert.Equal(NumberDataViewType.Double, schema["a"].Type);
        Assert.True(schema[0].IsHidden);
        Assert.False(schema[2].IsHidden);
        Assert.Equal(["a", "b", "a"], schema.Select(c => c.Name));
    }

    [Fact]
    public void AMissingColumnIsAnErrorOrNull()
    {
        DataViewSchema schema = TwoOfOneName();
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => schema["c"]);
        Assert.Contains("Column 'c' not found", error.Message);
        Assert.Equal("name", error.ParamName);
        Assert.Null(schema.GetColumnOrNull("c"));
        Assert.Equal(1, schema.GetColumnOrNull("b")!.Value.Index);
        Assert.Throws<ArgumentOutOfRangeException>(() => schema[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => schema[-1]);
        Assert.Throws<ArgumentNullException>(() => schema[""]);
        Assert.Throws<ArgumentNullException>(() => schema.GetColumnOrNull(null!));
    }

    [Fact]
    public void NamesAreCaseSensitive() => Assert.Null(TwoOfOneName().GetColumnOrNull("B"));

    [Fact]
    public void ABuilderTakesColumnsOfOthers()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(TwoOfOneName());
        builder.AddColumns([new DataViewSchema.DetachedColumn("c", NumberDataViewType.Int32, Annotated())]);
        DataViewSchema schema = builder.ToSchema();
        Assert.Equal(["a", "b", "a", "c"], schema.Select(c => c.Name));
        Assert.True(schema["c"].IsNormalized());
        Assert.Throws<ArgumentNullException>(() => builder.AddColumn("", NumberDataViewType.Single));
        Assert.Throws<ArgumentNullException>(() => builder.AddColumn("d", null!));
    }

    [Fact]
    public void ADetachedColumnKeepsWhatAColumnHas()
    {
        var detached = new DataViewSchema.DetachedColumn(TwoOfOneName()["b"]);
        Assert.Equal("b", detached.Name);
        Assert.Equal(TextDataViewType.Instance, detached.Type);
        Assert.Empty(detached.Annotations.Schema);
    }

    [Fact]
    public void AnnotationsGiveTheirValues()
    {
        DataViewSchema.Annotations annotations = Annotated();
        Assert.Equal(["IsNormalized", "SlotNames"], annotations.Schema.Select(c => c.Name));
        bool normalized = false;
        annotations.GetValue("IsNormalized", ref normalized);
        Assert.True(normalized);
        VBuffer<ReadOnlyMemory<char>> names = default;
        annotations.GetGetter<VBuffer<ReadOnlyMemory<char>>>(annotations.Schema["SlotNames"])(ref names);
        Assert.Equal(["u", "v"], names.DenseValues().Select(n => n.ToString()));
    }

    [Fact]
    public void AnnotationsRefuseWrongNamesAndTypes()
    {
        DataViewSchema.Annotations annotations = Annotated();
        float number = 0;
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Unknown", ref number));
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("IsNormalized", ref number));
        var builder = new DataViewSchema.Annotations.Builder();
        Assert.Throws<ArgumentException>(() => builder.Add("x", NumberDataViewType.Double, (ref float value) => value = 1));
        Assert.Throws<ArgumentException>(() => builder.AddPrimitiveValue("x", NumberDataViewType.Double, 1f));
    }

    [Fact]
    public void ABuilderPicksAnnotationsByName()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(Annotated(), name => name == "SlotNames");
        builder.Add(null!, _ => true);
        Assert.Equal(["SlotNames"], builder.ToAnnotations().Schema.Select(c => c.Name));
    }

    [Fact]
    public void WellKnownAnnotationsHaveAccessors()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("two", new VectorDataViewType(NumberDataViewType.Single, 2), Annotated());
        builder.AddColumn("three", new VectorDataViewType(NumberDataViewType.Single, 3), Annotated());
        builder.AddColumn("plain", new VectorDataViewType(NumberDataViewType.Single, 2));
        DataViewSchema schema = builder.ToSchema();
        Assert.True(schema["two"].HasSlotNames());
        Assert.False(schema["three"].HasSlotNames());
        Assert.False(schema["plain"].HasSlotNames());
        Assert.False(schema["plain"].IsNormalized());
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["two"].GetSlotNames(ref names);
        Assert.Equal("v", names.GetItemOrDefault(1).ToString());
    }


    [Fact]
    public void TextsTellWhatIsThere()
    {
        Assert.Equal("3 columns", TwoOfOneName().ToString());
        Assert.Equal("b: String", TwoOfOneName()["b"].ToString());
        Assert.Equal("IsNormalized, SlotNames", Annotated().ToString());
    }
}
