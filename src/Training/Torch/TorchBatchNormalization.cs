using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.NeuralOperators.Torch;

/// <summary>
/// Batch normalisation with torch: running statistics are never written here, since several workers share them.
/// </summary>
internal static class TorchBatchNormalization
{
    // The share of a step in a running statistic, as in PyTorch.
    private const double Momentum = 0.1;

    /// <summary>Inputs are the field, weight, bias, running mean and running variance.</summary>
    public static torch.Tensor Apply(BatchNormalize operation, IReadOnlyList<Value> inputs, bool isTraining)
    {
        torch.Tensor[] tensors = [.. inputs.Select(TorchInterpreter.Unwrap)];
        torch.Tensor x = tensors[0], weight = tensors[1], bias = tensors[2];
        if (!isTraining) return F.batch_norm(x, tensors[3], tensors[4], weight, bias, false, 0, operation.Epsilon);
        // One value a channel is its own mean and has no variance to observe; torch refuses it.
        if (x.numel() == x.shape[1])
            return x.sub(x).Plus(bias.view([-1, .. Enumerable.Repeat(1L, (int)x.Dimensions - 2)]));
        // With a momentum of 1 the statistics written are the batch's own, the variance the unbiased one.
        torch.Tensor mean = torch.zeros_like(tensors[3]), variance = torch.zeros_like(tensors[4]);
        torch.Tensor y = F.batch_norm(x, mean, variance, weight, bias, true, 1, operation.Epsilon);
        var run = (TorchInterpreter)inputs[0].Interpreter;
        run.Observed[operation.Mean] = mean;
        run.Observed[operation.Variance] = variance;
        return y;
    }

    /// <summary>Moves a running statistic towards the one of a step.</summary>
    public static void Move(torch.Tensor running, torch.Tensor observed)
    {
        using IDisposable noGradient = torch.no_grad();
        running.Scale(1 - Momentum).Add(observed, Momentum);
    }
}
