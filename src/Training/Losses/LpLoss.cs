using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// ‖p - t‖_p, over ‖t‖_p when relative (Li et al. 2021, the field's standard error). The absolute norm is the
/// functions' on a domain of size 1, (Σ|p - t|^p / points)^(1/p), so that it means the same on every grid.
/// </summary>
/// <param name="Power">p, at least 1.</param>
/// <param name="IsRelative">Whether the error is divided by the target's norm.</param>
public sealed record LpLoss([property: Range(1.0, double.MaxValue)] double Power = 2, bool IsRelative = true) : Loss
{
    internal override double? PowerOfPoints => Power;

    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
    {
        torch.Tensor error = ErrorNorm(prediction, target, Norm, IsRelative);
        if (IsRelative) return error;
        double points = target.NumberOfElements / (double)(target.shape[0] * target.shape[1]);
        return error.Times(Math.Pow(points, -1 / Power));
    }

    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields)
    {
        torch.Tensor loss = base.PerSample(fields);
        return IsRelative || fields.PointShare is not { } share ? loss : loss / share.ToPower(1 / Power);
    }

    private torch.Tensor Norm(torch.Tensor x)
    {
        if (Power == 2) return Root(SumOverSample(x * x));
        // Over the largest number, so that neither high powers nor their roots leave what single precision holds. The
        // norm does not depend on that number, so its gradient is left out.
        torch.Tensor size = x.abs().reshape(x.shape[0], -1),
            largest = size.detach().amax([1L], keepdim: true).Plus(Tiny);
        return SumOverSample((size / largest).ToPower(Power)).Plus(Tiny * Tiny).ToPower(1 / Power) * largest.squeeze(1);
    }
}
