using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

/// <summary>Row (re, im) × mode, column point (× re, im): the transforms as their definition has them.</summary>
public class FourierBasisTests
{
    [Theory]
    [InlineData(8, 5)]
    [InlineData(9, 4)]
    [InlineData(4, 6)]
    [InlineData(1, 2)]
    public void The_half_transform_is_the_mean_over_points_against_each_wave(int points, int modes)
    {
        var (values, shape) = TestLayer.Table(run => FourierBasis.ForwardHalf(run, points, modes));
        Assert.Equal([2 * modes, points], shape);
        for (int k = 0; k < modes; k++)
            for (int j = 0; j < points; j++)
            {
                Complex wave = 2 * k <= points
                    ? Complex.Exp(new Complex(0, -2 * Math.PI * k * j / points)) / points : 0;
                Assert.Equal(wave.Real, values[k * points + j], 1e-14);
                Assert.Equal(wave.Imaginary, values[(modes + k) * points + j], 1e-14);
            }
    }

    [Theory]
    [InlineData(8, 6, -3, 2)]
    [InlineData(8, 5, -2, 2)]
    [InlineData(5, 8, -2, 2)]
    [InlineData(4, 8, -2, 1)]
    public void The_full_transform_keeps_the_frequencies_around_zero(int points, int modes, int lowest, int highest)
    {
        var (values, shape) = TestLayer.Table(run => FourierBasis.ForwardFull(run, points, modes));
        Assert.Equal([2 * modes, 2 * points], shape);
        for (int m = 0; m < modes; m++)
            for (int j = 0; j < points; j++)
            {
                int k = m - modes / 2;
                Complex wave = k >= lowest && k <= highest
                    ? Complex.Exp(new Complex(0, -2 * Math.PI * k * j / points)) / points : 0;
                // (a + ib)·w = (a·re - b·im) + i(a·im + b·re)
                Assert.Equal(wave.Real, values[m * 2 * points + 2 * j], 1e-14);
                Assert.Equal(-wave.Imaginary, values[m * 2 * points + 2 * j + 1], 1e-14);
                Assert.Equal(wave.Imaginary, values[(modes + m) * 2 * points + 2 * j], 1e-14);
                Assert.Equal(wave.Real, values[(modes + m) * 2 * points + 2 * j + 1], 1e-14);
            }
    }

    [Fact]
    public void All_modes_of_a_half_transform_bring_every_field_back()
        => Rule.Holds(from points in Rule.Between(1, 20) from more in Rule.Between(0, 3) select (points, more), drawn =>
        {
            var (product, shape) =
                TestLayer.Table(run => FourierBasis.InverseHalf(run, drawn.points, drawn.points / 2 + 1 + drawn.more)
                .MatMul(FourierBasis.ForwardHalf(run, drawn.points, drawn.points / 2 + 1 + drawn.more)));
            IsIdentity(product, shape);
        });

    [Fact]
    public void All_modes_of_a_full_transform_bring_every_field_back()
        => Rule.Holds(from points in Rule.Between(1, 20) from more in Rule.Between(0, 3) select (points, more), drawn =>
        {
            var (product, shape) =
                TestLayer.Table(run => FourierBasis.InverseFull(run, drawn.points, drawn.points + drawn.more)
                .MatMul(FourierBasis.ForwardFull(run, drawn.points, drawn.points + drawn.more)));
            IsIdentity(product, shape);
        });

    /// <summary>Fewer modes take away what has a higher frequency, and nothing else, however often.</summary>
    [Fact]
    public void Fewer_modes_project()
        => Rule.Holds(from points in Rule.Between(2, 20)
                      from modes in Rule.Between(1, 8)
                      select (points,
            modes), drawn =>
        {
            var (once, shape) = TestLayer.Table(run => FourierBasis.InverseHalf(run, drawn.points, drawn.modes)
                .MatMul(FourierBasis.ForwardHalf(run, drawn.points, drawn.modes)));
            int n = drawn.points;
            Assert.Equal([n, n], shape);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                {
                    double twice = 0;
                    for (int k = 0; k < n; k++) twice += once[i * n + k] * once[k * n + j];
                    Assert.Equal(once[i * n + j], twice, 1e-13);
                    Assert.Equal(once[i * n + j], once[j * n + i], 1e-13);
                }
            Assert.Equal(Math.Min(n, 2 * Math.Min(drawn.modes, n / 2 + 1) - 1),
                Enumerable.Range(0, n).Sum(i => once[i * n + i]), 1e-12);
        });

    /// <summary>
    /// Angles of up to 255 turns, to the last digit: they are reduced to one turn before they are rounded.
    /// </summary>
    [Fact]
    public void High_modes_of_large_grids_are_accurate()
    {
        const int Points = 512, Mode = 255;
        var (values, _) = TestLayer.Table(run => FourierBasis.ForwardHalf(run, Points, Mode + 1));
        for (int j = 0; j < Points; j++)
            Assert.Equal(Math.Cos(2 * Math.PI * (Mode * j % Points) / Points),
                values[Mode * Points + j] * Points, 1e-15);
    }

    private static void IsIdentity(double[] matrix, long[] shape)
    {
        Assert.Equal(shape[0], shape[1]);
        for (int i = 0; i < shape[0]; i++)
            for (int j = 0; j < shape[1]; j++) Assert.Equal(i == j ? 1 : 0, matrix[i * shape[1] + j], 1e-13);
    }
}
