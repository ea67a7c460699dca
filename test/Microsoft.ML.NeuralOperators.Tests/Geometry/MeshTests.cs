using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Geometry;

/// <summary>Measures, weights, edges and boundaries of meshes.</summary>
public class MeshTests
{
    // A unit square of two triangles beside a unit square of one quadrilateral:
    // 0 1 2
    // 3 4 5
    private static Mesh Strip { get; } = new([0, 1, 2, 0, 1, 2, 1, 1, 1, 0, 0, 0], 2,
        new MeshCells(CellKind.Triangle, [3, 4, 0, 4, 1, 0]), new MeshCells(CellKind.Quadrilateral, [4, 5, 2, 1]));

    [Fact]
    public void Areas_and_weights_of_a_mixed_mesh_are_exact()
    {
        Assert.Equal((6, 3, 2), (Strip.PointCount, Strip.CellCount, Strip.Dimensions));
        Assert.Equal([0.5, 0.5, 1], Strip.CellMeasures().Select(a => Math.Round(a, 12)));
        Assert.Equal([1 / 3.0, 1 / 6.0 + 0.25, 0.25, 1 / 6.0, 1 / 3.0 + 0.25, 0.25], Strip.PointWeights(), Near);
    }

    [Fact]
    public void Edges_and_boundary_are_those_of_the_drawing()
    {
        Assert.Equal([(0, 1), (0, 3), (0, 4), (1, 2), (1, 4), (2, 5), (3, 4), (4, 5)], Strip.Edges());
        Assert.Equal(["0 1", "0 3", "1 2", "2 5", "3 4", "4 5"],
            Strip.BoundaryFacets().Select(f => string.Join(" ", f.Order())).Order());
        Assert.Equal([0, 1, 2, 3, 4, 5], Strip.BoundaryPoints());
        Neighbors graph = Strip.Graph();
        Assert.Equal([0, 1, 3, 5], graph.Of(4).ToArray());
        Assert.Equal(16, graph.Indices.Count);
    }

    /// <summary>
    /// A box moved and bent linearly, cut into cells: every kind gives its volume and integrates its centre.
    /// </summary>
    [Theory]
    [InlineData(CellKind.Line, 1)]
    [InlineData(CellKind.Triangle, 2)]
    [InlineData(CellKind.Quadrilateral, 2)]
    [InlineData(CellKind.Tetrahedron, 3)]
    [InlineData(CellKind.Hexahedron, 3)]
    public void Weights_integrate_linear_functions(CellKind kind, int axes)
    {
        Mesh mesh = Meshes.Box(kind, 4, place => [.. place.Select((x, i)
            => 1 + 2 * x + 0.3 * place[(i + 1) % place.Length] * (axes > 1 ? 1 : 0))]);
        double[] weights = mesh.PointWeights();
        double volume = axes switch { 1 => 2, 2 => 4 - 0.09, _ => 8 + 0.027 };
        Assert.Equal(volume, mesh.CellMeasures().Sum(), 1e-5);
        Assert.Equal(volume, weights.Sum(), 1e-5);
        Assert.Equal(volume * (2 + (axes > 1 ? 0.15 : 0)), weights.Select((w, i) => w * mesh[i][0]).Sum(), 1e-5);
        // 6 sides of 4² cells, each of one square or two triangles; all outer points are on them.
        int outer = axes switch { 1 => 2, 2 => 16, _ => kind == CellKind.Hexahedron ? 96 : 192 };
        Assert.Equal(outer, mesh.BoundaryFacets().Count);
        Assert.Equal((int)(Math.Pow(5, axes) - Math.Pow(3, axes)), mesh.BoundaryPoints().Length);
    }

    [Fact]
    public void Faces_in_space_and_lines_in_a_plane_have_measures()
    {
        float[] corners = [0, 3, 0, 0, 0, 4, 0, 0, 0];
        Assert.Equal([6], new Mesh(corners, 3, new MeshCells(CellKind.Triangle, [0, 1, 2])).CellMeasures(), Near);
        Assert.Equal([5], new Mesh([0, 3, 0, 4], 2, new MeshCells(CellKind.Line, [0, 1])).CellMeasures(), Near);
        Assert.Equal([0], new Mesh([0, 1, 2, 0, 0, 0], 2, new MeshCells(CellKind.Triangle, [0, 1, 2])).CellMeasures());
    }

    [Fact]
    public void Meshes_without_cells_have_points_only()
    {
        var mesh = new Mesh([1, 2, 3], 1);
        Assert.Equal([0, 0, 0], mesh.PointWeights());
        Assert.Empty(mesh.BoundaryFacets());
        Assert.Empty(mesh.Edges());
        Assert.Equal(3, mesh.Graph().Count);
    }

    [Theory]
    [InlineData(CellKind.Triangle, "Triangle cell 1 has a corner 4; expected 0 to 3", 0, 1, 2, 1, 2, 4)]
    [InlineData(CellKind.Triangle, "Triangle cell 0 has a corner -1", 0, 1, -1)]
    [InlineData(CellKind.Triangle, "4 corners are no whole number of Triangle cells of 3", 0, 1, 2, 3)]
    [InlineData(CellKind.Quadrilateral, "Quadrilateral cell 0 has the corner 1 twice", 0, 1, 2, 1)]
    [InlineData(CellKind.Tetrahedron, "Points of 2 coordinates have no Tetrahedron cells", 0, 1, 2, 3)]
    public void Cells_that_make_no_sense_are_named(CellKind kind, string expected, params int[] corners)
        => Assert.Contains(expected, Assert.Throws<ArgumentException>(()
            => new Mesh([0, 1, 1, 0, 0, 0, 1, 1], 2, new MeshCells(kind, corners))).Message);

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;
}
