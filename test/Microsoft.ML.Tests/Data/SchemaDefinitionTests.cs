using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class SchemaDefinitionTests
{
    public class Many
    {
        public float Field;

        public const int NoColumnAsItIsConstant = 1;

        [ColumnName("renamed")]
        public double Own { get; set; }

        [NoColumn]
        public object? Hidden { get; set; }

        public string? Text { get; set; }

        public ReadOnlyMemory<char> Memory { get; set; }

        public string[]? Texts { get; set; }

        public float[]? Open { get; set; }

        [VectorType(4)]
        public float[]? Four { get; set; }

        [VectorType(2, 8, 8)]
        public float[]? Field2D { get; set; }

        [VectorType]
        public double[]? OpenToo { get; set; }

        [VectorType(5)]
        public VBuffer<float> Buffer { get; set; }

        [KeyType(7)]
        public uint Key { get; set; }

        [KeyType]
        public byte SmallKey { get; set; }

        public DateTime Time { get; set; }

        public int ReadOnly => 1;

        public int WriteOnly
        {
            set { }
        }
    }

    public class TwoOfOneName
    {
        public float X { get; set; }

        [ColumnName("X")]
        public float Y { get; set; }
    }

    public class VectorOnScalar
    {
        [VectorType(3)]
        public float X { get; set; }
    }

    public class KeyOnFloat
    {
        [KeyType(3)]
        public float X { get; set; }
    }

    public class NoSuchColumnType
    {
        public decimal X { get; set; }
    }

    [Theory]
    [InlineData("Field", "Single")]
    [InlineData("renamed", "Double")]
    [InlineData("Text", "String")]
    [InlineData("Memory", "String")]
    [InlineData("Texts", "Vector<String>")]
    [InlineData("Open", "Vector<Single>")]
    [InlineData("Four", "Vector<Single, 4>")]
    [InlineData("Field2D", "Vector<Single, 2, 8, 8>")]
    [InlineData("OpenToo", "Vector<Double>")]
    [InlineData("Buffer", "Vector<Single, 5>")]
    [InlineData("Key", "Key<UInt32, 0-6>")]
    [InlineData("SmallKey", "Key<Byte, 0-254>")]
    [InlineData("Time", "DateTime")]
    public void AMemberBecomesAColumn(string name, string type)
        => Assert.Equal(type, SchemaDefinition.Create(typeof(Many))[name].ColumnType.ToString());

    [Fact]
    public void SomeMembersAreNoColumns()
    {
        IEnumerable<string> names = SchemaDefinition.Create(typeof(Many)).Select(c => c.MemberName);
        Assert.DoesNotContain("Hidden", names);
        Assert.DoesNotContain("NoColumnAsItIsConstant", names);
    }

    [Fact]
    public void TheDirectionPicksProperties()
    {
        IEnumerable<string> read = SchemaDefinition.Create(typeof(Many), SchemaDefinition.Direction.Read).Select(c => c.MemberName);
        IEnumerable<string> write = SchemaDefinition.Create(typeof(Many), SchemaDefinition.Direction.Write).Select(c => c.MemberName);
        Assert.Contains("ReadOnly", read);
        Assert.DoesNotContain("WriteOnly", read);
        Assert.Contains("WriteOnly", write);
        Assert.DoesNotContain("ReadOnly", write);
    }

    [Fact]
    public void NamesLeadToColumnsAndBack()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Sample));
        SchemaDefinition.Column column = definition["Number"];
        column.ColumnName = "n";
        Assert.Null(definition["Number"]);
        Assert.Same(column, definition["n"]);
        Assert.Equal("Number", column.MemberName);
        Assert.Null(definition["unknown"]);
    }

    [Fact]
    public void SettingAColumnReplacesOrAdds()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Sample));
        SchemaDefinition.Column number = definition["Number"];
        definition.Clear();
        definition["Number"] = number;
        Assert.Single(definition);
        Assert.Throws<ArgumentOutOfRangeException>(() => definition["other"] = number);
    }

    [Fact]
    public void AnnotationsComeWithTheColumn()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Sample));
        definition["Number"].AddAnnotation("Unit", "metres", TextDataViewType.Instance);
        definition["Number"].AddAnnotation("Scale", 2.5f, NumberDataViewType.Single);
        definition["Vector"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, [.. "xyz".Select(c => c.ToString().AsMemory())]),
            new VectorDataViewType(TextDataViewType.Instance, 3));
        Assert.Throws<InvalidOperationException>(() => definition["Number"].AddAnnotation("Scale", 1f, NumberDataViewType.Single));

        DataViewSchema schema = new MLContext().Data.LoadFromEnumerable(Sample.Rows(1), definition).Schema;
        ReadOnlyMemory<char> unit = default;
        schema["Number"].Annotations.GetValue("Unit", ref unit);
        Assert.Equal("metres", unit.ToString());
        float scale = 0;
        schema["Number"].Annotations.GetValue("Scale", ref scale);
        Assert.Equal(2.5f, scale);
        Assert.True(schema["Vector"].HasSlotNames());
    }

    [Theory]
    [InlineData(typeof(TwoOfOneName))]
    [InlineData(typeof(VectorOnScalar))]
    [InlineData(typeof(KeyOnFloat))]
    [InlineData(typeof(NoSuchColumnType))]
    public void WhatCannotBeAColumnIsRefused(Type type)
        => Assert.Throws<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(type));

    [Fact]
    public void ANegativeSizeIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new VectorTypeAttribute(-1));
}
