namespace Microsoft.ML.NeuralOperators.Tests.Geometry;

/// <summary>The unit box cut into cells.</summary>
internal static class Meshes
{
    private static readonly int[][] Tetrahedra =
        [[0, 1, 2, 6], [0, 2, 3, 6], [0, 3, 7, 6], [0, 7, 4, 6], [0, 4, 5, 6], [0, 5, 1, 6]];

    /// <summary>A mesh of boxes, or of the triangles or tetrahedra in them.</summary>
    /// <param name="kind">The cells.</param>
    /// <param name="along">Boxes along each axis.</param>
    /// <param name="move">Where points go.</param>
    public static Mesh Box(CellKind kind, int along, Func<double[], double[]> move)
    {
        int axes = kind switch
        {
            CellKind.Line => 1,
            CellKind.Triangle or CellKind.Quadrilateral => 2,
            _ => 3,
        };
        int n = along + 1, count = (int)Math.Pow(n, axes);
        double[][] points = [.. Enumerable.Range(0, count).Select(i
            => move([.. Enumerable.Range(0, axes).Select(axis => i / (int)Math.Pow(n, axis) % n / (double)along)]))];
        float[] coordinates = [.. Enumerable.Range(0, axes).SelectMany(axis => points.Select(p => (float)p[axis]))];
        return new Mesh(coordinates, axes, new MeshCells(kind, [.. Cells(kind, along, axes)]));
    }

    private static IEnumerable<int> Cells(CellKind kind, int along, int axes)
    {
        int n = along + 1;
        int[][] parts = kind switch
        {
            CellKind.Line => [[0, 1]],
            CellKind.Triangle => [[0, 1, 2], [0, 2, 3]],
            CellKind.Tetrahedron => Tetrahedra,
            CellKind.Quadrilateral => [[0, 1, 2, 3]],
            _ => [[0, 1, 2, 3, 4, 5, 6, 7]],
        };
        for (int i = 0; i < (int)Math.Pow(along, axes); i++)
        {
            int x = i % along, y = i / along % along, z = i / along / along, first = x + n * (y + n * z);
            int[] corners = [first, first + 1, first + n + 1, first + n];
            if (axes == 3) corners = [.. corners, .. corners.Select(c => c + n * n)];
            foreach (int[] part in parts)
                foreach (int corner in part) yield return corners[corner];
        }
    }
}
