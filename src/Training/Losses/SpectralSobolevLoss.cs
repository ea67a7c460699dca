using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The norm of H^s of the error, √Σ(1 + c²|k|²)^s·|ê_k|², over that of the target when relative. Positive orders weigh
/// high frequencies up, negative ones down.
/// </summary>
/// <param name="Order">s, of any sign.</param>
/// <param name="IsPeriodic">
/// Fourier modes with c = 2π on periodic domains; cosines with c = π otherwise, which see no jump at the boundary.
/// </param>
/// <param name="IsRelative">Whether the error is divided by the target's norm.</param>
public sealed record SpectralSobolevLoss([property: Range(double.MinValue, double.MaxValue)] double Order = 1,
    bool IsPeriodic = true, bool IsRelative = true) : Loss
{
    /// <summary>c when it is not the domain's; 1 in the programs of MgNO's authors, which leave the 2π out.</summary>
    public double? FrequencyScale { get; init; }

    /// <summary>Wave numbers from here on along an axis count as 0; 20 in the programs of MgNO's authors.</summary>
    [Range(1, int.MaxValue)]
    public int? Truncation { get; init; }

    /// <summary>The loss the authors of MgNO train with: H1 by Fourier modes, without 2π and cut at 20 modes.</summary>
    public static SpectralSobolevLoss Multigrid { get; } = new() { FrequencyScale = 1, Truncation = 20 };

    /// <inheritdoc/>
    public override bool NeedsGrid => true;

    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        => ErrorNorm(prediction, target, Norm, IsRelative);

    private torch.Tensor Norm(torch.Tensor x)
    {
        Basis basis = IsPeriodic ? Basis.Fourier : Basis.Cosine;
        double scale = FrequencyScale ?? (IsPeriodic ? 2 * Math.PI : Math.PI);
        torch.Tensor coefficients = Transforms.Forward(x, basis);
        torch.Tensor squares = Transforms.SumOverAxes(x, basis,
            (k, _) => Truncation is { } cut && k >= cut ? 0 : scale * scale * k * k);
        torch.Tensor weight = squares.Plus(1).ToPower(Order);
        // Over the number of points: the norm of the function, whatever the grid.
        double points = x.NumberOfElements / (double)(x.shape[0] * x.shape[1]);
        return Root(SumOverSample(coefficients * coefficients * weight).Over(points));
    }
}
