using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class DomainPaddingTests
{
    [Fact]
    public void Zeros_come_before_and_behind_every_axis()
    {
        var padding = new DomainPadding(2, 0.5);
        var (values, shape) = TestLayer.Run(padding, padding.Apply, [1, 2, 3, 4], [2, 2, 1, 1]);
        Assert.Equal([4, 4, 1, 1], shape);
        Assert.Equal([0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0], values);
    }

    [Fact]
    public void Batch_and_channels_are_not_padded()
    {
        var padding = new DomainPadding(1, 0.34);
        var (values, shape) = TestLayer.Run(padding, padding.Apply, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [3, 2, 2]);
        Assert.Equal([5, 2, 2], shape);
        Assert.Equal([0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0, 0], values);
    }

    [Theory]
    [InlineData(16, 0.1, 2)]
    [InlineData(160, 0.1, 16)]
    [InlineData(15, 0.1, 2)]
    [InlineData(14, 0.1, 1)]
    [InlineData(4, 0.1, 0)]
    [InlineData(64, 0, 0)]
    public void The_width_is_the_nearest_number_of_cells_to_the_fraction(int points, double fraction, int width)
    {
        var padding = new DomainPadding(1, fraction);
        Assert.Equal([points + 2 * width, 1, 1],
            TestLayer.Run(padding, padding.Apply, new double[points], [points, 1, 1]).Shape);
    }

    [Fact]
    public void Removing_brings_back_what_was_padded()
        => Rule.Holds(from rows in Rule.Between(1, 9)
                      from columns in Rule.Between(1, 9)
                      from fraction in Rule.Number(0,
            1.5)
                      select (rows, columns, fraction), drawn =>
        {
            var padding = new DomainPadding(2, drawn.fraction);
            long[] original = [drawn.rows, drawn.columns, 2, 3];
            double[] field = TestLayer.Draw(drawn.rows * drawn.columns * 6);
            var (values, shape) = TestLayer.Run(padding, x => padding.Remove(padding.Apply(x), x.Shape), field,
                original);
            Assert.Equal(original, shape);
            Assert.Equal(field, values);
        });

    [Fact]
    public void Gradients_equal_difference_quotients()
    {
        var padding = new DomainPadding(2, 0.3);
        TestLayer.GradientsEqualQuotients(padding, padding.Apply, 4, 5, 2, 3);
    }
}
