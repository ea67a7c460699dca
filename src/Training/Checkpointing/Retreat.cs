namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// A copy in host memory of where a training stood, to go back to when it diverges. Its memory is reused.
/// </summary>
internal sealed class Retreat : IDisposable
{
    private readonly Dictionary<string, torch.Tensor> _copies;

    /// <summary>Memory for some tensors.</summary>
    public Retreat(IReadOnlyDictionary<string, torch.Tensor> tensors)
        => _copies = tensors.ToDictionary(t => t.Key,
            t => torch.empty_like(t.Value, device: torch.CPU).DetachFromDisposeScope());

    /// <summary>Whether a training keeps copies: the line search of L-BFGS bounds its steps.</summary>
    public static bool IsKept(TrainingOptions options)
        => options.DivergenceRetries > 0 && options.Optimizer != OptimizerKind.Lbfgs;

    /// <summary>The epoch to continue with, from 1.</summary>
    public int Epoch { get; private set; }

    /// <summary>Steps of that epoch done.</summary>
    public int Step { get; private set; }

    /// <summary>Steps done in all.</summary>
    public int OptimizerSteps { get; private set; }

    /// <summary>Sum of the losses of the epoch's samples so far.</summary>
    public double LossSum { get; private set; }

    /// <summary>Share of each axis' Fourier modes in use.</summary>
    public double ModeShare { get; private set; }

    /// <summary>Copies tensors and numbers.</summary>
    public Retreat Take(IReadOnlyDictionary<string, torch.Tensor> tensors, int epoch, int step, int optimizerSteps,
        double lossSum, double modeShare)
    {
        Copy(tensors, _copies);
        (Epoch, Step, OptimizerSteps, LossSum, ModeShare) = (epoch, step, optimizerSteps, lossSum, modeShare);
        return this;
    }

    /// <summary>Overwrites the tensors with what they were.</summary>
    public void Restore(IReadOnlyDictionary<string, torch.Tensor> tensors) => Copy(_copies, tensors);

    public void Dispose()
    {
        foreach (torch.Tensor copy in _copies.Values) copy.Dispose();
    }

    private static void Copy(IReadOnlyDictionary<string, torch.Tensor> from,
        IReadOnlyDictionary<string, torch.Tensor> to)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        foreach (var (name, tensor) in from) to[name].copy_(tensor);
    }
}
