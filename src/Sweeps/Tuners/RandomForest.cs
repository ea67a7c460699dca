using Microsoft.ML.Trainers.FastTree;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// A random forest of ML.NET's FastTree. What its trees agree on is the mean, how far they differ the uncertainty.
/// </summary>
internal sealed class RandomForest : ISurrogate
{
    // Below this the trees of a region without trials would be sure of its neighbours' results.
    private const double LeastDeviation = 0.05;
    private readonly SweepSpace _space;
    private readonly IReadOnlyList<QuantileRegressionTree> _trees = [];

    private RandomForest(SweepSpace space, IReadOnlyList<double>[] places, double[] values, int trees, int seed)
    {
        _space = space;
        // Before that no tree can split anything.
        if (places.Length < 4) return;
        var context = new MLContext(seed);
        Row[] rows = [.. places.Zip(values, (p, v) => new Row(Features(p), (float)v))];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType =
            new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        _trees = context.Regression.Trainers.FastForest(new FastForestRegressionTrainer.Options
        {
            FeatureColumnName = nameof(Row.Features),
            LabelColumnName = nameof(Row.Label),
            NumberOfTrees = trees,
            NumberOfLeaves = Math.Max(2, places.Length),
            MinimumExampleCountPerLeaf = 2,
            FeatureFractionPerSplit = 0.8,
            NumberOfThreads = 1,
            Seed = seed,
            FeatureSelectionSeed = seed,
        }).Fit(context.Data.LoadFromEnumerable(rows, schema)).Model.TrainedTreeEnsemble.Trees;
    }

    /// <summary>A forest of some results.</summary>
    /// <param name="space">The space.</param>
    /// <param name="places">Places in it.</param>
    /// <param name="values">Their results, of about unit variance.</param>
    /// <param name="trees">Number of trees.</param>
    /// <param name="seed">Decides rows and options that each tree sees.</param>
    public static RandomForest Fit(SweepSpace space, IReadOnlyList<double>[] places, double[] values, int trees,
        int seed)
        => new(space, places, values, trees, seed);

    public (double Mean, double Deviation) Predict(IReadOnlyList<double> place)
    {
        if (_trees.Count == 0) return (0, 1);
        float[] features = Features(place);
        double sum = 0, squares = 0;
        foreach (QuantileRegressionTree tree in _trees)
        {
            double value = Leaf(tree, features);
            (sum, squares) = (sum + value, squares + value * value);
        }
        double mean = sum / _trees.Count;
        return (mean, Math.Sqrt(Math.Max(squares / _trees.Count - mean * mean, LeastDeviation * LeastDeviation)));
    }

    // Children below zero are leaves.
    private static double Leaf(QuantileRegressionTree tree, float[] features)
    {
        int node = tree.NumberOfNodes == 0 ? ~0 : 0;
        while (node >= 0)
            node = features[tree.NumericalSplitFeatureIndexes[node]] <= tree.NumericalSplitThresholds[node]
                ? tree.LeftChild[node] : tree.RightChild[node];
        return tree.LeafValues[~node];
    }

    private float[] Features(IReadOnlyList<double> place)
        => [.. OptionFeatures.Of(_space, place).Select(f => (float)f)];

    private sealed record Row(float[] Features, float Label);
}
