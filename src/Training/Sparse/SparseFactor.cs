namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>
/// A symmetric matrix as L·D·Lᵀ, definite or not, and solutions with it. Pivots are taken in the order of the tree:
/// where one is next to nothing, a small number takes its place, and refinement of the solution makes up for it.
/// </summary>
/// <remarks>Used by one thread at a time; its memory serves one matrix after the other.</remarks>
/// <param name="tree">The fronts of the matrices' pattern.</param>
internal sealed unsafe class SparseFactor(EliminationTree tree)
{
    private const double SmallestPivot = 1e-11, Accuracy = 1e-10, LargestResidual = 1e-6;
    private const int MostSteps = 6;
    private readonly double[] _factor = GC.AllocateUninitializedArray<double>(tree.FactorLength);
    private readonly double[] _stack = GC.AllocateUninitializedArray<double>(checked((int)tree.StackLength));
    private SparseMatrix? _matrix;

    /// <summary>Pivots of the last matrix that were replaced.</summary>
    public int Replaced { get; private set; }

    /// <summary>Eliminates a matrix; only its upper triangle is read.</summary>
    public void Factor(SparseMatrix matrix)
    {
        if (matrix.Pattern != tree.Pattern)
            throw new ArgumentException("The matrix has another pattern than the factor.", nameof(matrix));
        _matrix = matrix;
        Replaced = 0;
        double smallest = Math.Max(SmallestPivot * matrix.Norm(), double.Epsilon);
        var rests = new (int Start, int Length)[tree.Fronts.Length];
        fixed (double* factor = _factor, stack = _stack)
        {
            double* rows = factor;
            int top = 0;
            for (int f = 0; f < tree.Fronts.Length; f++)
            {
                EliminationTree.Front front = tree.Fronts[f];
                int rest = front.Rest;
                new Span<double>(rows, front.Own * front.Size).Clear();
                new Span<double>(stack + top, rest * rest).Clear();
                foreach ((int entry, int place) in front.Entries) rows[place] += matrix.Values[entry];
                int bottom = top;
                foreach ((int child, int[] places) in front.Children)
                {
                    AddRest(stack + rests[child].Start, places, rows, stack + top, front);
                    bottom = Math.Min(bottom, rests[child].Start);
                }
                Replaced += DenseElimination.Run(rows, stack + top, front.Own, front.Size, smallest);
                // Down over the children's, which nothing needs any more.
                new Span<double>(stack + top, rest * rest).CopyTo(new Span<double>(stack + bottom, rest * rest));
                rests[f] = (bottom, rest);
                top = bottom + rest * rest;
                rows += front.Own * front.Size;
            }
        }
    }

    /// <summary>The solution for a right side, refined until its residual is that of rounding.</summary>
    /// <exception cref="InvalidOperationException">The matrix is singular, or nearly so.</exception>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        SparseMatrix matrix = _matrix ?? throw new InvalidOperationException("No matrix was factored yet.");
        double[] x = new double[right.Length], residual = right.ToArray(), best = x;
        double norm = matrix.Norm(), largest = Largest(right), least = double.PositiveInfinity, left = least;
        for (int step = 0; step < MostSteps; step++)
        {
            Substitute(residual);
            double[] next = [.. x];
            for (int i = 0; i < x.Length; i++) next[i] += residual[i];
            x = next;
            matrix.Multiply(x, residual);
            for (int i = 0; i < x.Length; i++) residual[i] = right[i] - residual[i];
            double rest = Largest(residual), error = rest / Math.Max(norm * Largest(x) + largest, double.Epsilon);
            if (double.IsNaN(error)) break;
            bool stands = error > least / 2;
            if (error < least) (least, left, best) = (error, rest, x);
            if (stands || error < 1e-16) break;
        }
        // Solutions without bounds make any residual small beside them: it must be small beside the right side, too.
        return least <= Accuracy && left <= LargestResidual * largest ? best : throw new InvalidOperationException(
            FormattableString.Invariant($"The system was solved to a residual of {left / largest:g2}, ")
            + FormattableString.Invariant($"expected {LargestResidual}: its matrix is singular or nearly so."));
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        // A number that is none must not get lost.
        foreach (double value in values) largest = Math.Abs(value) <= largest ? largest : Math.Abs(value);
        return largest;
    }

    private static void AddRest(double* rest, int[] places, double* rows, double* own, EliminationTree.Front front)
    {
        int length = places.Length;
        for (int i = 0; i < length; i++)
        {
            // The places ascend: what is above the diagonal stays above it.
            int row = places[i];
            double* from = rest + (long)i * length;
            double* to = row < front.Own ? rows + (long)row * front.Size
                : own + (long)(row - front.Own) * front.Rest - front.Own;
            for (int j = i; j < length; j++) to[places[j]] += from[j];
        }
    }

    // In place.
    private void Substitute(double[] values)
    {
        var x = new double[values.Length];
        for (int i = 0; i < x.Length; i++) x[i] = values[tree.Original[i]];
        int largest = tree.Fronts.Max(f => f.Size);
        var buffer = new double[largest];
        fixed (double* factor = _factor, w = buffer)
        {
            double* rows = factor;
            foreach (EliminationTree.Front front in tree.Fronts)
            {
                Gather(x, front, w);
                for (int i = 0; i < front.Own; i++)
                {
                    double* row = rows + (long)i * front.Size;
                    w[i] /= row[i];
                    DenseElimination.Subtract(w + i + 1, row + i + 1, w[i], front.Size - i - 1);
                }
                for (int i = 0; i < front.Size; i++) x[front.Rows[i]] = w[i];
                rows += front.Own * front.Size;
            }
            for (int f = tree.Fronts.Length - 1; f >= 0; f--)
            {
                EliminationTree.Front front = tree.Fronts[f];
                rows -= front.Own * front.Size;
                Gather(x, front, w);
                for (int i = front.Own - 1; i >= 0; i--)
                {
                    double* row = rows + (long)i * front.Size;
                    w[i] -= DenseElimination.Dot(row + i + 1, w + i + 1, front.Size - i - 1) / row[i];
                    x[front.Rows[i]] = w[i];
                }
            }
        }
        for (int i = 0; i < x.Length; i++) values[tree.Original[i]] = x[i];
    }

    private static void Gather(double[] x, EliminationTree.Front front, double* w)
    {
        for (int i = 0; i < front.Size; i++) w[i] = x[front.Rows[i]];
    }
}
