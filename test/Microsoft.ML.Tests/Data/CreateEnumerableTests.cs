using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class CreateEnumerableTests
{
    private readonly MLContext _ml = new(1);

    public class Wider
    {
        public float Number { get; set; }

        public string Missing { get; set; } = "untouched";
    }

    public class WrongType
    {
        public double Number { get; set; }
    }

    public class WrongKind
    {
        public float[]? Number { get; set; }
    }

    public class Renamed
    {
        [ColumnName("Number")]
        public float Own;
    }

    public class Buffered
    {
        public VBuffer<float> Vector { get; set; }

        public ReadOnlyMemory<char> Text { get; set; }
    }

    public class Vectors
    {
        public float[]? Vector { get; set; }
    }

    [Fact]
    public void RowsAreNewObjectsOrOneAgain()
    {
        IDataView data = Read.Load(3);
        Assert.Equal(3, _ml.Data.CreateEnumerable<Sample>(data, reuseRowObject: false).Distinct().Count());
        Assert.Single(_ml.Data.CreateEnumerable<Sample>(data, reuseRowObject: true).Distinct());
        Assert.Equal([0f, 1, 2], _ml.Data.CreateEnumerable<Sample>(data, reuseRowObject: true).Select(r => r.Number));
    }

    [Fact]
    public void ArraysOfNewObjectsAreTheirOwn()
    {
        Vectors[] rows = [.. _ml.Data.CreateEnumerable<Vectors>(Read.Load(2), reuseRowObject: false)];
        Assert.NotSame(rows[0].Vector, rows[1].Vector);
        Assert.Equal([0f, 0.5f, 0f], rows[0].Vector!);
        Assert.Equal([1f, 1.5f, -1f], rows[1].Vector!);
    }

    [Fact]
    public void AMissingColumnIsAnErrorUnlessIgnored()
    {
        IDataView data = Read.Load(2);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<Wider>(data, false).ToList());
        Assert.Contains("Could not find", error.Message);
        Assert.Contains("column 'Missing'", error.Message);
        Assert.All(_ml.Data.CreateEnumerable<Wider>(data, false, ignoreMissingColumns: true), row => Assert.Equal("untouched", row.Missing));
    }

    [Fact]
    public void MembersMustHaveTheColumnsType()
    {
        IDataView data = Read.Load(2);
        var error = Assert.Throws<InvalidOperationException>(() => _ml.Data.CreateEnumerable<WrongType>(data, false).ToList());
        Assert.Contains("Can't bind the IDataView column 'Number' of type 'Single' to field or property 'Number' of type 'System.Double'.", error.Message);
        Assert.Throws<InvalidOperationException>(() => _ml.Data.CreateEnumerable<WrongKind>(data, false).ToList());
    }

    [Fact]
    public void ColumnsAreCheckedBeforeRowsAreRead()
    {
        var source = new Watched<Sample>(Sample.Rows(2));
        IDataView data = _ml.Data.LoadFromEnumerable(source);
        Assert.Throws<InvalidOperationException>(() => { _ml.Data.CreateEnumerable<WrongType>(data, false); });
        Assert.Equal(0, source.Starts);
    }

    [Fact]
    public void NamesMayDiffer()
    {
        IDataView data = Read.Load(2);
        Assert.Equal([0f, 1], _ml.Data.CreateEnumerable<Renamed>(data, false).Select(r => r.Own));
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Numbered));
        definition["Number"].ColumnName = "renamed";
        IDataView renamed = _ml.Data.LoadFromEnumerable(Numbered.Rows(3, 4), definition);
        Assert.Equal([3f, 4], _ml.Data.CreateEnumerable<Numbered>(renamed, false, false, definition).Select(r => r.Number));
    }

    [Fact]
    public void BuffersAndTextsAreTakenAsTheyAre()
    {
        Buffered row = _ml.Data.CreateEnumerable<Buffered>(Read.Load(3), reuseRowObject: false).Last();
        Assert.Equal([2f, 2.5f, -2f], row.Vector.DenseValues());
        Assert.Equal("row 2", row.Text.ToString());
    }

    [Fact]
    public void EnumeratingAgainReadsAgain()
    {
        var source = new Watched<Sample>(Sample.Rows(4));
        IEnumerable<Sample> rows = _ml.Data.CreateEnumerable<Sample>(_ml.Data.LoadFromEnumerable(source), reuseRowObject: false);
        Assert.Equal(4, rows.Count());
        Assert.Equal(4, rows.Count());
        Assert.Equal(8, source.Reads);
    }
}
