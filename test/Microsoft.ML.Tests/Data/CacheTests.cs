using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class CacheTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void TheSourceIsReadOnce()
    {
        var source = new Watched<Sample>(Sample.Rows(20));
        IDataView cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(source));
        Assert.Equal(0, source.Reads);
        for (int i = 0; i < 3; i++) Assert.Equal(20, Read.Numbers(cached).Length);
        Assert.Equal(1, source.Starts);
    }

    [Fact]
    public void OtherColumnsAreReadWhenAskedFor()
    {
        var source = new Watched<Sample>(Sample.Rows(20));
        IDataView cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(source));
        Read.Numbers(cached);
        Assert.Equal("row 19", cached.GetColumn<string>("Text").Last());
        Assert.Equal(2, source.Starts);
    }

    [Fact]
    public void PrefetchedColumnsComeAlong()
    {
        var source = new Watched<Sample>(Sample.Rows(20));
        IDataView cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(source), "Number", "Text");
        Read.Numbers(cached);
        Assert.Equal("row 19", cached.GetColumn<string>("Text").Last());
        Assert.Equal(1, source.Starts);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.Cache(cached, "Unknown"));
        Assert.Contains("Could not find prefetch column 'Unknown'", error.Message);
    }

    [Fact]
    public void ValuesAndSchemaAreTheSources()
    {
        IDataView data = Read.Load(7);
        IDataView cached = _ml.Data.Cache(data);
        Assert.Equal(data.Schema.Select(c => c.ToString()), cached.Schema.Select(c => c.ToString()));
        for (int pass = 0; pass < 2; pass++)
        {
            Assert.Equal(data.GetColumn<float[]>("Vector"), cached.GetColumn<float[]>("Vector"));
            Assert.Equal(data.GetColumn<string>("Text"), cached.GetColumn<string>("Text"));
            Assert.Equal(data.GetColumn<bool>("Flag"), cached.GetColumn<bool>("Flag"));
        }
    }

    [Fact]
    public void GivenValuesAreCopies()
    {
        IDataView cached = _ml.Data.Cache(Read.Load(2));
        foreach (VBuffer<float> value in cached.GetColumn<VBuffer<float>>("Vector"))
        {
            VBuffer<float> own = value;
            VBufferEditor.CreateFromBuffer(ref own).Values.Fill(99);
        }
        Assert.Equal([0f, 0.5f, 0], cached.GetColumn<float[]>("Vector").First());
    }

    [Fact]
    public void TheCountIsKnownOnceItIsFilled()
    {
        IDataView cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Sample.Rows(6).Where(_ => true)));
        Read.Numbers(cached);
        Assert.Equal(6, cached.GetRowCount());
    }

    [Fact]
    public void ItCanShuffleByTheGivenNumbers()
    {
        IDataView cached = _ml.Data.Cache(Read.Load(50));
        Assert.True(cached.CanShuffle);
        float[] first = Shuffled(3);
        Assert.Equal(first, Shuffled(3));
        Assert.NotEqual(first, Shuffled(4));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (float)i), first.Order());

        float[] Shuffled(int seed)
        {
            var numbers = new List<float>();
            using DataViewRowCursor cursor = cached.GetRowCursor([cached.Schema["Number"]], new Random(seed));
            ValueGetter<float> getter = cursor.GetGetter<float>(cached.Schema["Number"]);
            float value = 0;
            while (cursor.MoveNext())
            {
                getter(ref value);
                numbers.Add(value);
            }
            return [.. numbers];
        }
    }

    [Fact]
    public void ManyThreadsMayFillIt()
    {
        var source = new Watched<Sample>(Sample.Rows(200));
        IDataView cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(source), "Number");
        Parallel.For(0, 16, i =>
        {
            if (i % 2 == 0) Assert.Equal(200, Read.Numbers(cached).Length);
            else Assert.Equal(200, cached.GetColumn<float[]>("Vector").Count(v => v.Length == 3));
        });
        Assert.InRange(source.Starts, 1, 2);
    }

    [Fact]
    public void AnErrorOfTheSourceIsNotSwallowed()
    {
        IDataView cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Sample.Rows(3).Select(r => r.Number < 2 ? r : throw new NotSupportedException("source failed"))));
        Exception error = Assert.ThrowsAny<Exception>(() => Read.Numbers(cached));
        while (error.InnerException is { } inner) error = inner;
        Assert.Equal("source failed", error.Message);
    }
}
