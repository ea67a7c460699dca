using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public sealed class BinaryTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly TemporaryFolder _folder = Read.Folder();

    public void Dispose() => _folder.Dispose();

    public class Kinds
    {
        public sbyte I1;
        public byte U1;
        public short I2;
        public ushort U2;
        public int I4;
        public uint U4;
        public long I8;
        public ulong U8;
        public float R4;
        public double R8;
        public bool Flag;
        public string? Text;
        public DateTime Time;
        public DateTimeOffset Offset;
        public TimeSpan Span;

        [KeyType(5)]
        public uint Key;

        [VectorType(2, 2)]
        public double[]? Field;

        public float[]? Open;
        public string[]? Texts;

        [VectorType(8)]
        public VBuffer<float> Sparse;
    }

    private static Kinds[] Rows => [.. Enumerable.Range(0, 5).Select(i => new Kinds
    {
        I1 = (sbyte)-i,
        U1 = (byte)i,
        I2 = (short)-i,
        U2 = (ushort)i,
        I4 = -i,
        U4 = (uint)i,
        I8 = long.MinValue + i,
        U8 = ulong.MaxValue - (ulong)i,
        R4 = i / 3f,
        R8 = i / 7d,
        Flag = i % 2 == 0,
        Text = i == 0 ? "" : $"ünï {i}",
        Time = new DateTime(2024, 1, 1 + i, 3, 4, 5),
        Offset = new DateTimeOffset(2024, 1, 1 + i, 3, 4, 5, TimeSpan.FromHours(2)),
        Span = TimeSpan.FromSeconds(i * 1.5),
        Key = (uint)i,
        Field = [i, 2, 3, 4],
        Open = new float[i],
        Texts = [.. Enumerable.Repeat("t", i)],
        Sparse = new(8, 1, [i + 1f], [i]),
    })];

    private IDataView ThroughFile(IDataView data, bool keepHidden = false)
    {
        string path = _folder.File($"{Guid.NewGuid():N}.idv");
        using (FileStream stream = File.Create(path)) _ml.Data.SaveAsBinary(data, stream, keepHidden);
        return _ml.Data.LoadFromBinary(path);
    }

    [Fact]
    public void EveryTypeAndValueSurvives()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows);
        IDataView back = ThroughFile(data);
        Assert.Equal(data.Schema.Select(c => (c.Name, c.Type)), back.Schema.Select(c => (c.Name, c.Type)));
        foreach ((Kinds a, Kinds b) in Rows.Zip(_ml.Data.CreateEnumerable<Kinds>(back, false)))
        {
            Assert.Equal((a.I1, a.U1, a.I2, a.U2, a.I4, a.U4, a.I8), (b.I1, b.U1, b.I2, b.U2, b.I4, b.U4, b.I8));
            Assert.Equal((a.U8, a.R4, a.R8, a.Flag, a.Text, a.Key), (b.U8, b.R4, b.R8, b.Flag, b.Text, b.Key));
            Assert.Equal((a.Time, a.Offset, a.Span), (b.Time, b.Offset, b.Span));
            Assert.Equal(a.Field, b.Field);
            Assert.Equal(a.Open, b.Open);
            Assert.Equal(a.Texts, b.Texts);
            Assert.Equal(a.Sparse.DenseValues(), b.Sparse.DenseValues());
        }
    }

    [Fact]
    public void DimensionsAndAnnotationsSurvive()
    {
        IDataView back = ThroughFile(new CustomDataViewTests.Ramps(3));
        Assert.Equal("Vector<Single, 1, 2, 2>", back.Schema["Ramp"].Type.ToString());
        Assert.True(back.Schema["Ramp"].IsNormalized());
        Assert.Equal([2f, 3, 4, 5], back.GetColumn<float[]>("Ramp").Last());
    }

    [Fact]
    public void SlotNamesSurvive()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Sample));
        definition["Vector"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, [.. "xyz".Select(c => c.ToString().AsMemory())]),
            new VectorDataViewType(TextDataViewType.Instance, 3));
        IDataView back = ThroughFile(_ml.Data.LoadFromEnumerable(Sample.Rows(2), definition));
        VBuffer<ReadOnlyMemory<char>> names = default;
        back.Schema["Vector"].GetSlotNames(ref names);
        Assert.Equal("xyz", string.Concat(names.DenseValues()));
    }

    [Fact]
    public void TheCountIsKnown()
    {
        IDataView back = ThroughFile(_ml.Data.LoadFromEnumerable(Sample.Rows(6).Where(_ => true)));
        Assert.Equal(6, back.GetRowCount());
        Assert.True(back.CanShuffle);
    }

    [Fact]
    public void ShufflingGivesEveryRowOnce()
    {
        IDataView back = ThroughFile(Read.Load(100));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), Read.Numbers(_ml.Data.ShuffleRows(back, 2)).Order());
    }

    [Fact]
    public void HiddenColumnsAreLeftOutUnlessKept()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Numbered));
        definition.AddRange(SchemaDefinition.Create(typeof(Numbered)));
        IDataView data = _ml.Data.LoadFromEnumerable(Numbered.Rows(1, 2), definition);
        Assert.Single(ThroughFile(data).Schema);
        Assert.Equal(2, ThroughFile(data, keepHidden: true).Schema.Count);
        Assert.Equal([1f, 2], Read.Numbers(ThroughFile(data)));
    }

    [Fact]
    public void ASourceOfOneStreamServesToo()
    {
        using var stream = new MemoryStream();
        _ml.Data.SaveAsBinary(Read.Load(4), stream);
        IDataView back = _ml.Data.LoadFromBinary(new Memory(stream.ToArray()));
        Assert.Equal([0f, 1, 2, 3], Read.Numbers(back));
        Assert.Equal([0f, 1, 2, 3], Read.Numbers(back));
    }

    [Fact]
    public void NoRowsSurviveToo()
    {
        IDataView back = ThroughFile(Read.Load(0));
        Assert.Equal(5, back.Schema.Count);
        Assert.Empty(Read.Numbers(back));
    }

    [Fact]
    public void ManyRowsCanBeReadAtOnce()
    {
        IDataView back = ThroughFile(Read.Load(3000));
        Parallel.For(0, 4, _ => Assert.Equal(2999 * 1500f, Read.Numbers(back).Sum(), 1f));
    }

    [Fact]
    public void AnotherFileIsRefused()
    {
        string path = _folder.File("other.idv", new string('x', 2000));
        Assert.Throws<FormatException>(() => Read.Numbers(_ml.Data.LoadFromBinary(path)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromBinary(_folder.File("none.idv")));
        Assert.ThrowsAny<ArgumentException>(() => _ml.Data.LoadFromBinary(""));
    }

    private sealed class Memory(byte[] bytes) : IMultiStreamSource
    {
        public int Count => 1;

        public string? GetPathOrNull(int index) => null;

        public Stream Open(int index) => new MemoryStream(bytes, false);

        public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
    }
}
