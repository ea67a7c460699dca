using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training.Losses;

/// <summary>‖p - t‖_p, over ‖t‖_p when relative (Li et al. 2021, the field's standard error).</summary>
/// <param name="Power">p, at least 1.</param>
/// <param name="IsRelative">Whether the error is divided by the target's norm.</param>
public sealed record LpLoss(double Power = 2, bool IsRelative = true) : Loss
{
    // Keeps the quotient finite for targets that vanish.
    private const double Tiny = 1e-12;

    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
    {
        torch.Tensor error = Norm(prediction - target);
        return IsRelative ? error / (Norm(target) + Tiny) : error;
    }

    private torch.Tensor Norm(torch.Tensor x) => Power == 2
        ? (SumOverSample(x * x) + Tiny * Tiny).sqrt()
        : (SumOverSample(x.abs().pow(Power)) + Tiny * Tiny).pow(1 / Power);
}
