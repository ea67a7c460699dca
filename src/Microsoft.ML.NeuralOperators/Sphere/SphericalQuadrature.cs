namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Integrals over the sphere as weighted sums over a grid's circles of latitude: the mean over each circle times its
/// weight. They are exact for products of any two spherical harmonics that the grid resolves.
/// </summary>
public static class SphericalQuadrature
{
    /// <summary>Angles of the circles from the north pole, in radians, from north to south.</summary>
    /// <param name="grid">Where they are.</param>
    /// <param name="latitudes">How many, at least 2.</param>
    public static double[] Colatitudes(SphericalGrid grid, int latitudes)
    {
        Require(latitudes);
        return grid == SphericalGrid.Gauss ? Array.ConvertAll(GaussPoints.Of(latitudes).Points, Math.Acos)
            : [.. Enumerable.Range(0, latitudes).Select(i => grid == SphericalGrid.WithPoles
                ? Math.PI * i / (latitudes - 1) : Math.PI * (i + 0.5) / latitudes)];
    }

    /// <summary>The weights of the circles, whose sum is 2, the integral of the sine from pole to pole.</summary>
    /// <param name="grid">Where they are.</param>
    /// <param name="latitudes">How many, at least 2.</param>
    public static double[] Weights(SphericalGrid grid, int latitudes)
    {
        Require(latitudes);
        if (grid == SphericalGrid.Gauss) return GaussPoints.Of(latitudes).Weights;
        bool hasPoles = grid == SphericalGrid.WithPoles;
        int intervals = hasPoles ? latitudes - 1 : latitudes;
        double[] angles = Colatitudes(grid, latitudes);
        return [.. angles.Select((angle, i) =>
        {
            double sum = 1;
            for (int j = 1; j <= intervals / 2; j++)
                sum -= (hasPoles && 2 * j == intervals ? 1 : 2) * Math.Cos(2 * j * angle) / (4.0 * j * j - 1);
            return (hasPoles && (i == 0 || i == intervals) ? 1 : 2) * sum / intervals;
        })];
    }

    /// <summary>The number of degrees of spherical harmonics, from 0 on, that such a grid resolves exactly.</summary>
    /// <param name="grid">Where its circles are.</param>
    /// <param name="latitudes">How many.</param>
    public static int Degrees(SphericalGrid grid, int latitudes)
        => grid == SphericalGrid.Gauss ? latitudes : (latitudes + 1) / 2;

    /// <summary>The number of circles that a number of degrees needs.</summary>
    internal static int LatitudesOf(SphericalGrid grid, int degrees)
        => grid == SphericalGrid.Gauss ? degrees : 2 * degrees - 1;

    private static void Require(int latitudes)
        => ArgumentOutOfRangeException.ThrowIfLessThan(latitudes, 2);
}
