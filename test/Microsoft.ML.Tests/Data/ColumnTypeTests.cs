using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class ColumnTypeTests
{
    public static TheoryData<DataViewType, Type, string> Primitives => new()
    {
        { NumberDataViewType.SByte, typeof(sbyte), "SByte" },
        { NumberDataViewType.Byte, typeof(byte), "Byte" },
        { NumberDataViewType.Int16, typeof(short), "Int16" },
        { NumberDataViewType.UInt16, typeof(ushort), "UInt16" },
        { NumberDataViewType.Int32, typeof(int), "Int32" },
        { NumberDataViewType.UInt32, typeof(uint), "UInt32" },
        { NumberDataViewType.Int64, typeof(long), "Int64" },
        { NumberDataViewType.UInt64, typeof(ulong), "UInt64" },
        { NumberDataViewType.Single, typeof(float), "Single" },
        { NumberDataViewType.Double, typeof(double), "Double" },
        { TextDataViewType.Instance, typeof(ReadOnlyMemory<char>), "String" },
        { BooleanDataViewType.Instance, typeof(bool), "Boolean" },
        { DateTimeDataViewType.Instance, typeof(DateTime), "DateTime" },
        { DateTimeOffsetDataViewType.Instance, typeof(DateTimeOffset), "DateTimeOffset" },
        { TimeSpanDataViewType.Instance, typeof(TimeSpan), "TimeSpan" },
        { RowIdDataViewType.Instance, typeof(DataViewRowId), "DataViewRowId" },
    };

    [Theory]
    [MemberData(nameof(Primitives))]
    public void APrimitiveHasItsRawTypeAndName(DataViewType type, Type raw, string name)
    {
        Assert.Equal(raw, type.RawType);
        Assert.Equal(name, type.ToString());
        Assert.IsAssignableFrom<PrimitiveDataViewType>(type);
        Assert.True(type.Equals(type));
        Assert.False(type.Equals(null));
    }

    [Fact]
    public void PrimitivesAreSingletonsAndDiffer()
    {
        Assert.Same(NumberDataViewType.Single, NumberDataViewType.Single);
        Assert.NotEqual<DataViewType>(NumberDataViewType.Single, NumberDataViewType.Double);
        Assert.NotEqual<DataViewType>(NumberDataViewType.Single, TextDataViewType.Instance);
    }

    [Fact]
    public void AVectorHasSizeAndDimensions()
    {
        var field = new VectorDataViewType(NumberDataViewType.Single, 2, 8, 4);
        Assert.Equal(64, field.Size);
        Assert.Equal([2, 8, 4], field.Dimensions.ToArray());
        Assert.True(field.IsKnownSize);
        Assert.Equal(NumberDataViewType.Single, field.ItemType);
        Assert.Equal(typeof(VBuffer<float>), field.RawType);
        Assert.Equal("Vector<Single, 2, 8, 4>", field.ToString());
    }

    [Fact]
    public void AVectorOfNoSizeVaries()
    {
        var open = new VectorDataViewType(NumberDataViewType.Double);
        Assert.False(open.IsKnownSize);
        Assert.Equal(0, open.Size);
        Assert.Equal([0], open.Dimensions.ToArray());
        Assert.Equal("Vector<Double>", open.ToString());
        Assert.Equal("Vector<Single, *, 3>", new VectorDataViewType(NumberDataViewType.Single, 0, 3).ToString());
        Assert.Equal("Vector<Single, 3>", new VectorDataViewType(NumberDataViewType.Single, 3).ToString());
    }

    [Fact]
    public void VectorsAreEqualWhenItemsAndDimensionsAre()
    {
        var field = new VectorDataViewType(NumberDataViewType.Single, 1, 8, 8);
        Assert.Equal(field, new VectorDataViewType(NumberDataViewType.Single, 1, 8, 8));
        Assert.Equal(field.GetHashCode(), new VectorDataViewType(NumberDataViewType.Single, 1, 8, 8).GetHashCode());
        Assert.NotEqual(field, new VectorDataViewType(NumberDataViewType.Single, 64));
        Assert.NotEqual(field, new VectorDataViewType(NumberDataViewType.Single, 8, 8, 1));
        Assert.NotEqual(field, new VectorDataViewType(NumberDataViewType.Double, 1, 8, 8));
    }

    [Fact]
    public void AVectorRefusesWhatIsNoShape()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Single, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Single, 2, -1));
        Assert.Throws<ArgumentNullException>(() => new VectorDataViewType(null!, 3));
    }

    [Fact]
    public void AKeyHasACount()
    {
        var key = new KeyDataViewType(typeof(uint), 10);
        Assert.Equal(10UL, key.Count);
        Assert.Equal(typeof(uint), key.RawType);
        Assert.Equal("Key<UInt32, 0-9>", key.ToString());
        Assert.Equal(key, new KeyDataViewType(typeof(uint), 10UL));
        Assert.NotEqual(key, new KeyDataViewType(typeof(uint), 11));
        Assert.NotEqual(key, new KeyDataViewType(typeof(ulong), 10));
        Assert.False(((DataViewType)key).Equals(NumberDataViewType.UInt32));
    }

    [Fact]
    public void AKeyIsAnUnsignedNumberWithinItsType()
    {
        Assert.True(KeyDataViewType.IsValidDataType(typeof(byte)));
        Assert.False(KeyDataViewType.IsValidDataType(typeof(int)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(float), 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256UL));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), 0));
    }

    [Fact]
    public void RowIdsCompareByTheirHigherHalfFirst()
    {
        var id = new DataViewRowId(5, 1);
        Assert.Equal(5UL, id.Low);
        Assert.Equal(1UL, id.High);
        Assert.Equal(id, new DataViewRowId(5, 1));
        Assert.NotEqual(id, new DataViewRowId(1, 5));
        Assert.True(id.CompareTo(new DataViewRowId(9, 0)) > 0);
        Assert.True(id.CompareTo(new DataViewRowId(6, 1)) < 0);
    }
}
