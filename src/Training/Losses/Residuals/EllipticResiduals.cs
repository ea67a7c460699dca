using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// -∇·(a∇u) = f on the unit domain with u = 0 at the boundary, a the first channel of the input: finite volumes, in the
/// form that <see cref="Points"/> asks for.
/// </summary>
/// <param name="Source">f, the same everywhere.</param>
/// <param name="Norm">The residual's norm.</param>
public sealed record DarcyResidual(double Source = 1, ResidualNorm Norm = ResidualNorm.L2) : ResidualLoss
{
    /// <summary>
    /// Where the points are. Centred, the default: at cell centres, with harmonic means of a at the faces and walls
    /// half a cell away, the scheme that <see cref="DarcyFlow"/> solves; the boundary values are part of it. Closed:
    /// the outermost points are the boundary, a is averaged at the faces, and boundary values are left to
    /// <see cref="DirichletPenalty"/> or a hard constraint.
    /// </summary>
    [AllowedValues(PointPlacement.EndPoints, PointPlacement.CellCentres)]
    public PointPlacement Points { get; init; } = PointPlacement.CellCentres;

    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        torch.Tensor u = fields.PhysicalPrediction, a = fields.PhysicalInput().narrow(1, 0, 1);
        torch.Tensor residual = (Points == PointPlacement.CellCentres ? CentredDiffusion(u, a) : Diffusion(u, a))
            .Minus(Source);
        return Relative(residual, torch.zeros_like(residual).Plus(Source), Norm, Points);
    }
}

/// <summary>
/// -Δu - k²u = f on the unit domain, f the first channel of the input: Poisson's equation for k = 0, Helmholtz'
/// otherwise. The outermost points are the boundary, as in <see cref="PoissonEquation"/>.
/// </summary>
/// <param name="WaveNumber">k.</param>
/// <param name="Norm">The residual's norm.</param>
public sealed record HelmholtzResidual(double WaveNumber = 0, ResidualNorm Norm = ResidualNorm.NegativeSobolev)
    : ResidualLoss
{
    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        torch.Tensor u = fields.PhysicalPrediction, f = Inside(fields.PhysicalInput().narrow(1, 0, 1));
        torch.Tensor residual = Diffusion(u, null) - f;
        if (WaveNumber != 0) residual = residual.Plus(Inside(u), -WaveNumber * WaveNumber);
        return Relative(residual, f, Norm);
    }
}

/// <summary>
/// Mean square of the field at the boundary: zero boundary values as a penalty, for operators without a hard
/// constraint.
/// </summary>
public sealed record DirichletPenalty : ResidualLoss
{
    /// <summary>
    /// Where the points are. Closed, the default: the outermost ones are on the boundary. Centred: they are half a cell
    /// inside, and the values at the boundary are extrapolated linearly from two cells.
    /// </summary>
    [AllowedValues(PointPlacement.EndPoints, PointPlacement.CellCentres)]
    public PointPlacement Points { get; init; } = PointPlacement.EndPoints;

    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        torch.Tensor u = fields.PhysicalPrediction;
        if (Points == PointPlacement.CellCentres) return AtWalls(u);
        double points = (u.NumberOfElements - Inside(u).NumberOfElements) / (double)u.shape[0];
        return SumOverBoundary(u * u).Over(points);
    }

    private static torch.Tensor AtWalls(torch.Tensor u)
    {
        torch.Tensor[] values = [.. Enumerable.Range(2, (int)u.Dimensions - 2).SelectMany(axis => (torch.Tensor[])[
            Wall(axis, 0, Math.Min(1, u.shape[axis] - 1)),
            Wall(axis, u.shape[axis] - 1, Math.Max(0, u.shape[axis] - 2))])];
        return MeanOfSquares(torch.cat(values, 1));

        torch.Tensor Wall(int axis, long outermost, long next)
            => u.narrow(axis, outermost, 1).Times(1.5).Plus(u.narrow(axis, next, 1), -0.5).reshape(u.shape[0], -1);
    }
}
