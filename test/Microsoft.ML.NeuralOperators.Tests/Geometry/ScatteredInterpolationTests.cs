using Microsoft.ML.NeuralOperators.Geometry;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Geometry;

/// <summary>
/// Interpolation from scattered points: what it reproduces, at which order it converges, where it gives up.
/// </summary>
public class ScatteredInterpolationTests
{
    /// <summary>Polynomials of the degree come back exactly, also outside the points.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    public void Moving_least_squares_reproduce_polynomials(int axes, int degree)
    {
        double[] points = Random(axes, 200, 1), targets = Random(axes, 100, 2);
        for (int i = 0; i < targets.Length; i++) targets[i] = 1.2 * targets[i] - 0.1;
        double F(double[] at, int i)
        {
            double x = at[i * axes], y = at[(i + 1) * axes - 1];
            return 1 + (degree > 0 ? 2 * x - y : 0) + (degree > 1 ? x * y - 3 * x * x : 0);
        }
        float[] result = Run(points, targets, axes, new() { Degree = degree }, F);
        for (int i = 0; i < 100; i++) Assert.Equal(F(targets, i), result[i], 2e-4);
    }

    /// <summary>
    /// Four times as many points halve the spacing: errors fall by 2^(degree + 1), linear meshes by 4.
    /// </summary>
    [Theory]
    [InlineData(PointInterpolation.Nearest, 0, 1.6)]
    [InlineData(PointInterpolation.InverseDistance, 0, 1.4)]
    [InlineData(PointInterpolation.MovingLeastSquares, 1, 3.2)]
    [InlineData(PointInterpolation.MovingLeastSquares, 2, 5.5)]
    public void Errors_fall_at_the_order_of_the_kind(PointInterpolation kind, int degree, double least)
    {
        double coarse = Error(2000), fine = Error(8000);
        Assert.True(coarse / fine > least, $"{coarse} {fine}");

        double Error(int count)
        {
            double[] points = Random(2, count, 3), targets = Random(2, 500, 4);
            float[] result = Run(points, targets, 2, new() { Kind = kind, Degree = degree }, Wave);
            return Math.Sqrt(result.Select((v, i) => Math.Pow(v - Wave(targets, i), 2)).Average());
        }
    }

    /// <summary>Linear functions are exact on a mesh of any simplices; points of the mesh keep their values.</summary>
    [Theory]
    [InlineData(CellKind.Line, 1)]
    [InlineData(CellKind.Triangle, 2)]
    [InlineData(CellKind.Tetrahedron, 3)]
    public void Meshes_reproduce_linear_functions(CellKind kind, int axes)
    {
        var random = new Random(5);
        Mesh mesh = Meshes.Box(kind, 6, place => [.. place.Select(x
            => x is 0 or 1 ? x : x + 0.05 * (random.NextDouble() - 0.5))]);
        double[] points = Points(mesh), targets = [.. Random(axes, 300, 6), .. points];
        double F(double[] at, int i) => 1 + 2 * at[i * axes] - 3 * at[(i + 1) * axes - 1];
        float[] values = [.. Enumerable.Range(0, mesh.PointCount).Select(i => (float)F(points, i))];
        float[] result = OnMesh(mesh, targets, values, true);
        for (int i = 0; i < result.Length; i++) Assert.Equal(F(targets, i), result[i], 1e-5);
    }

    [Fact]
    public void Meshes_converge_at_second_order()
    {
        double coarse = Error(16), fine = Error(32);
        Assert.InRange(coarse / fine, 3.5, 4.5);

        static double Error(int along)
        {
            Mesh mesh = Meshes.Box(CellKind.Triangle, along, place => place);
            double[] targets = Random(2, 2000, 7), points = Points(mesh);
            float[] result = OnMesh(mesh, targets,
                [.. Enumerable.Range(0, mesh.PointCount).Select(i => (float)Wave(points, i))], true);
            return result.Select((v, i) => Math.Abs(v - Wave(targets, i))).Max();
        }
    }

    [Fact]
    public void Places_outside_the_mesh_get_the_nearest_value_or_none()
    {
        var mesh = new Mesh([0, 1, 0, 0, 0, 1], 2, new MeshCells(CellKind.Triangle, [0, 1, 2]));
        double[] targets = [0.25, 0.25, 0.9, 0.9, 2, 0, 1e9, 0];
        Assert.Equal([1.75f, float.NaN, float.NaN, float.NaN], OnMesh(mesh, targets, [1, 2, 3], true));
        Assert.Equal([1.75f, 2, 2, 2], OnMesh(mesh, targets, [1, 2, 3], false));
    }

    /// <summary>A flat cell and a mesh without cells contain no place.</summary>
    [Fact]
    public void Flat_cells_have_no_inside()
    {
        var flat = new Mesh([0, 1, 2, 0, 0, 0], 2, new MeshCells(CellKind.Triangle, [0, 1, 2]));
        Assert.Equal([float.NaN], OnMesh(flat, [0.5, 0], [1, 2, 3], true));
        Assert.Equal([1f], OnMesh(new Mesh([0, 1], 1), [0.4], [1, 2], false));
        Assert.Equal([float.NaN], OnMesh(new Mesh([0, 1], 1), [0.4], [1, 2], true));
    }

    [Theory]
    [InlineData(PointInterpolation.Nearest)]
    [InlineData(PointInterpolation.InverseDistance)]
    public void Points_keep_their_values(PointInterpolation kind)
    {
        double[] points = Random(2, 50, 8);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (float)Wave(points, i)),
            Run(points, points, 2, new() { Kind = kind }, Wave));
    }

    /// <summary>Means never leave the values' range; of two points at one place both count.</summary>
    [Fact]
    public void Inverse_distances_are_means()
    {
        double[] points = Random(2, 60, 9), targets = Random(2, 200, 10);
        Assert.All(Run(points, targets, 2, new() { Kind = PointInterpolation.InverseDistance }, (_, i) => i % 2),
            v => Assert.InRange(v, 0, 1));
        Assert.Equal([1.5f], Run([0.5, 0.5, 0.9], [0.5], 1, new() { Kind = PointInterpolation.InverseDistance },
            (_, i) => i + 1));
    }

    /// <summary>Of points at the distances 1 and 2, the first has 2^power times the weight of the second.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3.5)]
    public void The_power_is_that_of_the_distances(double power)
    {
        var options = new PointInterpolationOptions { Kind = PointInterpolation.InverseDistance, Power = power };
        Assert.Equal(1 / (1 + Math.Pow(2, power)), Run([1, 4], [2], 1, options, (_, i) => i)[0], 1e-6);
    }

    /// <summary>Points on a line, few of them, and all at one place: a lower degree, and never NaN.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void Degenerate_clouds_lower_the_degree(int degree)
    {
        var options = new PointInterpolationOptions { Degree = degree };
        double[] line = [.. Enumerable.Range(0, 30).SelectMany(i => new[] { i / 30.0, i / 15.0 })];
        double[] targets = [0.3, 0.1, 0.5, 1, 2, 2];
        Assert.All(Run(line, targets, 2, options, (p, i) => p[2 * i]), v => Assert.InRange(v, 0, 1));
        Assert.All(Run([0.1, 0.2, 0.3, 0.1], targets, 2, options, (_, i) => i), v => Assert.InRange(v, 0, 1));
        Assert.All(Run([.. Enumerable.Repeat(0.5, 40)], targets, 2, options, (_, _) => 4), v => Assert.Equal(4, v, 6));
        Assert.Equal([7f], Run([0.2, 0.2], [0.2, 0.2], 2, options, (_, _) => 7));
    }

    private static double Wave(double[] at, int i) => Math.Sin(5 * at[2 * i]) * Math.Cos(4 * at[2 * i + 1]);

    private static float[] Run(double[] points, double[] targets, int axes, PointInterpolationOptions options,
        Func<double[], int, double> f)
    {
        var result = new float[targets.Length / axes];
        ScatteredInterpolation.ByNeighbors(points, targets, axes, options)
            .Apply([.. Enumerable.Range(0, points.Length / axes).Select(i => (float)f(points, i))], result);
        return result;
    }

    private static float[] OnMesh(Mesh mesh, double[] targets, float[] values, bool leavesOutside)
    {
        var result = new float[targets.Length / mesh.Dimensions];
        ScatteredInterpolation.OnMesh(Points(mesh), [.. mesh.Cells.SelectMany(c => c.Corners)], targets,
            mesh.Dimensions, leavesOutside).Apply(values, result);
        return result;
    }

    private static double[] Points(Mesh mesh)
        => [.. Enumerable.Range(0, mesh.PointCount).SelectMany(i => mesh[i].ToArray())];

    private static double[] Random(int axes, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, axes * count).Select(_ => random.NextDouble())];
    }
}
