using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>The multiwavelets' filters and transform.</summary>
public class MultiwaveletTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Filters_are_orthonormal(int order)
    {
        var filters = new MultiwaveletFilters(order);
        foreach (var (first, second, isOne) in new[] { (false, false, 1), (true, true, 1), (false, true, 0) })
            for (int i = 0; i < order; i++)
                for (int j = 0; j < order; j++)
                {
                    double sum = Enumerable.Range(0, 2).Sum(half => Enumerable.Range(0, order).Sum(k
                        => filters.Of(first, [half])[i, k] * filters.Of(second, [half])[j, k]));
                    Assert.Equal(i == j ? isOne : 0, sum, 1e-11);
                }
    }

    [Fact]
    public void Those_of_order_one_are_haars()
    {
        var filters = new MultiwaveletFilters(1);
        double half = Math.Sqrt(0.5);
        Assert.Equal([half, half], new[] { 0, 1 }.Select(h => filters.Of(false, [h])[0, 0]), Close);
        Assert.Equal([half, -half], new[] { 0, 1 }.Select(h => filters.Of(true, [h])[0, 0]), Close);

        static bool Close(double a, double b) => Math.Abs(a - b) < 1e-14;
    }

    /// <summary>On lines nothing is left out, so that every field comes back from its coefficients.</summary>
    [Fact]
    public void A_line_comes_back_from_its_coefficients()
    {
        var layer = new MultiwaveletTransform(1, 3, 2);
        double[] field = TestLayer.Draw(2 * 8 * 6);
        var (actual, shape) = TestLayer.Run(layer, x =>
        {
            (Value smooth, Value detail) = layer.Analyse(x);
            return layer.Synthesise(smooth, detail);
        }, field, [2, 8, 6]);
        Assert.Equal([2, 8, 6], shape);
        Assert.All(field, (v, i) => Assert.Equal(v, actual[i], 1e-6));
    }

    [Theory]
    [InlineData("mwt_20x28.npz")]
    [InlineData("mwt1d_64.npz")]
    public void Filters_are_those_of_published_checkpoints(string file)
    {
        ParameterValues published = Checkpoint.Load(SharedData.Path("reference", file));
        ParameterValues own = ParameterValues.Initialize(published.Definition, 0);
        ParameterDeclaration[] filters = [.. published.Definition.Parameters.Where(p => !p.IsTrainable)];
        Assert.NotEmpty(filters);
        foreach (ParameterDeclaration filter in filters)
            Assert.All(published[filter], (v, i) => Assert.Equal(v, own[filter][i], 1e-6));
    }
}
