using Microsoft.ML.NeuralOperators.Augmentation;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Augmentation;

/// <summary>Shifted fields solve the equations that the fields solve.</summary>
public class ShiftAugmentationTests
{
    /// <summary>u_t + c·∇u = 0, which is linear: also between the grid points.</summary>
    [Theory]
    [InlineData(false, 8, 5)]
    [InlineData(true, 8, 5)]
    [InlineData(true, 7, 6)]
    public void Shifted_fields_solve_the_advection_equation(bool isSubGrid, params int[] sizes)
    {
        var grid = new PeriodicGrid(sizes);
        float[] u = grid.Random(1), rate = Augmenting.Single(Rate(u));
        var options = new ShiftAugmentation("u", "rate") { Copies = 5, IsSubGrid = isSubGrid };
        var copies = options.Copies(sizes, 2, u, rate);
        Assert.Equal(5, copies.Count);
        foreach (float[][] copy in copies)
        {
            Assert.NotEqual(u, copy[0]);
            Assert.InRange(Augmenting.Distance(Rate(copy[0]), copy[1]), 0, 1e-5);
        }

        double[] Rate(float[] field)
        {
            double[] values = grid.Channel(field, 0);
            return [.. grid.Derivative(values, 0).Zip(grid.Derivative(values, 1), (x, y) => -0.7 * x - 0.3 * y)];
        }
    }

    /// <summary>u_t = νΔu - u u_x, which is not linear: by whole points only.</summary>
    [Fact]
    public void Shifted_fields_solve_the_burgers_equation()
    {
        var grid = new PeriodicGrid(16);
        float[] u = grid.Random(3), rate = Augmenting.Single(Rate(u));
        foreach (float[][] copy in new ShiftAugmentation("u", "rate") { Copies = 8, Dimensions = 1 }
            .Copies([16], 4, u, rate))
            Assert.InRange(Augmenting.Distance(Rate(copy[0]), copy[1]), 0, 1e-5);

        double[] Rate(float[] field)
        {
            double[] values = grid.Channel(field, 0), slope = grid.Derivative(values, 0);
            return [.. grid.Laplacian(values).Select((l, i) => 0.2 * l - values[i] * slope[i])];
        }
    }

    [Theory]
    [InlineData(8, 0.25)]
    [InlineData(9, 3.7)]
    [InlineData(8, 6)]
    public void A_wave_is_moved_by_the_distance(int points, double distance)
    {
        float[] u = Wave(0), moved = new float[points];
        new PeriodicShift([new AugmentedField("u", 1, [points])], [distance]).Apply(0, u, moved);
        Assert.InRange(Wave(distance).Zip(moved, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-6);

        float[] Wave(double shift) => [.. Enumerable.Range(0, points).Select(i => (i - shift) * 2 * Math.PI / points)
            .Select(x => (float)(0.5 + Math.Sin(x) - 2 * Math.Cos(3 * x + 1)))];
    }

    /// <summary>A copy that equals its row would count the row twice.</summary>
    [Fact]
    public void No_copy_beside_its_row_is_shifted_by_nothing()
    {
        var options = new ShiftAugmentation("u") { Copies = 50, Dimensions = 1 };
        Assert.All(options.Copies([2], 1, [1, 2]), copy => Assert.Equal([2, 1], copy[0]));
        Assert.Contains((options with { KeepsOriginal = false }).Copies([2], 1, [1, 2]), copy => copy[0][0] == 1);
        // On a single point there is no other shift.
        Assert.Equal(50, options.Copies([1], 1, [3]).Count);
    }

    [Fact]
    public void Axes_that_are_not_named_stay()
    {
        float[] u = [0, 1, 2, 10, 11, 12];
        Assert.All(new ShiftAugmentation("u") { Copies = 9, Axes = [1] }.Copies([2, 3], 0, u),
            copy => Assert.Equal([0, 1, 2], copy[0][..3].Order()));
    }
}
