namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>What is learned from a sample: its loss, and its error in validation.</summary>
internal abstract class TrainingTask : IDisposable
{
    /// <summary>Samples of an epoch.</summary>
    public abstract int Count { get; }

    /// <summary>Announces the batch that comes next.</summary>
    public abstract void Announce(int[] samples);

    /// <summary>Frees what was held for a batch.</summary>
    public abstract void Release(int[] samples);

    /// <summary>The sum of the losses of a part of a batch, a scalar; called by several workers at once.</summary>
    /// <param name="interpreter">The worker's interpreter.</param>
    /// <param name="part">The samples.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public abstract torch.Tensor Loss(TorchInterpreter interpreter, BatchPart part, int epoch);

    /// <summary>The mean relative L2 error of all samples in physical units; null where there are no labels.</summary>
    /// <param name="interpreter">The interpreter.</param>
    /// <param name="cancellation">Checked at every batch.</param>
    public abstract double? Error(TorchInterpreter interpreter, CancellationToken cancellation);

    public abstract void Dispose();
}

/// <summary>The part of a batch that one worker takes.</summary>
/// <param name="Samples">The whole batch.</param>
/// <param name="From">First sample of the part.</param>
/// <param name="Count">Samples of the part.</param>
internal sealed record BatchPart(int[] Samples, int From, int Count);
