namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>What is learned from a sample: its loss, and its error in validation.</summary>
internal abstract class TrainingTask : IDisposable
{
    /// <summary>Samples of an epoch.</summary>
    public abstract int Count { get; }

    /// <summary>Announces the batch that comes next.</summary>
    public virtual void Announce(int[] samples)
    {
    }

    /// <summary>Frees what was held for a batch.</summary>
    public virtual void Release(int[] samples)
    {
    }

    /// <summary>
    /// What a step needs of the data, on the device; called by several workers at once. Noise that is added to it is
    /// drawn here.
    /// </summary>
    /// <param name="interpreter">The worker's interpreter.</param>
    /// <param name="part">The samples.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public abstract torch.Tensor[] Batch(TorchInterpreter interpreter, BatchPart part, int epoch);

    /// <summary>The sum of the losses of a part of a batch, a scalar; called by several workers at once.</summary>
    /// <param name="interpreter">The worker's interpreter.</param>
    /// <param name="batch">What <see cref="Batch"/> gave.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public abstract torch.Tensor Loss(TorchInterpreter interpreter, torch.Tensor[] batch, int epoch);

    /// <summary>
    /// A number that is the same for epochs whose <see cref="Loss"/> does the same with batches of one shape.
    /// </summary>
    public virtual int Variant(int epoch) => 0;

    /// <summary>Whether there are labels to measure an error on.</summary>
    public abstract bool HasErrors { get; }

    /// <summary>Samples that have an error of their own.</summary>
    public abstract int ErrorSamples { get; }

    /// <summary>Parts in which the error is measured: batches, or trajectories.</summary>
    public abstract int ErrorParts { get; }

    /// <summary>The sum of the relative L2 errors of a part in physical units.</summary>
    public abstract double Error(TorchInterpreter interpreter, int part);

    public abstract void Dispose();

    /// <summary>The sum of the relative L2 errors of some samples.</summary>
    protected static double RelativeError(torch.Tensor prediction, torch.Tensor truth)
        => Training.Loss.RelativeL2.PerSample(prediction, truth).sum().ToNumber();
}
