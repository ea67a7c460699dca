namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>
/// The pressure of steady Darcy flow -∇·(a∇u) = 1 on the unit square with u = 0 at the boundary: the finite volumes of
/// the library's DarcySolver, without libtorch.
/// </summary>
/// <param name="Pressure">u at the centres of cells, row by row.</param>
/// <param name="Iterations">Steps of conjugate gradients, preconditioned by multigrid cycles.</param>
internal sealed record DarcySolution(float[] Pressure, int Iterations)
{
    private const double Tolerance = 1e-10;
    private const int MaximumIterations = 500;

    /// <summary>Solves for a permeability.</summary>
    /// <param name="permeability">a > 0 at the centres of cells, row by row.</param>
    /// <param name="rows">Cells along the first axis.</param>
    /// <param name="columns">Cells along the second axis.</param>
    /// <param name="cancellation">Stops between two iterations.</param>
    /// <exception cref="InvalidOperationException">The contrast of the permeability is too large.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static DarcySolution Of(ReadOnlySpan<float> permeability, int rows, int columns,
        CancellationToken cancellation = default)
    {
        DarcyLevel flow = DarcyLevel.Of(permeability, rows, columns);
        var preconditioner = new DarcyMultigrid(flow);
        double[] u = flow.NewField(), residual = flow.NewField(), direction = flow.NewField(), image = flow.NewField();
        for (int i = 0; i < rows; i++) residual.AsSpan(flow.Index(i, 0), columns).Fill(1);
        double rho = 1, goal = Tolerance * Math.Sqrt(Dot(residual, residual));
        for (int iteration = 0; iteration <= MaximumIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Math.Sqrt(Dot(residual, residual)) <= goal) return new DarcySolution(Inner(flow, u), iteration);
            double[] z = preconditioner.Apply(residual);
            double next = Dot(residual, z), share = iteration == 0 ? 0 : next / rho;
            for (int k = 0; k < z.Length; k++) direction[k] = z[k] + share * direction[k];
            rho = next;
            flow.Apply(direction, image);
            double step = rho / Dot(direction, image);
            for (int k = 0; k < u.Length; k++)
            {
                u[k] += step * direction[k];
                residual[k] -= step * image[k];
            }
        }
        throw new InvalidOperationException($"The solver did not converge in {MaximumIterations} iterations; the "
            + "contrast of the permeability is too large.");
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int k = 0; k < x.Length; k++) sum += x[k] * y[k];
        return sum;
    }

    private static float[] Inner(DarcyLevel flow, double[] u)
    {
        var values = new float[flow.Rows * flow.Columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)u[flow.Index(i / flow.Columns, i % flow.Columns)];
        return values;
    }
}
