using Microsoft.ML.NeuralOperators.Native;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training.Losses.Physics;

/// <summary>
/// -∇·(a∇u) = f on the unit domain, a the first channel of the input; second-order finite volumes with a averaged at the faces.
/// The outermost points are the boundary, whose values are part of <see cref="DirichletPenalty"/> or a hard constraint.
/// </summary>
/// <param name="Source">f, the same everywhere.</param>
/// <param name="Norm">The residual's norm.</param>
public sealed record DarcyResidual(double Source = 1, ResidualNorm Norm = ResidualNorm.L2) : ResidualLoss
{
    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        torch.Tensor residual = Diffusion(fields.PhysicalPrediction, fields.PhysicalInput().narrow(1, 0, 1)).Minus(Source);
        return Relative(residual, torch.zeros_like(residual).Plus(Source), Norm);
    }
}

/// <summary>-Δu - k²u = f on the unit domain, f the first channel of the input: Poisson's equation for k = 0, Helmholtz' otherwise.</summary>
/// <param name="WaveNumber">k.</param>
/// <param name="Norm">The residual's norm.</param>
public sealed record HelmholtzResidual(double WaveNumber = 0, ResidualNorm Norm = ResidualNorm.NegativeSobolev) : ResidualLoss
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

/// <summary>Mean square of the field at the outermost points: zero boundary values as a penalty, for operators without a hard constraint.</summary>
public sealed record DirichletPenalty : ResidualLoss
{
    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        torch.Tensor u = fields.PhysicalPrediction;
        double points = (u.NumberOfElements - Inside(u).NumberOfElements) / (double)u.shape[0];
        return SumOverBoundary(u * u).Over(points);
    }
}
