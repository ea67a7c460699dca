using Microsoft.ML.NeuralOperators.Sparse;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Sparse;

public class SparseFactorTests
{
    /// <summary>Definite matrices and others, one or two unknowns a point, on grids of any shape.</summary>
    [Fact]
    public void Solutions_meet_every_equation()
        => Rule.Holds(Rule.Seed(), seed =>
        {
            var random = new Random(seed);
            int rows = random.Next(1, 24), columns = random.Next(1, 24), unknowns = random.Next(1, 3);
            (SparsePattern pattern, EliminationTree tree) = Grid(rows, columns, unknowns);
            double shift = random.Next(2) == 0 ? 0 : -3;
            SparseMatrix matrix = Random(pattern, random, shift);
            double[] b = [.. Enumerable.Range(0, pattern.Size).Select(_ => random.NextDouble() - 0.5)];
            var factor = new SparseFactor(tree);
            // The memory of another matrix must not show.
            factor.Factor(Random(pattern, random, 1));
            factor.Factor(matrix);
            double[] x = factor.Solve(b);
            var product = new double[b.Length];
            matrix.Multiply(x, product);
            double size = matrix.Norm() * x.Max(Math.Abs) + b.Max(Math.Abs);
            for (int i = 0; i < b.Length; i++) Assert.InRange(Math.Abs(product[i] - b[i]) / size, 0, 1e-14);
        });

    [Fact]
    public void A_vanishing_pivot_is_made_up_for()
    {
        var pattern = new SparsePattern(3, [[0, 1], [1, 2]]);
        var factor = new SparseFactor(new EliminationTree(pattern, [new Dissection([0, 1, 2], [])]));
        // [0 1 0; 1 0 2; 0 2 5]
        var matrix = new SparseMatrix(pattern);
        matrix.AddSymmetric(0, 1, 1);
        matrix.AddSymmetric(1, 2, 2);
        matrix.AddSymmetric(2, 2, 5);
        factor.Factor(matrix);
        double[] x = factor.Solve([1, 2, 3]);
        Assert.Equal(1, factor.Replaced);
        Assert.Equal([2 - 2 * (3 - 2.0) / 5, 1, (3 - 2.0) / 5], x, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void A_singular_matrix_is_named_as_such()
    {
        (SparsePattern pattern, EliminationTree tree) = Grid(8, 8, 1);
        var matrix = new SparseMatrix(pattern);
        // Exchanges alone: whatever is constant stays.
        for (int i = 0; i < pattern.Size; i++)
            foreach (int j in pattern.Row(i))
                if (j > i)
                {
                    matrix.AddSymmetric(i, j, -1);
                    matrix.AddSymmetric(i, i, 1);
                    matrix.AddSymmetric(j, j, 1);
                }
        var factor = new SparseFactor(tree);
        factor.Factor(matrix);
        double[] b = new double[64];
        b[5] = 1;
        Assert.Contains("singular", Assert.Throws<InvalidOperationException>(() => factor.Solve(b)).Message);
    }

    /// <summary>n² points need about n² log n numbers; a band has n³.</summary>
    [Fact]
    public void Factors_of_a_grid_are_far_smaller_than_a_band()
    {
        int small = Grid(32, 32, 1).Tree.FactorLength, large = Grid(128, 128, 1).Tree.FactorLength;
        Assert.InRange((double)large / small, 16, 30);
        Assert.InRange(large, 0, 128 * 128 * 128 / 2);
    }

    [Fact]
    public void Every_point_is_eliminated_once_after_those_its_part_keeps_apart()
    {
        (SparsePattern pattern, EliminationTree tree) = Grid(17, 9, 1);
        Assert.Equal(Enumerable.Range(0, pattern.Size), tree.Original.Order());
        for (int i = 0; i < tree.Fronts.Length; i++)
            Assert.All(tree.Fronts[i].Children, child => Assert.True(child.Index < i));
    }

    [Fact]
    public void Another_pattern_or_no_matrix_is_refused()
    {
        (SparsePattern _, EliminationTree tree) = Grid(2, 2, 1);
        var factor = new SparseFactor(tree);
        Assert.Throws<InvalidOperationException>(() => factor.Solve([1, 2, 3, 4]));
        Assert.Contains("another pattern",
            Assert.Throws<ArgumentException>(() => factor.Factor(new SparseMatrix(Grid(2, 2, 1).Pattern))).Message);
    }

    private static (SparsePattern Pattern, EliminationTree Tree) Grid(int rows, int columns, int unknowns)
    {
        double[] x = [.. Enumerable.Range(0, rows * columns).Select(i => (double)(i / columns))],
            y = [.. Enumerable.Range(0, rows * columns).Select(i => (double)(i % columns))];
        // Squares of four points.
        int[][] squares = [.. from i in Enumerable.Range(0, Math.Max(1, rows - 1))
                              from j in Enumerable.Range(0, Math.Max(1, columns - 1))
                              select Square(i, j)];
        var points = new SparsePattern(rows * columns, squares);
        SparsePattern pattern = unknowns == 1 ? points : new SparsePattern(unknowns * points.Size,
            squares.Select(s => s.SelectMany(p => Enumerable.Range(unknowns * p, unknowns)).ToArray()));
        return (pattern, new EliminationTree(pattern, NestedDissection.Order(points, x, y), unknowns));

        int[] Square(int i, int j)
        {
            int below = Math.Min(i + 1, rows - 1), right = Math.Min(j + 1, columns - 1);
            return [.. new[]
            {
                i * columns + j, i * columns + right, below * columns + j, below * columns + right,
            }.Distinct()];
        }
    }

    private static SparseMatrix Random(SparsePattern pattern, Random random, double shift)
    {
        var matrix = new SparseMatrix(pattern);
        for (int i = 0; i < pattern.Size; i++)
            foreach (int j in pattern.Row(i))
                if (j >= i) matrix.AddSymmetric(i, j, i == j ? 8 + shift : random.NextDouble() - 0.5);
        return matrix;
    }
}
