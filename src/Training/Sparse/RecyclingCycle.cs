namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>
/// One cycle of <see cref="RecyclingGmres"/>: directions V orthogonal to the images C of the recycled directions U, so
/// that A·[U V] = [C V]·G, and what is worth keeping of them afterwards.
/// </summary>
/// <param name="u">Recycled directions.</param>
/// <param name="c">Their images, orthonormal.</param>
internal sealed class RecyclingCycle(double[][] u, double[][] c)
{
    private readonly List<double[]> _v = [];
    // Columns of B = CᵀAV and of Hessenberg's matrix, and the latter turned to a triangle.
    private readonly List<double[]> _b = [], _h = [], _triangle = [];
    private readonly List<(double Cosine, double Sine)> _turns = [];
    private readonly List<double> _right = [];

    /// <summary>Directions so far.</summary>
    public int Steps => _h.Count;

    /// <summary>Adds a direction, unless the residual is already as small as it shall be.</summary>
    /// <param name="residual">The residual before the cycle.</param>
    /// <param name="goal">The length it shall have.</param>
    /// <param name="image">The matrix, with its preconditioner.</param>
    /// <returns>Whether there is more to do.</returns>
    public bool Continue(double[] residual, double goal, Func<double[], double[]> image)
    {
        if (_v.Count == 0)
        {
            double size = VectorBasis.Norm(residual);
            if (size <= goal) return false;
            _v.Add([.. residual]);
            VectorBasis.Scale(_v[0], 1 / size);
            _right.Add(size);
        }
        double[] w = image(_v[^1]), shares = new double[c.Length], column = new double[Steps + 2];
        double before = VectorBasis.Norm(w);
        // Twice, for rounding's sake.
        for (int pass = 0; pass < 2; pass++)
        {
            VectorBasis.Project(w, c, c.Length, shares);
            VectorBasis.Project(w, _v, _v.Count, column);
        }
        double norm = VectorBasis.Norm(w);
        bool isSpent = !(norm > 1e-14 * before);
        column[^1] = isSpent ? 0 : norm;
        VectorBasis.Scale(w, isSpent ? 0 : 1 / norm);
        _v.Add(w);
        _b.Add(shares);
        _h.Add(column);
        Turn([.. column]);
        return !isSpent && Math.Abs(_right[^1]) > goal;
    }

    /// <summary>Takes the best step and leaves its residual.</summary>
    public void Finish(double[] x, double[] residual)
    {
        if (Steps == 0) return;
        var y = new double[Steps];
        for (int i = Steps - 1; i >= 0; i--)
        {
            double sum = _right[i];
            for (int j = i + 1; j < Steps; j++) sum -= _triangle[j][i] * y[j];
            y[i] = sum / _triangle[i][i];
        }
        for (int i = 0; i < c.Length; i++)
        {
            double share = 0;
            for (int j = 0; j < Steps; j++) share += _b[j][i] * y[j];
            VectorBasis.Add(x, u[i], -share);
        }
        for (int j = 0; j < Steps; j++)
        {
            VectorBasis.Add(x, _v[j], y[j]);
            for (int i = 0; i < _h[j].Length; i++)
            {
                // r - V H y, with r along the first direction.
                VectorBasis.Add(residual, _v[i], -_h[j][i] * y[j]);
            }
        }
    }

    /// <summary>The directions on which the matrix is smallest, and their images.</summary>
    /// <param name="count">How many; a pair of complex ones may make it one more.</param>
    public (double[][] U, double[][] C) Recycle(int count)
    {
        if (Steps == 0) return (u, c);
        int k = u.Length, size = k + Steps;
        // [D B; 0 H] for directions of length 1, and [C V]ᵀ[U V].
        double[,] g = new double[size + 1, size], products = new double[size + 1, size];
        double[][] scaled = Array.ConvertAll(u, x => (double[])x.Clone());
        for (int i = 0; i < k; i++)
        {
            double length = VectorBasis.Norm(u[i]);
            VectorBasis.Scale(scaled[i], 1 / length);
            g[i, i] = 1 / length;
            for (int j = 0; j < k; j++) products[j, i] = VectorBasis.Dot(c[j], scaled[i]);
            for (int j = 0; j <= Steps; j++) products[k + j, i] = VectorBasis.Dot(_v[j], scaled[i]);
        }
        for (int j = 0; j < Steps; j++)
        {
            for (int i = 0; i < k; i++) g[i, k + j] = _b[j][i];
            for (int i = 0; i < _h[j].Length; i++) g[k + i, k + j] = _h[j][i];
            products[k + j, k + j] = 1;
        }
        double[,] p = HarmonicVectors.Slowest(g, products, count);
        double[,] q = HarmonicVectors.Orthonormal(g, p);
        double[][] directions = [.. scaled, .. _v.Take(Steps)], images = [.. c, .. _v];
        return (VectorBasis.Combine(directions, p), VectorBasis.Combine(images, q));
    }

    // Givens's rotations keep Hessenberg's matrix a triangle and show the residual.
    private void Turn(double[] column)
    {
        for (int i = 0; i < _turns.Count; i++)
        {
            (double cosine, double sine) = _turns[i];
            (column[i], column[i + 1]) = (cosine * column[i] + sine * column[i + 1],
                cosine * column[i + 1] - sine * column[i]);
        }
        int n = _turns.Count;
        double length = Math.Sqrt(column[n] * column[n] + column[n + 1] * column[n + 1]);
        (double Cosine, double Sine) turn = length > 0 ? (column[n] / length, column[n + 1] / length) : (1, 0);
        _turns.Add(turn);
        column[n] = length;
        _triangle.Add(column);
        double right = _right[n];
        _right[n] = turn.Cosine * right;
        _right.Add(-turn.Sine * right);
    }
}
