namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>How a sequence of systems is solved.</summary>
/// <param name="Restart">Vectors kept at a time.</param>
/// <param name="Recycled">How many of them are handed on; 0 is restarted GMRES.</param>
/// <param name="Tolerance">Residual over right side at which a system is done.</param>
/// <param name="MostProducts">Products with the matrix after which it is given up.</param>
internal sealed record RecyclingOptions(int Restart = 40, int Recycled = 15, double Tolerance = 1e-10,
    int MostProducts = 20_000);

/// <summary>
/// GCRO-DR (Parks, de Sturler, Mackey, Johnson and Maiti 2006): restarted GMRES that hands the directions that
/// converge most slowly on, from cycle to cycle and from system to system. For systems that follow one another and
/// resemble each other; used by one thread.
/// </summary>
/// <param name="options">Sizes and tolerance.</param>
internal sealed class RecyclingGmres(RecyclingOptions options)
{
    private double[][] _recycled = [];

    /// <summary>Products with a matrix so far.</summary>
    public int Products { get; private set; }

    /// <summary>Forgets what was learned from earlier systems.</summary>
    public void Reset() => _recycled = [];

    /// <summary>The solution of a system.</summary>
    /// <param name="matrix">Any matrix.</param>
    /// <param name="right">The right side.</param>
    /// <param name="precondition">An approximate inverse, applied from the left.</param>
    /// <exception cref="InvalidOperationException">It takes too many products.</exception>
    public double[] Solve(SparseMatrix matrix, double[] right, Preconditioner precondition)
    {
        var x = new double[right.Length];
        double goal = options.Tolerance * VectorBasis.Norm(right);
        double[] residual = [.. right];
        if (VectorBasis.Norm(residual) <= goal) return x;
        precondition(residual);
        double shrink = options.Tolerance * VectorBasis.Norm(residual);
        (double[][] u, double[][] c) = Renew(matrix, precondition);
        int last = Products + options.MostProducts;
        while (Products < last)
        {
            for (int i = 0; i < c.Length; i++)
            {
                double share = VectorBasis.Dot(c[i], residual);
                VectorBasis.Add(x, u[i], share);
                VectorBasis.Add(residual, c[i], -share);
            }
            var cycle = new RecyclingCycle(u, c);
            while (cycle.Steps < options.Restart - u.Length
                && cycle.Continue(residual, shrink, v => Image(matrix, v, precondition)))
            {
            }
            cycle.Finish(x, residual);
            // The residual itself, which the preconditioner may show smaller or larger.
            var rest = new double[x.Length];
            matrix.Multiply(x, rest);
            for (int i = 0; i < rest.Length; i++) rest[i] = right[i] - rest[i];
            double size = VectorBasis.Norm(rest);
            if (options.Recycled > 0) (u, c) = cycle.Recycle(options.Recycled);
            _recycled = u;
            if (size <= goal) return x;
            if (double.IsNaN(size)) break;
            precondition(rest);
            residual = rest;
            shrink = Math.Min(shrink, VectorBasis.Norm(residual) * goal / size) / 2;
        }
        Reset();
        throw new InvalidOperationException(
            $"The system was not solved with {options.MostProducts} products; a better preconditioner is needed.");
    }

    private double[] Image(SparseMatrix matrix, double[] v, Preconditioner precondition)
    {
        var image = new double[v.Length];
        matrix.Multiply(v, image);
        precondition(image);
        Products++;
        return image;
    }

    // The recycled directions and their images by this matrix, which are made orthonormal.
    private (double[][] U, double[][] C) Renew(SparseMatrix matrix, Preconditioner precondition)
    {
        List<double[]> u = [], c = [];
        foreach (double[] old in _recycled)
        {
            if (old.Length != matrix.Pattern.Size) break;
            double[] direction = [.. old], image = Image(matrix, direction, precondition);
            double before = VectorBasis.Norm(image);
            // Twice, for rounding's sake.
            for (int pass = 0; pass < 2; pass++)
                for (int i = 0; i < c.Count; i++)
                {
                    double share = VectorBasis.Dot(c[i], image);
                    VectorBasis.Add(image, c[i], -share);
                    VectorBasis.Add(direction, u[i], -share);
                }
            double norm = VectorBasis.Norm(image);
            if (!(norm > 1e-10 * before)) continue;
            VectorBasis.Scale(image, 1 / norm);
            VectorBasis.Scale(direction, 1 / norm);
            u.Add(direction);
            c.Add(image);
        }
        return ([.. u], [.. c]);
    }
}
