namespace Microsoft.ML.NeuralOperators;

/// <summary>Cells of one kind.</summary>
/// <param name="Kind">Their shape.</param>
/// <param name="Corners">The points at their corners, cell after cell.</param>
public sealed record MeshCells(CellKind Kind, IReadOnlyList<int> Corners)
{
    /// <summary>The points at their corners, cell after cell.</summary>
    public IReadOnlyList<int> Corners { get; } = Corners.Copied();

    /// <summary>Number of cells.</summary>
    public int Count => Corners.Count / CellShape.Of(Kind).Corners;
}

/// <summary>Points and the cells between them, of one or several kinds.</summary>
public sealed class Mesh
{
    private readonly double[] _points;

    /// <summary>A mesh.</summary>
    /// <param name="coordinates">Coordinates of the points, [dimensions, points].</param>
    /// <param name="dimensions">Coordinates of a point: 1, 2 or 3.</param>
    /// <param name="cells">Its cells; in space they may be faces, in a plane lines.</param>
    /// <exception cref="ArgumentException">
    /// A coordinate is not finite, a cell has a corner twice, a number of corners is not that of whole cells, a corner
    /// is no point, or cells have more dimensions than the points.
    /// </exception>
    public Mesh(ReadOnlySpan<float> coordinates, int dimensions, params IReadOnlyList<MeshCells> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        _points = PointCloud.Transposed(coordinates, dimensions, nameof(coordinates));
        (Dimensions, Cells) = (dimensions, [.. cells]);
        foreach (MeshCells block in Cells) RequireWhole(block);
    }

    /// <summary>Coordinates of a point.</summary>
    public int Dimensions { get; }

    /// <summary>Number of points.</summary>
    public int PointCount => _points.Length / Dimensions;

    /// <summary>The cells, kind after kind.</summary>
    public IReadOnlyList<MeshCells> Cells { get; }

    /// <summary>Number of cells.</summary>
    public int CellCount => Cells.Sum(block => block.Count);

    /// <summary>The coordinates of a point.</summary>
    public ReadOnlySpan<double> this[int point] => _points.AsSpan(point * Dimensions, Dimensions);

    /// <summary>Length, area or volume of every cell, in their order.</summary>
    public double[] CellMeasures()
    {
        var measures = new List<double>(CellCount);
        ForEachCell((_, weights) =>
        {
            double sum = 0;
            foreach (double weight in weights) sum += weight;
            measures.Add(sum);
        });
        return [.. measures];
    }

    /// <summary>
    /// Weights of the points as quadrature: the integral of the function that is 1 at one point and 0 at all others,
    /// linear or multilinear on each cell. This is the lumped mass matrix; the weights add up to the measure of the
    /// mesh, and points without cells have none.
    /// </summary>
    public double[] PointWeights()
    {
        var sums = new double[PointCount];
        ForEachCell((corners, weights) =>
        {
            for (int i = 0; i < corners.Length; i++) sums[corners[i]] += weights[i];
        });
        return sums;
    }

    /// <summary>Every edge once, lower point first, in ascending order.</summary>
    public IReadOnlyList<(int First, int Second)> Edges()
        => [.. AllCells().SelectMany(cell => cell.Shape.Edges.Select(edge =>
        {
            int a = cell.Corners[edge.Item1], b = cell.Corners[edge.Item2];
            return (Math.Min(a, b), Math.Max(a, b));
        })).Distinct().Order()];

    /// <summary>The edges as a graph: the points that share an edge with each point, in ascending order.</summary>
    public Neighbors Graph()
    {
        var near = new List<int>[PointCount];
        for (int i = 0; i < near.Length; i++) near[i] = [];
        foreach (var (first, second) in Edges())
        {
            near[first].Add(second);
            near[second].Add(first);
        }
        var splits = new int[near.Length + 1];
        for (int i = 0; i < near.Length; i++) splits[i + 1] = splits[i] + near[i].Count;
        return new Neighbors([.. near.SelectMany(list => list.Order())], splits);
    }

    /// <summary>
    /// The sides that belong to one cell only: end points of lines, edges of faces, faces of bodies; with their corners
    /// in the cell's order. Cells of lower dimension than others have no part in it.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> BoundaryFacets()
    {
        int dimension = Cells.Select(block => CellShape.Of(block.Kind).Dimension).DefaultIfEmpty().Max();
        return [.. AllCells().Where(cell => cell.Shape.Dimension == dimension)
            .SelectMany(cell => cell.Shape.Facets.Select(facet => facet.Select(i => cell.Corners[i]).ToArray()))
            .GroupBy(Key).Where(same => same.Count() == 1).Select(same => same.First())];

        // Sides have up to four corners, which neighbours see in another order.
        static (int, int, int, int) Key(int[] facet)
        {
            int[] sorted = [.. facet.Order(), -1, -1, -1];
            return (sorted[0], sorted[1], sorted[2], sorted[3]);
        }
    }

    /// <summary>The points on boundary sides, in ascending order.</summary>
    public int[] BoundaryPoints() => [.. BoundaryFacets().SelectMany(facet => facet).Distinct().Order()];

    private IEnumerable<(CellShape Shape, int[] Corners)> AllCells()
    {
        foreach (MeshCells block in Cells)
        {
            CellShape shape = CellShape.Of(block.Kind);
            for (int start = 0; start < block.Corners.Count; start += shape.Corners)
            {
                var corners = new int[shape.Corners];
                for (int i = 0; i < corners.Length; i++) corners[i] = block.Corners[start + i];
                yield return (shape, corners);
            }
        }
    }

    private void ForEachCell(CellVisitor visit)
    {
        foreach (var (shape, corners) in AllCells())
        {
            var places = new double[corners.Length * Dimensions];
            for (int i = 0; i < corners.Length; i++) this[corners[i]].CopyTo(places.AsSpan(i * Dimensions));
            var weights = new double[corners.Length];
            CellQuadrature.Weights(shape, places, Dimensions, weights);
            visit(corners, weights);
        }
    }

    private void RequireWhole(MeshCells block)
    {
        CellShape shape = CellShape.Of(block.Kind);
        if (shape.Dimension > Dimensions)
            throw new ArgumentException($"Points of {Dimensions} coordinates have no {block.Kind} cells.", "cells");
        if (block.Corners.Count % shape.Corners != 0)
            throw new ArgumentException($"{block.Corners.Count} corners are no whole number of {block.Kind} cells of "
                + $"{shape.Corners}.", "cells");
        for (int i = 0; i < block.Corners.Count; i++)
            if (block.Corners[i] < 0 || block.Corners[i] >= PointCount)
                throw new ArgumentException($"{block.Kind} cell {i / shape.Corners} has a corner {block.Corners[i]}; "
                    + $"expected 0 to {PointCount - 1}.", "cells");
        for (int start = 0; start < block.Corners.Count; start += shape.Corners)
            for (int i = 0; i < shape.Corners; i++)
                for (int j = 0; j < i; j++)
                    if (block.Corners[start + i] == block.Corners[start + j])
                        throw new ArgumentException($"{block.Kind} cell {start / shape.Corners} has the corner "
                            + $"{block.Corners[start + i]} twice.", "cells");
    }

    private delegate void CellVisitor(int[] corners, ReadOnlySpan<double> weights);
}
