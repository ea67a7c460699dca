namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, arXiv:1412.6980). The weight decay is either added to the gradient, as in the paper and in
/// the published neural operators, or taken off the weights themselves (AdamW, Loshchilov and Hutter 2019,
/// arXiv:1711.05101).
/// </summary>
internal sealed class AdamOptimizer(torch.Tensor parameters, double weightDecay, bool isDecoupled) : Optimizer
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;
    private readonly torch.Tensor _mean = Zeros(parameters);
    private readonly torch.Tensor _square = Zeros(parameters);

    public override IReadOnlyDictionary<string, torch.Tensor> State
        => new Dictionary<string, torch.Tensor> { ["mean"] = _mean, ["square"] = _square };

    // mean ← β₁ mean + (1-β₁) g, square ← β₂ square + (1-β₂) g², with both corrected for their start.
    protected override void Update(torch.Tensor parameters, Evaluation first, Func<Evaluation> evaluate,
        double learningRate)
    {
        using torch.Tensor step = torch.tensor((float)Steps, device: parameters.device);
        FusedUpdates.Run(isDecoupled ? "adamw" : "adam", [parameters, first.Gradient, _mean, _square, step],
            learningRate, Beta1, Beta2, weightDecay, Epsilon);
    }
}
