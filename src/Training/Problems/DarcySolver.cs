namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Steady Darcy flow -∇·(a∇u) = f on the unit square with u = 0 at the boundary: five-point finite volumes on cell
/// centres with harmonic means at the faces, so that fluxes are conserved across jumps of a.
/// </summary>
/// <remarks>
/// Solved by conjugate gradients, preconditioned by the constant-coefficient problem, which sine transforms solve
/// exactly: the number of iterations depends on the contrast of a and not on the grid.
/// </remarks>
public sealed class DarcySolver
{
    private const double Tolerance = 1e-10;
    private const int MaximumIterations = 2000;
    private readonly int _rows;
    private readonly int _columns;
    private readonly InverseLaplacian _preconditioner;

    /// <summary>A solver for one grid; it can be used from several threads.</summary>
    /// <param name="rows">Cells along the first axis, at least 1.</param>
    /// <param name="columns">Cells along the second axis, at least 1.</param>
    public DarcySolver(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (_rows, _columns) = (rows, columns);
        _preconditioner = new InverseLaplacian(rows, columns);
    }

    /// <summary>The pressure u at the cell centres.</summary>
    /// <param name="permeability">a > 0 at the cell centres, [rows, columns] row-major.</param>
    /// <param name="source">f at the cell centres, or null for 1 everywhere.</param>
    /// <exception cref="ArgumentException">
    /// A size is wrong, a permeability not positive, a source not finite.
    /// </exception>
    /// <exception cref="InvalidOperationException">The contrast of the permeability is too large.</exception>
    public double[] Solve(ReadOnlySpan<double> permeability, ReadOnlySpan<double> source = default)
    {
        RequireSize(permeability.Length, nameof(permeability));
        if (!source.IsEmpty) RequireSize(source.Length, nameof(source));
        TorchLibraries.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        return Solve(Field(permeability), source.IsEmpty ? null : Field(source)).data<double>().ToArray();

        torch.Tensor Field(ReadOnlySpan<double> values)
            => values.ToArray().ToTensor(null, 1, _rows, _columns);
    }

    /// <summary>The pressures u of several samples at the cell centres.</summary>
    /// <param name="permeability">
    /// a > 0 at the cell centres, [samples, rows, columns] in double precision, on any device.
    /// </param>
    /// <param name="source">f at the cell centres, of the same shape; 1 everywhere when null.</param>
    /// <returns>The pressures [samples, rows, columns]; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">
    /// A shape is wrong, a permeability not positive, a source not finite.
    /// </exception>
    /// <exception cref="InvalidOperationException">The contrast of a permeability is too large.</exception>
    public torch.Tensor Solve(torch.Tensor permeability, torch.Tensor? source = null)
    {
        ArgumentNullException.ThrowIfNull(permeability);
        TorchLibraries.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        RequireShape(permeability, permeability, nameof(permeability));
        torch.Tensor isPositive = torch.isfinite(permeability) & permeability.IsAbove(0);
        RequireAll(permeability, isPositive, "Permeabilities are positive", nameof(permeability));
        if (source is not null)
        {
            RequireShape(source, permeability, nameof(source));
            RequireAll(source, torch.isfinite(source), "Sources are finite", nameof(source));
        }
        var flow = new DarcyOperator(permeability);
        Func<torch.Tensor, torch.Tensor> precondition = _preconditioner.On(permeability.device);
        torch.Tensor u = torch.zeros_like(permeability);
        torch.Tensor residual = source is null ? torch.ones_like(permeability) : source.clone();
        // Solved for sources of norm 1, which keeps the numbers within single precision.
        torch.Tensor norm = Dot(residual, residual).sqrt_();
        residual.div_(norm.AtLeast(1e-300));
        torch.Tensor direction = torch.zeros_like(permeability), rho = torch.ones_like(norm);
        for (int iteration = 0; iteration <= MaximumIterations; iteration++)
        {
            using DisposeScope inner = torch.NewDisposeScope();
            // Samples that are done stay as they are while others continue.
            torch.Tensor isOpen = Dot(residual, residual).sqrt_().IsAbove(Tolerance);
            if (!isOpen.any().item<bool>()) return u.mul_(norm).MoveToOuterDisposeScope();
            torch.Tensor z = precondition(residual), next = Dot(residual, z);
            direction.mul_(Where(isOpen, next / rho)).Add(z);
            rho.copy_(next);
            torch.Tensor image = flow.Apply(direction), step = Where(isOpen, rho / Dot(direction, image));
            u.AddProduct(direction, step);
            residual.AddProduct(image, step, -1);
        }
        throw new InvalidOperationException($"The Darcy solver did not converge in {MaximumIterations} iterations; "
            + "the contrast of the permeability is too large.");
    }

    private static torch.Tensor Dot(torch.Tensor x, torch.Tensor y) => (x * y).sum([1, 2], keepdim: true);

    private static torch.Tensor Where(torch.Tensor isOpen, torch.Tensor value)
        => torch.where(isOpen, value, torch.zeros_like(value));

    private static void RequireAll(torch.Tensor values, torch.Tensor isRight, string rule, string name)
    {
        if (!isRight.all().item<bool>())
            throw new ArgumentException($"{rule}; got {values[isRight.logical_not()][0].item<double>()}.", name);
    }

    private void RequireShape(torch.Tensor field, torch.Tensor permeability, string name)
    {
        long[] expected = [permeability.dim() > 0 ? permeability.shape[0] : 1, _rows, _columns];
        if (!field.shape.SequenceEqual(expected) || field.dtype != torch.float64)
            throw new ArgumentException($"Expected [{string.Join(", ", expected)}] in double precision, "
                + $"got [{string.Join(", ", field.shape)}] as {field.dtype}.", name);
    }

    private void RequireSize(int length, string name)
    {
        if (length != _rows * _columns)
            throw new ArgumentException(
                $"Expected {_rows * _columns} numbers of [{_rows}, {_columns}], got {length}.", name);
    }
}
