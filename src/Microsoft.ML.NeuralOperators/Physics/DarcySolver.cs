namespace Microsoft.ML.NeuralOperators.Physics;

/// <summary>
/// Steady Darcy flow -∇·(a∇u) = f on the unit square with u = 0 at the boundary: five-point finite volumes on cell centres with
/// harmonic means at the faces, so that fluxes are conserved across jumps of a.
/// </summary>
/// <remarks>
/// Solved by conjugate gradients, preconditioned by the constant-coefficient problem, which sine transforms solve exactly: the
/// number of iterations depends on the contrast of a and not on the grid.
/// </remarks>
public sealed class DarcySolver
{
    private const double Tolerance = 1e-10;
    private const int MaximumIterations = 2000;
    private readonly int _rows;
    private readonly int _columns;
    private readonly double[] _rowSines;
    private readonly double[] _columnSines;
    private readonly double[] _inverseEigenvalues;

    /// <summary>A solver for one grid; it can be used from several threads.</summary>
    /// <param name="rows">Cells along the first axis, at least 1.</param>
    /// <param name="columns">Cells along the second axis, at least 1.</param>
    public DarcySolver(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (_rows, _columns) = (rows, columns);
        (_rowSines, double[] rowValues) = Sines(rows);
        (_columnSines, double[] columnValues) = Sines(columns);
        _inverseEigenvalues = [.. from r in rowValues from c in columnValues select 1 / (r + c)];
    }

    /// <summary>The pressure u at the cell centres.</summary>
    /// <param name="permeability">a > 0 at the cell centres, [rows, columns] row-major.</param>
    /// <param name="source">f at the cell centres, or null for 1 everywhere.</param>
    public double[] Solve(ReadOnlySpan<double> permeability, ReadOnlySpan<double> source = default)
    {
        int size = _rows * _columns;
        RequireSize(permeability.Length, nameof(permeability));
        if (!source.IsEmpty) RequireSize(source.Length, nameof(source));
        foreach (double value in permeability)
            if (!(value > 0) || !double.IsFinite(value)) throw new ArgumentException($"Permeabilities are positive; got {value}.", nameof(permeability));
        foreach (double value in source)
            if (!double.IsFinite(value)) throw new ArgumentException($"Sources are finite; got {value}.", nameof(source));
        double[] down = Faces(permeability, _rows, _columns, _columns, 1), across = Faces(permeability, _columns, _rows, 1, _columns);
        var u = new double[size];
        var residual = new double[size];
        if (source.IsEmpty) Array.Fill(residual, 1);
        else source.CopyTo(residual);
        double scale = Math.Sqrt(DenseMatrix.Dot(residual, residual));
        if (scale == 0) return u;
        double[] z = Precondition(residual), direction = [.. z];
        var image = new double[size];
        double rho = DenseMatrix.Dot(residual, z);
        for (int iteration = 0; iteration < MaximumIterations; iteration++)
        {
            Apply(down, across, direction, image);
            double step = rho / DenseMatrix.Dot(direction, image);
            DenseMatrix.AddScaled(u, direction, step);
            DenseMatrix.AddScaled(residual, image, -step);
            if (Math.Sqrt(DenseMatrix.Dot(residual, residual)) <= Tolerance * scale) return u;
            z = Precondition(residual);
            double next = DenseMatrix.Dot(residual, z), ratio = next / rho;
            for (int i = 0; i < size; i++) direction[i] = z[i] + ratio * direction[i];
            rho = next;
        }
        throw new InvalidOperationException($"The Darcy solver did not converge in {MaximumIterations} iterations; the contrast of the permeability is too large.");
    }

    private void RequireSize(int length, string name)
    {
        if (length != _rows * _columns) throw new ArgumentException($"Expected {_rows * _columns} numbers of [{_rows}, {_columns}], got {length}.", name);
    }

    // Transmissibilities of the faces across one axis: [lines, n + 1], the outer ones over half a cell.
    private static double[] Faces(ReadOnlySpan<double> a, int n, int lines, int stride, int lineStride)
    {
        var faces = new double[lines * (n + 1)];
        double scale = (double)n * n;
        for (int line = 0; line < lines; line++)
        {
            int start = line * lineStride, face = line * (n + 1);
            faces[face] = 2 * scale * a[start];
            faces[face + n] = 2 * scale * a[start + (n - 1) * stride];
            for (int i = 1; i < n; i++)
            {
                double before = a[start + (i - 1) * stride], behind = a[start + i * stride];
                faces[face + i] = scale * 2 * before * behind / (before + behind);
            }
        }
        return faces;
    }

    private void Apply(double[] down, double[] across, double[] u, double[] result)
    {
        for (int i = 0; i < _rows; i++)
            for (int j = 0; j < _columns; j++)
            {
                int at = i * _columns + j, vertical = j * (_rows + 1) + i, horizontal = i * (_columns + 1) + j;
                double centre = u[at];
                double sum = (down[vertical] + down[vertical + 1] + across[horizontal] + across[horizontal + 1]) * centre;
                if (i > 0) sum -= down[vertical] * u[at - _columns];
                if (i < _rows - 1) sum -= down[vertical + 1] * u[at + _columns];
                if (j > 0) sum -= across[horizontal] * u[at - 1];
                if (j < _columns - 1) sum -= across[horizontal + 1] * u[at + 1];
                result[at] = sum;
            }
    }

    // The inverse of the Laplacian: S_rows (Λ^-1 ∘ (S_rowsᵀ r S_columns)) S_columnsᵀ with orthonormal sines as rows of S.
    private double[] Precondition(double[] r)
    {
        double[] spectrum = DenseMatrix.MultiplyTransposed(DenseMatrix.Multiply(_rowSines, r, _rows, _rows, _columns), _columnSines, _rows, _columns, _columns);
        for (int i = 0; i < spectrum.Length; i++) spectrum[i] *= _inverseEigenvalues[i];
        double[] rows = DenseMatrix.Multiply(Transposed(_rowSines, _rows), spectrum, _rows, _rows, _columns);
        return DenseMatrix.Multiply(rows, _columnSines, _rows, _columns, _columns);
    }

    private static double[] Transposed(double[] a, int n)
    {
        var t = new double[a.Length];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) t[j * n + i] = a[i * n + j];
        return t;
    }

    // Sines at cell centres diagonalise the second difference with half cells at the walls.
    private static (double[] Vectors, double[] Values) Sines(int n)
    {
        var vectors = new double[n * n];
        var values = new double[n];
        for (int k = 1; k <= n; k++)
        {
            double half = Math.Sin(Math.PI * k / (2 * n)), norm = Math.Sqrt((k == n ? 1.0 : 2.0) / n);
            values[k - 1] = 4.0 * n * n * half * half;
            for (int i = 0; i < n; i++) vectors[(k - 1) * n + i] = norm * Math.Sin(Math.PI * k * (i + 0.5) / n);
        }
        return (vectors, values);
    }
}
