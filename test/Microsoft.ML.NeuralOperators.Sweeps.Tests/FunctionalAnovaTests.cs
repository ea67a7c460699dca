namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

/// <summary>Functions whose variance is known to be divided so.</summary>
public sealed class FunctionalAnovaTests
{
    private static readonly Dimension[] Two = [new("x"), new("y")];

    /// <summary>
    /// f(x, y) = 4 for x and y above a half, 0 elsewhere: a mean of 1 and a variance of 3. The marginal of x is 0 or 2,
    /// so that x alone has 1, y alone 1, and what is left is both together.
    /// </summary>
    [Fact]
    public void A_product_has_a_third_of_its_variance_in_each_part()
    {
        var (low, high) = Box.Whole(Two).Cut(0, 0.5);
        var (below, above) = high.Cut(1, 0.5);
        var anova = new FunctionalAnova([[new(low, 0), new(below, 0), new(above, 4)]]);
        Assert.Equal(1 / 3.0, anova.Share(0).Mean, 1e-12);
        Assert.Equal(1 / 3.0, anova.Share(1).Mean, 1e-12);
        Assert.Equal(1 / 3.0, anova.Share(0, 1).Mean, 1e-12);
        Assert.Equal([0, 2], [anova.Marginal(0, 0.2).Mean, anova.Marginal(0, 0.5).Mean]);
    }

    /// <summary>
    /// Cut at 0.2, x is 10 on a fifth: variance 100·0.2·0.8 = 16. Of three categories one has 3 more: 9·1/3·2/3 = 2.
    /// </summary>
    [Fact]
    public void Widths_and_categories_count_by_their_share_of_the_space()
    {
        Dimension[] dimensions = [new("x"), new("model", 3)];
        var (low, high) = Box.Whole(dimensions).Cut(0, 0.2);
        Leaf[] leaves = [.. new[] { (low, 10.0), (high, 0.0) }.SelectMany(b =>
        {
            var (second, others) = b.Item1.Cut(1, 0b010ul);
            return new Leaf[] { new(second, b.Item2 + 3), new(others, b.Item2) };
        })];
        var anova = new FunctionalAnova([leaves]);
        Assert.Equal(16 / 18.0, anova.Share(0).Mean, 1e-12);
        Assert.Equal(2 / 18.0, anova.Share(1).Mean, 1e-12);
        Assert.Equal(0, anova.Share(0, 1).Mean, 1e-12);
        Assert.Equal([2, 5, 2], new double[] { 0, 1, 2 }.Select(c => Math.Round(anova.Marginal(1, c).Mean, 12)));
    }

    [Fact]
    public void Means_and_deviations_are_over_the_trees()
    {
        var (low, high) = Box.Whole(Two).Cut(0, 0.5);
        var (below, above) = Box.Whole(Two).Cut(1, 0.5);
        var anova = new FunctionalAnova([[new(low, 0), new(high, 1)], [new(below, 0), new(above, 1)],
            [new(Box.Whole(Two), 7)]]);
        Assert.Equal((0.5, 0.5), anova.Share(0));
        Assert.Equal(2.5, anova.Marginal(0, 0.1).Mean, 1e-12);
    }

    /// <summary>
    /// 4·a·c has a mean of 1 and a variance of 7/9. The marginal of a is 2·a, of a variance of 3/9, as is that of c, so
    /// that a ninth is left for both together; b has none.
    /// </summary>
    [Fact]
    public void A_forest_finds_the_shares_of_a_product()
    {
        double[][] points = Points(1000, 3);
        double[] values = [.. points.Select(p => 4 * p[0] * p[2])];
        var anova = FunctionalAnova.Of([new("a"), new("b"), new("c")], points, values, trees: 12);
        Assert.Equal(3 / 7.0, anova.Share(0).Mean, 0.03);
        Assert.Equal(3 / 7.0, anova.Share(2).Mean, 0.03);
        Assert.Equal(1 / 7.0, anova.Share(0, 2).Mean, 0.03);
        Assert.InRange(anova.Share(1).Mean, 0, 0.01);
        Assert.InRange(anova.Share(0, 1).Mean, -1e-9, 0.01);
        Assert.Equal(2 * 0.7, anova.Marginal(0, 0.7).Mean, 0.1);
    }

    /// <summary>
    /// Model 0 has an option x with 12·x, model 1 has none and is 6 everywhere, which is the mean of the other one. The
    /// models do not differ in the mean, and half of the space has all of the variance: with v the variance of 12·x,
    /// the whole is v/2, the marginal of x, (12·x + 6)/2, has v/4, and the rest is of x under the condition.
    /// </summary>
    [Fact]
    public void An_option_under_a_condition_counts_where_it_is_there()
    {
        double[][] points = [.. Points(600, 1).Select((p, i) => new[] { i % 2, i % 2 == 0 ? p[0] : double.NaN })];
        double[] values = [.. points.Select(p => double.IsNaN(p[1]) ? 6 : 12 * p[1])];
        var anova = FunctionalAnova.Of([new("model", 2), new("x")], points, values, trees: 12);
        Assert.Equal(0.5, anova.Share(1).Mean, 0.02);
        Assert.Equal(0.5, anova.Share(0, 1).Mean, 0.03);
        Assert.InRange(anova.Share(0).Mean, 0, 0.02);
        Assert.Equal((12 * 0.9 + 6) / 2, anova.Marginal(1, 0.9).Mean, 0.2);
    }

    [Fact]
    public void Categories_that_no_row_has_go_where_more_rows_are()
    {
        double[][] points = [.. Enumerable.Range(0, 30).Select(i => new double[] { i < 20 ? 0 : 3 })];
        double[] values = [.. points.Select(p => p[0])];
        IReadOnlyList<Leaf> leaves = new RegressionTree([new("model", 4)], points, values)
            .Grow([.. Enumerable.Range(0, 30)]);
        Assert.Equal(2, leaves.Count);
        Assert.Equal(0.75, leaves.Single(l => l.Value == 0).Box.Width(0));
        Assert.Equal(0.25, leaves.Single(l => l.Value == 3).Box.Width(0));
    }

    // A lattice fills the cube more evenly than draws.
    private static double[][] Points(int count, int dimensions) => [.. Enumerable.Range(1, count).Select(i
        => Enumerable.Range(0, dimensions).Select(d => i * new[] { 0.8191725134, 0.6710436067, 0.5497004779 }[d] % 1)
            .ToArray())];
}
