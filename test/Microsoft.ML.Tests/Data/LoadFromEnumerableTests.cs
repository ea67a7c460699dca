using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class LoadFromEnumerableTests
{
    private readonly MLContext _ml = new(1);

    public class Field
    {
        [VectorType(2, 3)]
        public float[]? Values { get; set; }
    }

    public class Open
    {
        public float[]? Values { get; set; }
    }

    public class Texts
    {
        public string? One { get; set; }

        public string?[]? Several { get; set; }
    }

    public class Buffers
    {
        [VectorType(6)]
        public VBuffer<float> Values;
    }

    [Fact]
    public void ColumnsAreTheMembers()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Sample.Rows(2));
        Assert.Equal(["Number: Single", "Text: String", "Flag: Boolean", "Count: Int32", "Vector: Vector<Single, 3>"], data.Schema.Select(c => $"{c.Name}: {c.Type}"));
    }

    [Fact]
    public void ValuesComeBack()
    {
        Sample[] rows = Sample.Rows(3);
        Sample[] back = [.. _ml.Data.CreateEnumerable<Sample>(_ml.Data.LoadFromEnumerable(rows), reuseRowObject: false)];
        Assert.Equal(rows.Select(r => (r.Number, r.Text, r.Flag, r.Count)), back.Select(r => (r.Number, r.Text, r.Flag, r.Count)));
        Assert.Equal(rows.Select(r => r.Vector), back.Select(r => r.Vector));
    }

    [Fact]
    public void OnlyCollectionsKnowTheirCount()
    {
        Assert.Equal(4, _ml.Data.LoadFromEnumerable(Sample.Rows(4)).GetRowCount());
        Assert.Equal(4, _ml.Data.LoadFromEnumerable(Sample.Rows(4).ToList()).GetRowCount());
        Assert.Null(_ml.Data.LoadFromEnumerable(Sample.Rows(4).Where(_ => true)).GetRowCount());
    }

    // The objects may come from anywhere, so they are read in their order only.
    [Fact]
    public void ObjectsCannotBeShuffled()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Sample.Rows(20));
        Assert.False(data.CanShuffle);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema, new Random(1));
        ValueGetter<float> number = cursor.GetGetter<float>(data.Schema["Number"]);
        float value = -1;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            number(ref value);
            Assert.Equal(i, value);
        }
    }

    [Fact]
    public void ObjectsAreReadWhenRowsAre()
    {
        var source = new Watched<Sample>(Sample.Rows(100));
        IDataView data = _ml.Data.LoadFromEnumerable(source);
        Assert.Equal(0, source.Reads);
        Assert.Equal(3, data.GetColumn<float>("Number").Take(3).Count());
        Assert.InRange(source.Reads, 3, 4);
    }

    [Fact]
    public void EveryCursorReadsAgain()
    {
        var source = new Watched<Sample>(Sample.Rows(5));
        IDataView data = _ml.Data.LoadFromEnumerable(source);
        for (int i = 0; i < 3; i++) Assert.Equal([0f, 1, 2, 3, 4], Read.Numbers(data));
        Assert.Equal(15, source.Reads);
    }

    [Fact]
    public void ChangesOfTheObjectsAreSeen()
    {
        Sample[] rows = Sample.Rows(2);
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        rows[1].Number = 42;
        Assert.Equal([0f, 42], Read.Numbers(data));
    }

    [Fact]
    public void AFieldKeepsItsDimensions()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Field { Values = [1, 2, 3, 4, 5, 6] }]);
        Assert.Equal([2, 3], Assert.IsType<VectorDataViewType>(data.Schema["Values"].Type).Dimensions.ToArray());
        Assert.Equal([1f, 2, 3, 4, 5, 6], data.GetColumn<float[]>("Values").Single());
    }

    [Fact]
    public void AVectorOfNoSizeVariesByRow()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Open { Values = [1] }, new Open { Values = [1, 2] }, new Open()]);
        Assert.Equal([1, 2, 0], data.GetColumn<float[]>("Values").Select(v => v.Length));
    }

    // ML.NET trusts the objects: it does not compare an array's length with its column's size.
    [Fact]
    public void TheLengthOfAnArrayIsNotChecked()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Field { Values = [1, 2] }]);
        Assert.Equal([1f, 2], data.GetColumn<float[]>("Values").Single());
    }

    [Fact]
    public void ADefinitionSetsNamesAndSizes()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Open));
        definition["Values"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 2, 2);
        definition["Values"].ColumnName = "field";
        IDataView data = _ml.Data.LoadFromEnumerable([new Open { Values = [1, 2, 3, 4] }], definition);
        Assert.Equal("field: Vector<Single, 1, 2, 2>", data.Schema.Single().ToString());
        Assert.Equal([1f, 2, 3, 4], data.GetColumn<float[]>("field").Single());
    }

    [Fact]
    public void ADefinitionMustFitTheMembers()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Open));
        definition["Values"].ColumnType = NumberDataViewType.Single;
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable([new Open()], definition));
        definition["Values"].ColumnType = new VectorDataViewType(NumberDataViewType.Double, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable([new Open()], definition));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable([new Open()], SchemaDefinition.Create(typeof(Sample))));
    }

    [Fact]
    public void ADefinitionMayUseAMemberTwice()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Numbered));
        definition.AddRange(SchemaDefinition.Create(typeof(Numbered)));
        IDataView data = _ml.Data.LoadFromEnumerable(Numbered.Rows(1, 2), definition);
        Assert.Equal(2, data.Schema.Count);
        Assert.True(data.Schema[0].IsHidden);
        Assert.Equal([1f, 2], data.GetColumn<float>(data.Schema[0]));
    }

    [Fact]
    public void ASchemaGivesTypesAndAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Values", new VectorDataViewType(NumberDataViewType.Single, 2, 2), annotations.ToAnnotations());
        IDataView data = _ml.Data.LoadFromEnumerable([new Open { Values = [1, 2, 3, 4] }], builder.ToSchema());
        Assert.Equal("Vector<Single, 2, 2>", data.Schema["Values"].Type.ToString());
        Assert.True(data.Schema["Values"].IsNormalized());
    }

    [Fact]
    public void ASchemaNeedsItsMembers()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Unknown", NumberDataViewType.Single);
        var error = Assert.Throws<InvalidOperationException>(() => _ml.Data.LoadFromEnumerable([new Open()], builder.ToSchema()));
        Assert.Contains("Type should contain a member named Unknown", error.Message);
    }

    [Fact]
    public void NoTextIsEmptyText()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Texts { Several = ["a", null] }, new Texts { One = "x" }]);
        Assert.Equal(["", "x"], data.GetColumn<string>("One"));
        Assert.Equal(["a", ""], data.GetColumn<string[]>("Several").First());
        Assert.Empty(data.GetColumn<string[]>("Several").Last());
    }

    [Fact]
    public void BuffersStaySparseAndAreCopied()
    {
        var row = new Buffers { Values = new(6, 1, [5f], [2]) };
        IDataView data = _ml.Data.LoadFromEnumerable([row]);
        VBuffer<float> value = data.GetColumn<VBuffer<float>>("Values").Single();
        Assert.False(value.IsDense);
        Assert.Equal(5f, value.GetItemOrDefault(2));
        VBufferEditor.CreateFromBuffer(ref value).Values[0] = 6;
        Assert.Equal(5f, row.Values.GetItemOrDefault(2));
    }

    [Fact]
    public void ANullRowIsAnError()
    {
        IDataView data = _ml.Data.LoadFromEnumerable<Sample>([null!]);
        var error = Assert.Throws<InvalidOperationException>(() => Read.Numbers(data));
        Assert.Contains("Encountered null when iterating over data", error.Message);
    }

    [Fact]
    public void NothingIsNotData()
        => Assert.Throws<ArgumentNullException>(() => _ml.Data.LoadFromEnumerable<Sample>(null!));
}
