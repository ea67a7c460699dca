using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Training.Losses;
using Microsoft.ML.NeuralOperators.Training.Schedules;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Update rules.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (AdamW).</summary>
    AdamW,
    /// <summary>Adam with the weight decay in the gradient, as the published MgNO and FNO programs use it.</summary>
    Adam,
    /// <summary>Gradient descent with Nesterov momentum 0.9.</summary>
    Sgd,
    /// <summary>
    /// Limited-memory BFGS with a strong Wolfe line search; the learning rate is the first step it tries, 1 as a rule. With a
    /// batch that holds all samples it is deterministic.
    /// </summary>
    Lbfgs,
}

/// <summary>How an operator is trained.</summary>
public sealed record TrainingOptions
{
    // Rates must be numbers of single precision, which kernels calculate with.
    private const double MaximumRate = 1e38;

    /// <summary>Passes over the data. Default 100.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Samples a step. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The largest learning rate. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay. Default 1e-4.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Update rule. Default AdamW.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>The learning rate over time. Default one half cosine wave.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>What is made small, on normalised outputs. Default the relative H1 norm.</summary>
    public Loss Loss { get; init; } = Loss.RelativeH1;

    /// <summary>Whether the inputs are normalised per channel. Default true.</summary>
    public bool NormalizeInput { get; init; } = true;

    /// <summary>Whether the output is normalised per channel. Default true.</summary>
    public bool NormalizeOutput { get; init; } = true;

    /// <summary>Largest norm of the gradient; 0 does not clip, nor does L-BFGS, whose line search bounds its steps. Default 0.</summary>
    public double GradientClipNorm { get; init; }

    /// <summary>Batches whose gradients are added before a step: the effect of a larger batch in the memory of one. Default 1.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>
    /// Decay a step of an exponential moving average of the weights, which is then what is validated and returned; 0 for none.
    /// Default 0; 0.99 to 0.999 are usual. After n steps the decay is at most (1 + n)/(10 + n), so that the first weights are soon
    /// forgotten: 0.99 is reached after 890 steps, 0.999 after 8,990.
    /// </summary>
    public double MovingAverageDecay { get; init; }

    /// <summary>Numbers that training calculates with. Default float32.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>Learning of trajectories, applied to own predictions; null for a map from one field to another. Default null.</summary>
    public RollOut? RollOut { get; init; }

    /// <summary>Whether the weights of the epoch with the smallest validation error (loss, without validation) are returned. Default false: the last.</summary>
    public bool KeepsBest { get; init; }

    /// <summary>Whether a cancelled training returns its best weights so far, if it has any, instead of throwing. Default false.</summary>
    public bool ReturnsBestOnCancellation { get; init; }

    /// <summary>Training stops when a batch's loss is so many times the first one's. Default 1e4.</summary>
    public double ExplosionLimit { get; init; } = 1e4;

    /// <summary>Where and how often the state is saved; null for not at all. Default null.</summary>
    public TrainingCheckpoints? Checkpoints { get; init; }

    /// <summary>
    /// Seed of the first weights, the shuffling and dropout. The same seed with the same number of <see cref="Workers"/> gives the
    /// same weights on the same machine, whatever ran before in the process. Neighbouring seeds are independent.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>CUDA device, or null for the CPU.</summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>Whether the CPU stands in when there is no such CUDA device.</summary>
    public bool FallbackToCpu { get; init; }

    /// <summary>
    /// Threads that each train on a part of every batch (CPU). 0 measures a few steps with one per core and with one that has all
    /// cores inside torch's kernels, and takes the faster; 1 has all cores inside torch's kernels. Results are rounded differently
    /// for different numbers of workers. torch.set_num_threads has no effect on a training, and its value is restored afterwards.
    /// A resumed training keeps the number it started with.
    /// </summary>
    public int Workers { get; init; }

    /// <summary>
    /// Whether glibc is told to keep freed memory, for the whole process and from the first training on; it spares most of the
    /// page faults of a step. Default true.
    /// </summary>
    public bool TunesNativeHeap { get; init; } = true;

    /// <summary>Called after every batch and epoch, on the training thread.</summary>
    public Action<TrainingProgress>? Progress { get; init; }

    /// <summary>
    /// Called with a sentence about everything that went wrong without ending the training, such as a checkpoint folder that
    /// cannot be written any more. Null drops the sentences.
    /// </summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Stops training with an <see cref="OperationCanceledException"/>, checked at every batch.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        if (Epochs < 1) yield return $"Epochs is {Epochs}; expected at least 1";
        if (BatchSize < 1) yield return $"BatchSize is {BatchSize}; expected at least 1";
        if ((long)BatchSize * GradientAccumulation > int.MaxValue)
            yield return $"BatchSize × GradientAccumulation is {(long)BatchSize * GradientAccumulation}; expected at most {int.MaxValue} samples a step";
        if (!(LearningRate > 0 && LearningRate <= MaximumRate)) yield return $"LearningRate is {LearningRate}; expected more than 0, at most {MaximumRate}";
        if (!(WeightDecay >= 0 && WeightDecay <= MaximumRate)) yield return $"WeightDecay is {WeightDecay}; expected 0 to {MaximumRate}";
        if (!(GradientClipNorm >= 0 && (GradientClipNorm <= MaximumRate || double.IsInfinity(GradientClipNorm))))
            yield return $"GradientClipNorm is {GradientClipNorm}; expected 0 to {MaximumRate}, or infinity";
        if (Workers < 0) yield return $"Workers is {Workers}; expected at least 0";
        if (GpuDeviceId < 0) yield return $"GpuDeviceId is {GpuDeviceId}; expected at least 0";
        if (GradientAccumulation < 1) yield return $"GradientAccumulation is {GradientAccumulation}; expected at least 1";
        if (!(MovingAverageDecay >= 0 && MovingAverageDecay < 1)) yield return $"MovingAverageDecay is {MovingAverageDecay}; expected 0 up to, not including, 1";
        if (!(ExplosionLimit > 1)) yield return $"ExplosionLimit is {ExplosionLimit}; expected more than 1";
        foreach (string fault in (RollOut?.Faults() ?? []).Concat(Checkpoints?.Faults() ?? [])) yield return fault;
        foreach (string fault in EnumFaults.Of(this)) yield return fault;
        if (Loss is null) yield return "Loss is null";
        if (Schedule is null) yield return "Schedule is null";
        foreach (string fault in Loss?.Faults() ?? []) yield return fault;
        foreach (string fault in Schedule?.Faults() ?? []) yield return fault;
        if (RollOut is not null && Loss is { NeedsInput: true }) yield return $"Loss is {Loss.GetType().Name}, which looks at the input in physical units; roll-outs compare frames alone";
    }
}
