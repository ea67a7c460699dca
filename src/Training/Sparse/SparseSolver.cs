using System.Collections.Concurrent;

namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>
/// Solves systems of one pattern by elimination, on several threads at once: what the pattern asks for is found once,
/// and the memory of a factor serves the next system.
/// </summary>
internal sealed class SparseSolver
{
    private readonly EliminationTree _tree;
    private readonly ConcurrentBag<SparseFactor> _factors = [];

    /// <summary>A solver for points of the plane.</summary>
    /// <param name="points">Number of points.</param>
    /// <param name="groups">Points that meet: those of an element, or two that exchange.</param>
    /// <param name="x">First coordinate of each point, which only decides the order of elimination.</param>
    /// <param name="y">Second coordinate of each point.</param>
    /// <param name="unknowns">Unknowns of a point, which are numbered one after the other.</param>
    public SparseSolver(int points, IReadOnlyList<int[]> groups, double[] x, double[] y, int unknowns = 1)
    {
        var pattern = new SparsePattern(points, groups);
        Pattern = unknowns == 1 ? pattern : new SparsePattern(unknowns * points, groups.Select(group
            => group.SelectMany(point => Enumerable.Range(unknowns * point, unknowns)).ToArray()));
        _tree = new EliminationTree(Pattern, NestedDissection.Order(pattern, x, y), unknowns);
    }

    /// <summary>The pattern of the systems.</summary>
    public SparsePattern Pattern { get; }

    /// <summary>The solution of a system.</summary>
    /// <exception cref="InvalidOperationException">The matrix is singular, or nearly so.</exception>
    public double[] Solve(SparseMatrix matrix, ReadOnlySpan<double> right)
    {
        SparseFactor factor = _factors.TryTake(out SparseFactor? free) ? free : new SparseFactor(_tree);
        try
        {
            factor.Factor(matrix);
            return factor.Solve(right);
        }
        finally
        {
            _factors.Add(factor);
        }
    }
}
