using System.Numerics;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>A product of intervals and sets of categories. The whole space has volume 1.</summary>
internal sealed class Box
{
    private readonly IReadOnlyList<Dimension> _dimensions;
    private readonly double[] _low, _high;
    private readonly ulong[] _categories;

    private Box(IReadOnlyList<Dimension> dimensions, double[] low, double[] high, ulong[] categories)
        => (_dimensions, _low, _high, _categories) = (dimensions, low, high, categories);

    /// <summary>The whole space.</summary>
    public static Box Whole(IReadOnlyList<Dimension> dimensions) => new(dimensions, new double[dimensions.Count],
        [.. dimensions.Select(_ => 1.0)], [.. dimensions.Select(d => All(d.Categories))]);

    /// <summary>How many dimensions it has.</summary>
    public int Count => _dimensions.Count;

    /// <summary>The share of a dimension that it covers.</summary>
    public double Width(int dimension) => _dimensions[dimension].IsCategorical
        ? Share(_categories[dimension], dimension) : _high[dimension] - _low[dimension];

    /// <summary>The share of a dimension that it has in common with another box.</summary>
    public double Overlap(Box other, int dimension) => _dimensions[dimension].IsCategorical
        ? Share(_categories[dimension] & other._categories[dimension], dimension)
        : Math.Max(0, Math.Min(_high[dimension], other._high[dimension])
            - Math.Max(_low[dimension], other._low[dimension]));

    /// <summary>Whether it covers a place of a dimension.</summary>
    public bool Covers(int dimension, double place) => _dimensions[dimension].IsCategorical
        ? (_categories[dimension] >> (int)place & 1) != 0
        : place >= _low[dimension] && (place < _high[dimension] || _high[dimension] == 1);

    /// <summary>The categories of a dimension that it holds, as bits.</summary>
    public ulong CategoriesOf(int dimension) => _categories[dimension];

    /// <summary>What lies below a threshold, and the rest.</summary>
    public (Box Low, Box High) Cut(int dimension, double threshold)
    {
        double[] low = [.. _low], high = [.. _high];
        low[dimension] = high[dimension] = threshold;
        return (new Box(_dimensions, _low, high, _categories), new Box(_dimensions, low, _high, _categories));
    }

    /// <summary>What has some of the categories, and the rest.</summary>
    public (Box Those, Box Others) Cut(int dimension, ulong categories)
    {
        ulong[] those = [.. _categories], others = [.. _categories];
        those[dimension] &= categories;
        others[dimension] &= ~categories;
        return (new Box(_dimensions, _low, _high, those), new Box(_dimensions, _low, _high, others));
    }

    private static ulong All(int count) => count >= Dimension.MostCategories ? ulong.MaxValue : (1ul << count) - 1;

    private double Share(ulong categories, int dimension)
        => (double)BitOperations.PopCount(categories) / _dimensions[dimension].Categories;
}

/// <summary>A box on which a tree is constant.</summary>
internal sealed record Leaf(Box Box, double Value);
