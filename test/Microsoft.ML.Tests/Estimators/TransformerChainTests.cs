using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Microsoft.ML.Transforms;
using Xunit;

namespace Microsoft.ML.Tests.Estimators;

public class TransformerChainTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void TransformersRunOneAfterTheOther()
    {
        TransformerChain<ColumnCopyingTransformer> chain = Copy("A", "Number").Append(Copy("B", "A"));
        Assert.Equal([0f, 1f], Read.Numbers(chain.Transform(Read.Load(2)), "B"));
        Assert.Equal(["A", "B"], chain.GetOutputSchema(Read.Load(0).Schema).Skip(5).Select(c => c.Name));
        Assert.Same(chain.Last(), chain.LastTransformer);
    }

    [Fact]
    public void AnAppendedTransformerIsTheLast()
    {
        ColumnCopyingTransformer last = Copy("B", "A");
        TransformerChain<ITransformer> one = new(Copy("A", "Number"));
        Assert.Same(last, one.Append(last).LastTransformer);
        Assert.Single(one);
        Assert.Throws<ArgumentNullException>(() => one.Append<ITransformer>(null!));
    }

    [Fact]
    public void PartsThatAreNotForScoringAreLeftOutOfIt()
    {
        var chain = _ml.Transforms.CopyColumns("A", "Number")
            .Append(_ml.Transforms.CopyColumns("B", "Number"), TransformerScope.Training)
            .Append(_ml.Transforms.CopyColumns("C", "Number"), TransformerScope.TrainTest)
            .Append(_ml.Transforms.CopyColumns("D", "Number"), TransformerScope.Scoring)
            .Append(_ml.Transforms.CopyColumns("E", "Number"), TransformerScope.None).Fit(Read.Load(1));
        DataViewSchema schema = Read.Load(1).Schema;
        Assert.Equal("AD", Added(chain.GetOutputSchema(schema)));
        Assert.Equal("AD", Added(chain.Transform(Read.Load(1)).Schema));
        Assert.Equal("ABC", Added(chain.GetOutputSchema(schema, TransformerScope.Training)));
        Assert.Equal("AC", Added(chain.Transform(Read.Load(1), TransformerScope.Testing).Schema));
        Assert.Equal("ABCD", Added(chain.GetModelFor(TransformerScope.Everything).Transform(Read.Load(1), TransformerScope.Everything).Schema));
        Assert.Equal(5, chain.Count());

        static string Added(DataViewSchema schema) => string.Concat(schema.Skip(5).Select(c => c.Name));
    }

    [Fact]
    public void AChainOfNothingGivesTheDataItself()
    {
        IDataView data = Read.Load(1);
        Assert.Same(data, new TransformerChain<ITransformer>().Transform(data));
    }

    [Fact]
    public void TheLastPartMustBeOfItsType()
    {
        Assert.Throws<InvalidOperationException>(() => new TransformerChain<NormalizingTransformer>(Copy("A", "Number")));
        Assert.Throws<InvalidOperationException>(() => new TransformerChain<ITransformer>([Copy("A", "Number")], []));
    }

    [Fact]
    public void AMissingColumnShowsBeforeTheDataIsRead()
    {
        TransformerChain<ITransformer> chain = new(Copy("A", "Number"), Copy("C", "B"));
        Assert.Contains("'B'", Assert.Throws<ArgumentOutOfRangeException>(() => chain.Transform(Read.Load(1))).Message);
        Assert.Throws<ArgumentNullException>(() => chain.Transform(null!));
    }

    [Fact]
    public void SingleRowsGoThroughTheWholeChain()
    {
        ITransformer chain = new TransformerChain<ITransformer>(Copy("A", "Number"), Copy("B", "A"));
        IDataView data = Read.Load(3);
        Assert.True(chain.IsRowToRowMapper);
        IRowToRowMapper mapper = chain.GetRowToRowMapper(data.Schema);
        DataViewSchema.Column b = mapper.OutputSchema["B"];
        Assert.Equal(["Number"], mapper.GetDependencies([b]).Select(c => c.Name));
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        using DataViewRow row = mapper.GetRow(cursor, [b]);
        ValueGetter<float> getter = row.GetGetter<float>(b);
        var seen = new List<float>();
        while (cursor.MoveNext())
        {
            float value = 0;
            getter(ref value);
            seen.Add(value);
        }
        Assert.Equal([0f, 1, 2], seen);
    }

    [Fact]
    public void OnePartThatNeedsAllRowsMakesAChainThatDoes()
    {
        ITransformer chain = new TransformerChain<ITransformer>(Copy("A", "Number"), new WholeData());
        Assert.False(chain.IsRowToRowMapper);
        Assert.Throws<InvalidOperationException>(() => chain.GetRowToRowMapper(Read.Load(0).Schema));
    }

    [Fact]
    public void DisposingDisposesTheParts()
    {
        var part = new WholeData();
        using (new TransformerChain<ITransformer>(Copy("A", "Number"), part)) Assert.Equal(0, part.Disposed);
        Assert.Equal(1, part.Disposed);
    }

    private ColumnCopyingTransformer Copy(string to, string from)
    {
        IDataView data = Read.Load(0);
        if (data.Schema.GetColumnOrNull(from) is null) data = Copy(from, "Number").Transform(data);
        return _ml.Transforms.CopyColumns(to, from).Fit(data);
    }

    /// <summary>A transformer that cannot work on single rows and is to be disposed.</summary>
    private sealed class WholeData : ITransformer, IDisposable
    {
        public int Disposed { get; private set; }

        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        public void Save(ModelSaveContext ctx)
        {
        }

        public void Dispose() => Disposed++;
    }
}
