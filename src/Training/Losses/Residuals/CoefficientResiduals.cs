using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// What residuals of coefficients share (Du, Chalapathi, Krishnapriyan 2024, arXiv:2312.05225): prediction and input
/// are arrays of coefficients, [batch, 1, modes…], and the loss is the sum of the residual's squared coefficients. On
/// Fourier axes that is the integral of the squared residual (Parseval), without a point where it is sampled. Products
/// of fields are taken on twice the modes, where none is lost.
/// </summary>
public abstract record CoefficientResidual : ResidualLoss
{
    private static readonly AxisMatrices<(CoefficientBasis Basis, bool IsDerivative, bool IsToNodes)> Matrices =
        new((kind, n) => Transposed(kind.IsDerivative ? CoefficientMatrices.Derivative(kind.Basis, (int)n)
            : kind.IsToNodes ? CoefficientMatrices.ToNodes(kind.Basis, (int)n, (int)n)
            : CoefficientMatrices.ToCoefficients(kind.Basis, (int)n, (int)n), (int)n));

    private protected CoefficientResidual()
    {
    }

    /// <inheritdoc/>
    public sealed override torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        torch.Tensor u = fields.PhysicalPrediction, given = fields.PhysicalInput();
        IReadOnlyList<CoefficientBasis> bases = BasesOf((int)u.Dimensions - 2);
        if (u.Dimensions < 3 || bases.Count != u.Dimensions - 2 || u.shape[1] != 1
            || !given.shape[2..].SequenceEqual(u.shape[2..]))
            throw new InvalidOperationException($"{GetType().Name} expects coefficients [batch, 1, modes…] along axes "
                + $"of {string.Join(", ", bases)}, and as many of the input; got [{string.Join(", ", u.shape)}] from "
                + $"[{string.Join(", ", given.shape)}].");
        torch.Tensor residual = Residual(u, given.narrow(1, 0, 1), bases);
        return SumOverSample(residual * residual);
    }

    /// <summary>The bases of so many axes.</summary>
    private protected abstract IReadOnlyList<CoefficientBasis> BasesOf(int axes);

    /// <summary>The residual's coefficients.</summary>
    private protected abstract torch.Tensor Residual(torch.Tensor u, torch.Tensor given,
        IReadOnlyList<CoefficientBasis> bases);

    /// <summary>∂u along an axis.</summary>
    private protected static torch.Tensor Slope(torch.Tensor u, IReadOnlyList<CoefficientBasis> bases, int axis)
        => Matrices.Apply((bases[axis], true, false), u, axis + 2);

    /// <summary>Δu over axes from a first one on.</summary>
    private protected static torch.Tensor Laplacian(torch.Tensor u, IReadOnlyList<CoefficientBasis> bases, int first)
        => Enumerable.Range(first, bases.Count - first).Select(axis => Slope(Slope(u, bases, axis), bases, axis)).Sum();

    /// <summary>The coefficients and as many zeros after them as products need.</summary>
    private protected static torch.Tensor Doubled(torch.Tensor u)
    {
        for (int axis = 2; axis < u.Dimensions; axis++)
        {
            long[] shape = u.shape;
            shape[axis]--;
            u = torch.cat([u, torch.zeros(shape, u.dtype, u.device)], axis);
        }
        return u;
    }

    /// <summary>Values at the nodes.</summary>
    private protected static torch.Tensor ToNodes(torch.Tensor u, IReadOnlyList<CoefficientBasis> bases)
        => Along(u, bases, true);

    /// <summary>Coefficients of the values.</summary>
    private protected static torch.Tensor ToCoefficients(torch.Tensor u, IReadOnlyList<CoefficientBasis> bases)
        => Along(u, bases, false);

    private static torch.Tensor Along(torch.Tensor u, IReadOnlyList<CoefficientBasis> bases, bool isToNodes)
    {
        for (int axis = 0; axis < bases.Count; axis++)
            u = Matrices.Apply((bases[axis], false, isToNodes), u, axis + 2);
        return u;
    }

    // Axis matrices are applied from the right.
    private static double[] Transposed(double[] matrix, int n)
    {
        var turned = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) turned[j * n + i] = matrix[i * n + j];
        return turned;
    }
}

/// <summary>-Δu = s on a unit domain, with the coefficients of s as the input.</summary>
/// <param name="Basis">
/// The basis of all axes: periodic, or with an operator that is zero at the walls
/// (<see cref="NsmConstraint.ZeroAtWalls"/>).
/// </param>
public sealed record CoefficientPoissonResidual(CoefficientBasis Basis = CoefficientBasis.Fourier)
    : CoefficientResidual
{
    private protected override IReadOnlyList<CoefficientBasis> BasesOf(int axes)
        => [.. Enumerable.Repeat(Basis, Math.Max(1, axes))];

    private protected override torch.Tensor Residual(torch.Tensor u, torch.Tensor given,
        IReadOnlyList<CoefficientBasis> bases) => given.Plus(Laplacian(u, bases, 0));
}

/// <summary>
/// u_t = νu_xx + ρu(1 - u) on [0, Duration] × a period of 1: modes of time (Chebyshev), then of space (Fourier). The
/// initial state is the operator's matter (<see cref="NsmConstraint.InitialState"/>).
/// </summary>
/// <param name="Diffusivity">ν. Published: 0.005 to 0.1.</param>
/// <param name="Growth">ρ. Published: 5.</param>
/// <param name="Duration">The time covered, which the time axis has from 0 to 1.</param>
public sealed record CoefficientReactionResidual([property: Range(0.0, double.MaxValue)] double Diffusivity,
    double Growth = 5,
    [property: Range(0.0, double.MaxValue, MinimumIsExclusive = true)] double Duration = 1) : CoefficientResidual
{
    private protected override IReadOnlyList<CoefficientBasis> BasesOf(int axes)
        => [CoefficientBasis.Chebyshev, .. Enumerable.Repeat(CoefficientBasis.Fourier, Math.Max(1, axes - 1))];

    private protected override torch.Tensor Residual(torch.Tensor u, torch.Tensor given,
        IReadOnlyList<CoefficientBasis> bases)
    {
        torch.Tensor values = ToNodes(Doubled(u), bases);
        torch.Tensor growth = ToCoefficients((values - values * values).Times(Growth), bases);
        torch.Tensor linear = Slope(u, bases, 0).Over(Duration).Plus(Laplacian(u, bases, 1), -Diffusivity);
        return Doubled(linear) - growth;
    }
}

/// <summary>
/// ω_t + v·∇ω = νΔω + f on [0, Duration] × the unit square, periodic: modes of time (Chebyshev), then of space
/// (Fourier). The initial vorticity is the operator's matter (<see cref="NsmConstraint.InitialState"/>).
/// </summary>
/// <param name="Viscosity">ν.</param>
/// <param name="Duration">The time covered, which the time axis has from 0 to 1. Published: 3, and 50.</param>
/// <param name="Forcing">Coefficients of f over the modes of space, row-major; null for none.</param>
public sealed record CoefficientVorticityResidual([property: Range(0.0, double.MaxValue)] double Viscosity,
    [property: Range(0.0, double.MaxValue, MinimumIsExclusive = true)] double Duration = 1,
    IReadOnlyList<double>? Forcing = null) : CoefficientResidual
{
    private protected override IReadOnlyList<CoefficientBasis> BasesOf(int axes)
        => [CoefficientBasis.Chebyshev, CoefficientBasis.Fourier, CoefficientBasis.Fourier];

    private protected override torch.Tensor Residual(torch.Tensor u, torch.Tensor given,
        IReadOnlyList<CoefficientBasis> bases)
    {
        torch.Tensor stream = Stream(u);
        torch.Tensor transport = Nodes(Slope(stream, bases, 2)) * Nodes(Slope(u, bases, 1))
            - Nodes(Slope(stream, bases, 1)) * Nodes(Slope(u, bases, 2));
        torch.Tensor linear = Slope(u, bases, 0).Over(Duration).Plus(Laplacian(u, bases, 1), -Viscosity);
        if (Forcing is not null) linear = linear - Force(u);
        return Doubled(linear).Plus(ToCoefficients(transport, bases));

        torch.Tensor Nodes(torch.Tensor x) => ToNodes(Doubled(x), bases);
    }

    // ψ with -Δψ = ω, of mean zero.
    private static torch.Tensor Stream(torch.Tensor u)
    {
        long rows = u.shape[3], columns = u.shape[4];
        double[] factors = [.. from i in Enumerable.Range(0, (int)rows) from j in Enumerable.Range(0, (int)columns)
                               let p = 2 * Math.PI * ((i + 1) / 2) let q = 2 * Math.PI * ((j + 1) / 2)
                               select i + j == 0 ? 0 : 1 / (p * p + q * q)];
        return u * HostNumbers.Of(factors, [rows, columns], u.dtype, u.device);
    }

    private torch.Tensor Force(torch.Tensor u)
    {
        long rows = u.shape[3], columns = u.shape[4];
        if (Forcing!.Count != rows * columns)
            throw new InvalidOperationException($"The forcing has {Forcing.Count} coefficients; expected "
                + $"{rows}×{columns}.");
        // Constant in time: the first coefficient alone.
        torch.Tensor first = HostNumbers.Of([.. Forcing], [1, 1, 1, rows, columns], u.dtype, u.device);
        return torch.cat([first, torch.zeros([1, 1, u.shape[2] - 1, rows, columns], u.dtype, u.device)], 2);
    }
}
