using Microsoft.ML.NeuralOperators.Layers;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class ModeRangeTests
{
    [Theory]
    [InlineData(10, 0.1 + 0.2, 3)]
    [InlineData(10, 0.7, 7)]
    [InlineData(10, 0.25, 3)]
    [InlineData(32, 0.25, 8)]
    [InlineData(10, 1e-3, 1)]
    [InlineData(10, 1.0, 10)]
    public void A_share_of_the_modes_is_rounded_up(int count, double share, int expected)
        => Assert.Equal(expected, new ModeRange(count, false).Lowest(share).Count);
}
