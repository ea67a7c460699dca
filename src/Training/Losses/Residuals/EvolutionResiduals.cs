using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// What equations in time share: the prediction is [batch, 1, time, space…] over the whole time, from the initial state
/// at the first time on, periodic in space. Derivatives are spectral in space and central in time.
/// </summary>
/// <param name="Duration">Time from the first to the last point of the time axis.</param>
/// <param name="Period">Length of the domain along every axis of space.</param>
public abstract record EvolutionResidual([property: Range(0.0, double.MaxValue,
    MinimumIsExclusive = true)] double Duration,
    [property: Range(0.0, double.MaxValue, MinimumIsExclusive = true)] double Period) : ResidualLoss
{
    /// <summary>Weight of the squared error of the initial state; 0 where it is a hard constraint.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double InitialWeight { get; init; } = 10;

    /// <inheritdoc/>
    public sealed override torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        torch.Tensor u = fields.PhysicalPrediction;
        if (u.Dimensions < 4 || u.shape[1] != 1 || u.shape[2] < 3)
            throw new InvalidOperationException($"{GetType().Name} expects [batch, 1, time, space…] with at least 3 "
                + $"times, got [{string.Join(", ", u.shape)}].");
        double dt = Duration / (u.shape[2] - 1);
        torch.Tensor rate = (u.narrow(2, 2, u.shape[2] - 2) - u.narrow(2, 0, u.shape[2] - 2)).Over(2 * dt);
        torch.Tensor residual = rate - Rate(u.narrow(2, 1, u.shape[2] - 2), fields);
        torch.Tensor loss = MeanOfSquares(residual);
        if (InitialWeight <= 0) return loss;
        torch.Tensor initial = fields.PhysicalInput().narrow(1, 0, 1);
        // An operator on space and time is given its initial state at every time; one on space alone, once.
        if (initial.Dimensions == u.Dimensions) initial = initial.select(2, 0);
        return loss.Plus(MeanOfSquares(u.select(2, 0) - initial), InitialWeight);
    }

    /// <summary>∂u/∂t by the equation, at some times.</summary>
    private protected abstract torch.Tensor Rate(torch.Tensor u, LossFields fields);

    /// <summary>
    /// ∂u along an axis of space, spectrally: a product with the differentiation matrix of the periodic grid.
    /// </summary>
    private protected torch.Tensor Slope(torch.Tensor u, int axis) => Spectral.Differentiate(u, axis, Period);

    /// <summary>Δu over the axes of space.</summary>
    private protected torch.Tensor Laplacian(torch.Tensor u)
        => Enumerable.Range(3, (int)u.Dimensions - 3).Select(axis => Spectral.DifferentiateTwice(u, axis, Period))
            .Sum();
}

/// <summary>u_t = ν Δu: heat.</summary>
/// <param name="Diffusivity">ν.</param>
/// <param name="Duration">Time covered.</param>
/// <param name="Period">Length of the domain.</param>
public sealed record HeatResidual(double Diffusivity, double Duration = 1, double Period = 1)
    : EvolutionResidual(Duration, Period)
{
    private protected override torch.Tensor Rate(torch.Tensor u, LossFields fields) => Laplacian(u).Times(Diffusivity);
}

/// <summary>u_t + u u_x = ν u_xx: Burgers, in flux form (Li et al. 2021, PINO, arXiv:2111.03794).</summary>
/// <param name="Viscosity">ν.</param>
/// <param name="Duration">Time covered.</param>
/// <param name="Period">Length of the domain.</param>
public sealed record BurgersResidual(double Viscosity, double Duration = 1, double Period = 1)
    : EvolutionResidual(Duration, Period)
{
    private protected override torch.Tensor Rate(torch.Tensor u, LossFields fields)
        => Laplacian(u).Times(Viscosity).Plus(Slope(u * u, 3), -0.5);
}

/// <summary>
/// ω_t + v·∇ω = ν Δω + f with v = (∂ψ/∂y, -∂ψ/∂x), -Δψ = ω: the vorticity of a periodic flow, axes x and y (Li et al.
/// 2021, arXiv:2010.08895).
/// </summary>
/// <param name="Viscosity">ν.</param>
/// <param name="Duration">Time covered.</param>
/// <param name="Period">Length of the domain.</param>
/// <param name="Forcing">f on the grid, row-major; null for none.</param>
public sealed record VorticityResidual(double Viscosity, double Duration = 1, double Period = 1,
    IReadOnlyList<double>? Forcing = null) : EvolutionResidual(Duration, Period)
{
    private protected override torch.Tensor Rate(torch.Tensor u, LossFields fields)
    {
        torch.Tensor stream = Spectral.SolvePoisson(u, Period);
        torch.Tensor transport = Slope(stream, 4) * Slope(u, 3) - Slope(stream, 3) * Slope(u, 4);
        torch.Tensor rate = Laplacian(u).Times(Viscosity) - transport;
        if (Forcing is null) return rate;
        long rows = u.shape[3], columns = u.shape[4];
        if (Forcing.Count != rows * columns)
            throw new InvalidOperationException($"The forcing has {Forcing.Count} numbers; expected {rows}×{columns}.");
        return rate.Plus(HostNumbers.Of([.. Forcing], [rows, columns], u.dtype, u.device));
    }
}
