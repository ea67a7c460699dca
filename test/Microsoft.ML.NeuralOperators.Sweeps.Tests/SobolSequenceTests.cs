namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class SobolSequenceTests
{
    // Points 4 to 7 of the sequence as SciPy 1.10 gives it unscrambled.
    [Fact]
    public void Its_first_points_are_the_published_ones()
    {
        double[][] expected =
        [
            [0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5], [0.75, 0.25, 0.25, 0.25], [0.25, 0.75, 0.75, 0.75],
            [0.375, 0.375, 0.625, 0.875], [0.875, 0.875, 0.125, 0.375], [0.625, 0.125, 0.875, 0.625],
            [0.125, 0.625, 0.375, 0.125],
        ];
        double[][] points = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 4)
            .Select(d => SobolSequence.Number(i, d) / 4294967296.0).ToArray())];
        Assert.Equal(expected, points);
    }

    [Fact]
    public void Every_dimension_has_one_point_in_each_of_as_many_intervals()
    {
        const int Count = 1024;
        for (int dimension = 0; dimension < SobolSequence.Dimensions; dimension++)
        {
            var cells = Enumerable.Range(0, Count).Select(i => SobolSequence.Number(i, dimension) >> 22).ToHashSet();
            Assert.Equal(Count, cells.Count);
        }
    }

    // Digits of two dimensions together: what random numbers do not have.
    [Fact]
    public void Neighbouring_dimensions_fill_the_square_evenly()
    {
        for (int dimension = 0; dimension + 1 < 6; dimension++)
        {
            int[] counts = new int[64];
            for (int i = 0; i < 1024; i++)
            {
                uint row = SobolSequence.Number(i, dimension) >> 29;
                uint column = SobolSequence.Number(i, dimension + 1) >> 29;
                counts[row * 8 + column]++;
            }
            Assert.All(counts, count => Assert.Equal(16, count));
        }
    }
}
