namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>What all cells of a kind have in common, as places among their corners.</summary>
/// <param name="Corners">Number of corners.</param>
/// <param name="Dimension">Dimension of the cell itself.</param>
/// <param name="Edges">Pairs of corners.</param>
/// <param name="Facets">The corners of every side: points of a line, edges of a face, faces of a body.</param>
/// <param name="Simplices">The cell as lines, triangles or tetrahedra.</param>
internal sealed record CellShape(int Corners, int Dimension, (int, int)[] Edges, int[][] Facets, int[][] Simplices)
{
    private static readonly CellShape Line = new(2, 1, [(0, 1)], [[0], [1]], [[0, 1]]);

    private static readonly CellShape Triangle =
        new(3, 2, [(0, 1), (1, 2), (2, 0)], [[0, 1], [1, 2], [2, 0]], [[0, 1, 2]]);

    private static readonly CellShape Quadrilateral = new(4, 2, [(0, 1), (1, 2), (2, 3), (3, 0)],
        [[0, 1], [1, 2], [2, 3], [3, 0]], [[0, 1, 2], [0, 2, 3]]);

    private static readonly CellShape Tetrahedron = new(4, 3, [(0, 1), (1, 2), (2, 0), (0, 3), (1, 3), (2, 3)],
        [[0, 1, 2], [0, 1, 3], [1, 2, 3], [0, 2, 3]], [[0, 1, 2, 3]]);

    // Six tetrahedra around the diagonal from corner 0 to corner 6.
    private static readonly CellShape Hexahedron = new(8, 3,
        [(0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 7), (7, 4), (0, 4), (1, 5), (2, 6), (3, 7)],
        [[0, 1, 2, 3], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]],
        [[0, 1, 2, 6], [0, 2, 3, 6], [0, 3, 7, 6], [0, 7, 4, 6], [0, 4, 5, 6], [0, 5, 1, 6]]);

    /// <summary>The shape of a kind.</summary>
    public static CellShape Of(CellKind kind) => kind switch
    {
        CellKind.Line => Line,
        CellKind.Triangle => Triangle,
        CellKind.Quadrilateral => Quadrilateral,
        CellKind.Tetrahedron => Tetrahedron,
        CellKind.Hexahedron => Hexahedron,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are no such cells."),
    };

    /// <summary>The simplex of a dimension: lines, triangles, tetrahedra.</summary>
    public static CellKind Simplex(int dimension)
        => dimension switch { 1 => CellKind.Line, 2 => CellKind.Triangle, _ => CellKind.Tetrahedron };
}
