using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Microsoft.ML.Transforms;
using Xunit;

namespace Microsoft.ML.Tests.Estimators;

public class EstimatorChainTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void EachPartIsFittedOnWhatThePartsBeforeMake()
    {
        var chain = _ml.Transforms.CopyColumns("A", "Number")
            .Append(_ml.Transforms.Concatenate("B", "A", "Number"))
            .Append(_ml.Transforms.NormalizeMinMax("B"));
        TransformerChain<NormalizingTransformer> model = chain.Fit(Read.Load(3));
        IDataView data = model.Transform(Read.Load(3));
        Assert.Equal([[0f, 0], [0.5f, 0.5f], [1f, 1]], data.GetColumn<float[]>("B"));
        Assert.Equal(3, model.Count());
        Assert.IsType<ColumnCopyingTransformer>(model.First());
        Assert.Same(model.Last(), model.LastTransformer);
        Assert.IsType<NormalizingEstimator>(chain.LastEstimator);
    }

    [Fact]
    public void TheShapeGoesThroughAllParts()
    {
        var chain = _ml.Transforms.CopyColumns("A", "Number").Append(_ml.Transforms.Concatenate("B", "A", "Number")).Append(_ml.Transforms.SelectColumns("B"));
        Assert.Equal(["B: Vector of Single [SlotNames]"], Shapes.Describe(chain.GetOutputSchema(Shapes.Of(Read.Load(0)))));
    }

    [Fact]
    public void FaultsShowBeforeAnythingIsFitted()
    {
        int fits = 0;
        var first = _ml.Transforms.CopyColumns("A", "Number").WithOnFitDelegate(_ => fits++);
        var chain = first.Append(_ml.Transforms.CopyColumns("B", "Nothing"));
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(Read.Load(3))).Message);
        Assert.Equal(0, fits);
    }

    [Fact]
    public void AnEmptyChainChangesNothing()
    {
        var chain = new EstimatorChain<ITransformer>();
        TransformerChain<ITransformer> model = chain.Fit(Read.Load(2));
        Assert.Null(chain.LastEstimator);
        Assert.Null(model.LastTransformer);
        Assert.Empty(model);
        Assert.Equal([0f, 1f], Read.Numbers(model.Transform(Read.Load(2))));
        Assert.Equal(5, model.GetOutputSchema(Read.Load(1).Schema).Count);
    }

    [Fact]
    public void AppendingLeavesTheChainAsItIs()
    {
        var one = new EstimatorChain<ITransformer>().Append(_ml.Transforms.CopyColumns("A", "Number"));
        var two = one.Append(_ml.Transforms.CopyColumns("B", "A"));
        Assert.Single(one.Fit(Read.Load(1)));
        Assert.Equal(2, two.Fit(Read.Load(1)).Count());
        Assert.Throws<ArgumentNullException>(() => one.Append<ITransformer>(null!));
    }

    [Fact]
    public void AChainWithinAChainIsOnePart()
    {
        var inner = _ml.Transforms.CopyColumns("A", "Number").Append(_ml.Transforms.CopyColumns("B", "A"));
        var model = new EstimatorChain<ITransformer>().Append(inner).Append(_ml.Transforms.CopyColumns("C", "B")).Fit(Read.Load(2));
        Assert.Equal(2, model.Count());
        Assert.IsType<TransformerChain<ColumnCopyingTransformer>>(model.First());
        Assert.Equal([0f, 1f], Read.Numbers(model.Transform(Read.Load(2)), "C"));
    }

    [Fact]
    public void FittedPartsAreHandedToTheirDelegate()
    {
        var seen = new List<ITransformer>();
        var model = _ml.Transforms.CopyColumns("A", "Number").WithOnFitDelegate(seen.Add).Append(_ml.Transforms.CopyColumns("B", "A").WithOnFitDelegate(seen.Add)).Fit(Read.Load(1));
        Assert.Equal(model, seen);
    }

    [Fact]
    public void WithoutACheckpointEveryFitReadsTheSource()
        => Assert.Equal((0, 3), Reads(_ml.Transforms.NormalizeMinMax("Number").Append(_ml.Transforms.NormalizeMinMax("Number")).Append(_ml.Transforms.NormalizeMinMax("Number"))));

    [Fact]
    public void ACheckpointKeepsTheRowsForWhatComesNext()
        => Assert.Equal((0, 2), Reads(_ml.Transforms.NormalizeMinMax("Number").AppendCacheCheckpoint(_ml).Append(_ml.Transforms.NormalizeMinMax("Number")).Append(_ml.Transforms.NormalizeMinMax("Number"))));

    [Fact]
    public void ACheckpointAtTheEndCachesNothing()
    {
        var chain = _ml.Transforms.NormalizeMinMax("Number").AppendCacheCheckpoint(_ml);
        Assert.Same(chain, chain.AppendCacheCheckpoint(_ml));
        Assert.Equal((0, 1), Reads(chain));
    }

    [Fact]
    public void ACheckpointNeedsAPartBeforeIt()
        => Assert.Throws<InvalidOperationException>(() => new EstimatorChain<ITransformer>().AppendCacheCheckpoint(_ml));

    /// <summary>How often the source is started by building, and by fitting.</summary>
    private (int Built, int Fitted) Reads(IEstimator<ITransformer> chain)
    {
        var source = new Watched<Sample>(Sample.Rows(5));
        IDataView data = _ml.Data.LoadFromEnumerable(source);
        int built = source.Starts;
        chain.Fit(data);
        return (built, source.Starts);
    }
}
