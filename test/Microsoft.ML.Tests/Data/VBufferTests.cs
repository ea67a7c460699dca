using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class VBufferTests
{
    private static VBuffer<float> Sparse => new(6, 2, [7f, 9f], [1, 4]);

    [Fact]
    public void TheDefaultIsEmptyAndDense()
    {
        VBuffer<float> empty = default;
        Assert.Equal(0, empty.Length);
        Assert.True(empty.IsDense);
        Assert.Empty(empty.DenseValues());
    }

    [Fact]
    public void ADenseOneGivesItsValues()
    {
        var dense = new VBuffer<float>(3, [1, 2, 3, 99]);
        Assert.True(dense.IsDense);
        Assert.Equal([1f, 2, 3], dense.GetValues().ToArray());
        Assert.True(dense.GetIndices().IsEmpty);
        Assert.Equal(2f, dense.GetItemOrDefault(1));
    }

    [Fact]
    public void ASparseOneFillsWithDefaults()
    {
        Assert.False(Sparse.IsDense);
        Assert.Equal([7f, 9f], Sparse.GetValues().ToArray());
        Assert.Equal([1, 4], Sparse.GetIndices().ToArray());
        Assert.Equal([0f, 7, 0, 0, 9, 0], Sparse.DenseValues());
        Assert.Equal(9f, Sparse.GetItemOrDefault(4));
        Assert.Equal(0f, Sparse.GetItemOrDefault(5));
    }

    [Fact]
    public void ItemsAreTheStoredOnesOrAll()
    {
        Assert.Equal([new(1, 7f), new(4, 9f)], Sparse.Items());
        Assert.Equal(6, Sparse.Items(all: true).Count());
    }

    [Fact]
    public void ConstructionChecksLengths()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(2, [1f]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(-1, [1f]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, 2, [1f, 2], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(1, 2, [1f, 2], [0, 1]));
    }

    [Fact]
    public void CopiesAreIndependentAndReuseTheTarget()
    {
        float[] kept = new float[8];
        var target = new VBuffer<float>(8, kept);
        var source = new VBuffer<float>(3, [1, 2, 3]);
        source.CopyTo(ref target);
        Assert.Equal([1f, 2, 3], target.DenseValues());
        Assert.Equal(1f, kept[0]);

        VBuffer<float> dense = default;
        Sparse.CopyToDense(ref dense);
        Assert.True(dense.IsDense);
        Assert.Equal([0f, 7, 0, 0, 9, 0], dense.GetValues().ToArray());
    }

    [Fact]
    public void ARangeOfASparseOneStaysSparse()
    {
        VBuffer<float> part = default;
        Sparse.CopyTo(ref part, 1, 4);
        Assert.Equal([7f, 0, 0, 9], part.DenseValues());
        Sparse.CopyTo(ref part, 2, 2);
        Assert.Equal([0f, 0], part.DenseValues());
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            VBuffer<float> other = default;
            Sparse.CopyTo(ref other, 4, 3);
        });
    }

    [Fact]
    public void CopyingToASpanFillsAllOfIt()
    {
        float[] target = [5, 5, 5, 5, 5, 5, 5];
        Sparse.CopyTo(target, 1, -1f);
        Assert.Equal([5f, -1, 7, -1, -1, 9, -1], target);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sparse.CopyTo(new float[5]));
    }

    [Fact]
    public void CopyTakesASectionOfAnArray()
    {
        VBuffer<float> target = default;
        VBuffer<float>.Copy([1, 2, 3, 4], 1, ref target, 2);
        Assert.Equal([2f, 3], target.DenseValues());
    }

    [Fact]
    public void AnEditorWritesDenseAndSparse()
    {
        VBuffer<float> buffer = default;
        VBufferEditor<float> dense = VBufferEditor.Create(ref buffer, 3);
        for (int i = 0; i < 3; i++) dense.Values[i] = i;
        buffer = dense.Commit();
        Assert.Equal([0f, 1, 2], buffer.DenseValues());

        VBufferEditor<float> sparse = VBufferEditor.Create(ref buffer, 10, 2);
        Assert.Equal(2, sparse.Values.Length);
        (sparse.Values[0], sparse.Indices[0]) = (4, 3);
        (sparse.Values[1], sparse.Indices[1]) = (5, 8);
        VBuffer<float> both = sparse.Commit();
        Assert.False(both.IsDense);
        Assert.Equal(5f, both.GetItemOrDefault(8));
    }

    [Fact]
    public void AnEditorReusesAndTruncates()
    {
        var buffer = new VBuffer<float>(4, [1, 2, 3, 4]);
        VBufferEditor<float> same = VBufferEditor.CreateFromBuffer(ref buffer);
        Assert.False(same.CreatedNewValues);
        same.Values[0] = 10;
        Assert.Equal([10f, 2, 3, 4], same.Commit().DenseValues());

        VBufferEditor<float> sparse = VBufferEditor.Create(ref buffer, 10, 3);
        (sparse.Values[0], sparse.Indices[0]) = (4, 3);
        VBuffer<float> one = sparse.CommitTruncated(1);
        Assert.Equal(1, one.GetValues().Length);
        Assert.Equal(10, one.Length);
    }

    [Fact]
    public void AnEditorOfLargerSizeAllocates()
    {
        var buffer = new VBuffer<float>(2, [1, 2]);
        VBufferEditor<float> larger = VBufferEditor.Create(ref buffer, 5);
        Assert.True(larger.CreatedNewValues);
        Assert.Equal(5, larger.Values.Length);
    }
}
