using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class SphericalConvolutionTests
{
    private const int Degrees = 5, Latitudes = 9, Longitudes = 12;
    private const SphericalGrid Grid = SphericalGrid.WithoutPoles;

    /// <summary>
    /// Funk (1916) and Hecke (1918): a round kernel makes R_l P_l(a·x) of P_l(a·x), wherever the axis a points. So the
    /// convolution commutes with all rotations.
    /// </summary>
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 0)]
    [InlineData(0.48, -0.6, 0.64)]
    public void Zonal_filters_commute_with_rotations(double x, double y, double z)
    {
        var layer = new SphericalConvolution(1, 1, new SphericalBasis(Grid, Degrees, Degrees), SphericalFilter.Zonal);
        float[] filter = ParameterValues.Initialize(layer, 1)[layer.OwnParameters[0]];
        double[] field = Field(Latitudes, Longitudes, [x, y, z]);
        var (values, _) = TestLayer.Run(layer, layer.Apply, field, [Longitudes, Latitudes, 1, 1]);
        for (int i = 0; i < field.Length; i++) Assert.Equal(filter[3] * field[i], values[i], 1e-12);
    }

    [Theory]
    [InlineData(SphericalFilter.Degree)]
    [InlineData(SphericalFilter.DegreeAndOrder)]
    public void Other_filters_commute_only_with_rotations_about_the_axis(SphericalFilter kind)
    {
        var layer = new SphericalConvolution(1, 1, new SphericalBasis(Grid, Degrees, Degrees), kind);
        double angle = 2 * Math.PI * 5 / Longitudes;
        double[] before = Apply([0.48, -0.6, 0.64]), after = Apply([0.48 * Math.Cos(angle) + 0.6 * Math.Sin(angle),
            0.48 * Math.Sin(angle) - 0.6 * Math.Cos(angle), 0.64]), tilted = Apply([0.64, -0.6, 0.48]);
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(before[i], after[(i + 5 * Latitudes) % before.Length], 1e-12);
        // The largest value is that at the axis for a round kernel.
        Assert.NotEqual(before.Sum(v => v * v * v * v), tilted.Sum(v => v * v * v * v), 1e-3);

        double[] Apply(double[] axis) => TestLayer.Run(layer, layer.Apply, Field(Latitudes, Longitudes, axis),
            [Longitudes, Latitudes, 1, 1]).Values;
    }

    [Theory]
    [InlineData(SphericalFilter.Zonal)]
    [InlineData(SphericalFilter.Degree)]
    [InlineData(SphericalFilter.DegreeAndOrder)]
    public void Gives_the_same_function_on_every_grid_that_holds_the_field(SphericalFilter kind)
    {
        var layer = new SphericalConvolution(1, 1, new SphericalBasis(SphericalGrid.WithPoles, Degrees, 4), kind);
        double[] coarse = Apply(9, 8), fine = Apply(17, 24);
        for (int j = 0; j < 8; j++)
            for (int i = 0; i < 9; i++) Assert.Equal(coarse[j * 9 + i], fine[3 * j * 17 + 2 * i], 1e-12);

        double[] Apply(int latitudes, int longitudes) => TestLayer.Run(layer, layer.Apply,
            Field(latitudes, longitudes, [0.48, -0.6, 0.64], SphericalGrid.WithPoles), [longitudes, latitudes, 1, 1])
            .Values;
    }

    [Theory]
    [InlineData(SphericalFilter.Zonal)]
    [InlineData(SphericalFilter.Degree)]
    [InlineData(SphericalFilter.DegreeAndOrder)]
    public void Gradients_equal_difference_quotients(SphericalFilter kind)
    {
        var layer = new SphericalConvolution(2, 3, new SphericalBasis(Grid, 3, 2), kind);
        // The bias is the caller's to add.
        TestLayer.GradientsEqualQuotients(layer, x => layer.Apply(x) + x.Bind(layer.Bias!), 6, 5, 2, 2);
    }

    // P₃(a·x), longitudes first.
    private static double[] Field(int latitudes, int longitudes, double[] axis, SphericalGrid grid = Grid)
    {
        double[] angles = SphericalQuadrature.Colatitudes(grid, latitudes);
        return [.. from j in Enumerable.Range(0, longitudes)
            from angle in angles
            let phi = 2 * Math.PI * j / longitudes
            let t = axis[0] * Math.Sin(angle) * Math.Cos(phi) + axis[1] * Math.Sin(angle) * Math.Sin(phi)
                + axis[2] * Math.Cos(angle)
            select (5 * t * t * t - 3 * t) / 2];
    }
}
