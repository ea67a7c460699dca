using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>How an operator is trained.</summary>
/// <remarks>
/// The first seven options have defaults that depend on the architecture: what is not set is what its authors
/// published, and where they published nothing, the default named here.
/// </remarks>
public sealed record TrainingOptions : IRules
{
    private int? _batchSize;
    private double? _learningRate;
    private double? _weightDecay;
    private OptimizerKind? _optimizer;
    private LearningRateSchedule? _schedule;
    private Loss? _loss;
    private double? _gradientClipNorm;

    /// <summary>Samples a step. Default 16, or the architecture's.</summary>
    [Range(1, int.MaxValue), SweepChoice(4, 8, 16, 32)]
    public int BatchSize { get => _batchSize ?? 16; init => _batchSize = value; }

    /// <summary>The largest learning rate. Default 5e-3, or the architecture's.</summary>
    [Range(0.0, Limits.Single, MinimumIsExclusive = true), SweepRange(1e-4, 2e-2, IsLogarithmic = true)]
    public double LearningRate { get => _learningRate ?? 5e-3; init => _learningRate = value; }

    /// <summary>Weight decay. Default 1e-4, or the architecture's.</summary>
    [Range(0.0, Limits.Single), SweepRange(1e-6, 1e-3, IsLogarithmic = true)]
    public double WeightDecay { get => _weightDecay ?? 1e-4; init => _weightDecay = value; }

    /// <summary>Update rule. Default AdamW, or the architecture's.</summary>
    public OptimizerKind Optimizer { get => _optimizer ?? OptimizerKind.AdamW; init => _optimizer = value; }

    /// <summary>The learning rate over time. Default half a cosine wave down to zero, or the architecture's.</summary>
    public LearningRateSchedule Schedule { get => _schedule ?? LearningRateSchedule.Cosine; init => _schedule = value; }

    /// <summary>
    /// When operators with spectral convolutions start to use their higher Fourier modes; null, the default, for all
    /// from the start. A training that continues a model uses all from the start as well.
    /// </summary>
    // As with MissingValues.
    [NotInFingerprint]
    public ModeSchedule? ModeSchedule { get; init; }

    /// <summary>
    /// What is made small, on normalised outputs. Default the relative H1 norm; on points without order, which have no
    /// differences, and where values may be missing, the relative L2 norm.
    /// </summary>
    public Loss Loss
    {
        get => _loss ?? (MissingValues == MissingValues.Mask ? Loss.RelativeL2 : Loss.RelativeH1);
        init => _loss = value;
    }

    /// <summary>
    /// What stages after the first make small, of an operator that is trained in stages, such as SpecBoost; null for
    /// <see cref="Loss"/>, where that is set, or the architecture's. A first stage that learned by the H1 norm leaves
    /// low frequencies, which the L2 norm counts.
    /// </summary>
    // Stages have it as their loss, which the fingerprint holds.
    [NotInFingerprint]
    public Loss? LaterLoss { get; init; }

    /// <summary>
    /// The largest learning rate of stages after the first; null for <see cref="LearningRate"/>. What a first stage
    /// leaves is as fine as its own last steps.
    /// </summary>
    [NotInFingerprint]
    [Range(0.0, Limits.Single, MinimumIsExclusive = true)]
    public double? LaterLearningRate { get; init; }

    /// <summary>
    /// Largest norm of the gradient; 0 does not clip, nor does L-BFGS, whose line search bounds its steps. Default 0,
    /// or the architecture's.
    /// </summary>
    [Range(0.0, double.PositiveInfinity)]
    public double GradientClipNorm { get => _gradientClipNorm ?? 0; init => _gradientClipNorm = value; }

    /// <summary>Passes over the data.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 50;

    /// <summary>Whether the inputs are normalised per channel; the statistics become part of the model.</summary>
    public bool NormalizeInput { get; init; } = true;

    /// <summary>Whether the output is normalised per channel; the statistics become part of the model.</summary>
    public bool NormalizeOutput { get; init; } = true;

    /// <summary>What NaN in the data means, such as land in a field of the sea. Default: a fault.</summary>
    // States of versions without it are those of its default; the fingerprint has the other one.
    [NotInFingerprint]
    public MissingValues MissingValues { get; init; }

    /// <summary>
    /// Batches whose gradients are added before a step: the effect of a larger batch in the memory of one.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>
    /// Decay per step of an exponential moving average of the weights, which is then what is validated and returned; 0
    /// for none, 0.99 to 0.999 are usual. After n steps the decay is at most (1 + n)/(10 + n), so that the initial
    /// weights are soon forgotten: 0.99 is reached after 890 steps, 0.999 after 8,990.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true), SweepChoice(0.0, 0.99, 0.999)]
    public double MovingAverageDecay { get; init; }

    /// <summary>Numbers that training calculates with.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>
    /// Learning of trajectories: the feature column holds them, [frames·channels, grid…], and there is no label column.
    /// The operator maps the last frames to the next ones and is applied to its own predictions. Null for a map between
    /// fields.
    /// </summary>
    public RollOut? RollOut { get; init; }

    /// <summary>
    /// Channels of the predicted field where there is no label column, for losses of an equation alone.
    /// </summary>
    [Range(1, Limits.Width)]
    public int OutputChannels { get; init; } = 1;

    /// <summary>
    /// Seed of initial weights, shuffling and dropout; null takes the context's, or 0 without a context. The same seed
    /// with the same number of <see cref="Workers"/> gives the same weights on the same machine, whatever ran before in
    /// the process. Neighbouring seeds are independent.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>
    /// Share of the rows held back, drawn with the seed, whose error is reported after every epoch. A validation set
    /// wins.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true), NotInFingerprint]
    public double ValidationFraction { get; init; }

    /// <summary>
    /// Whether the weights of the epoch with the smallest validation error (loss, without validation) are returned
    /// instead of the last.
    /// </summary>
    [NotInFingerprint]
    public bool KeepBest { get; init; }

    /// <summary>
    /// Whether a cancelled training returns its best weights so far, if it has any, instead of throwing.
    /// </summary>
    [NotInFingerprint]
    public bool ReturnBestOnCancellation { get; init; }

    /// <summary>
    /// Whether a training that ends because it diverges warns and returns its best weights so far, if it has any,
    /// instead of throwing a <see cref="TrainingDivergedException"/>.
    /// </summary>
    [NotInFingerprint]
    public bool ReturnBestOnDivergence { get; init; }

    /// <summary>
    /// How often a training that diverges goes back to the beginning of its best epoch so far, and on from there with
    /// half the learning rate: with a <see cref="Warning"/>, and counted in <see cref="TrainingReport.Retries"/>. After
    /// that it ends. Two copies of weights and optimizer state are kept in host memory for it. Default 2; 0 ends at
    /// once, as L-BFGS does.
    /// </summary>
    [Range(0, 30), NotInFingerprint]
    public int DivergenceRetries { get; init; } = 2;

    /// <summary>Training diverges when a batch's loss is so many times the first one's.</summary>
    [Range(1.0, double.PositiveInfinity, MinimumIsExclusive = true), NotInFingerprint]
    public double ExplosionLimit { get; init; } = 1e4;

    /// <summary>Where and how often the state is saved, and resumed from; null for not at all.</summary>
    [JsonIgnore, NotInFingerprint]
    public TrainingCheckpoints? Checkpoints { get; init; }

    /// <summary>
    /// The processes that train together, such as <see cref="MpiCommunicator.World"/>; null, the default, for this
    /// process alone. All of them make the same call with the same options, and all return the same model. Only the
    /// first one writes checkpoints and reports progress.
    /// </summary>
    /// <remarks>
    /// The weights are bit for bit those of one process with as many workers as all ranks have together, if each rank
    /// has 1, 2, 4, 8, … workers. See docs/scaling.md.
    /// </remarks>
    [JsonIgnore, NotInFingerprint]
    public Communicator? Communicator { get; init; }

    /// <summary>
    /// Which rows a rank of the <see cref="Communicator"/> reads. Default: every rank can read all of them.
    /// </summary>
    // The fingerprint contains it only where it is not the default, as with MissingValues.
    [NotInFingerprint]
    public DataSharding Sharding { get; init; }

    /// <summary>
    /// Memory for the rows, in MiB: larger data is written once to a file in the temporary folder and read a batch
    /// ahead of training. Null keeps everything in memory.
    /// </summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true), NotInFingerprint]
    public double? MaxMemoryMegabytes { get; init; }

    /// <summary>Folder for TensorBoard event files; null for none.</summary>
    [JsonIgnore, NotInFingerprint]
    public string? TensorBoardFolder { get; init; }

    /// <summary>CUDA device; null takes the context's, or the CPU without a context.</summary>
    [Range(0, int.MaxValue), NotInFingerprint]
    public int? GpuDeviceId { get; init; }

    /// <summary>Whether to train on the CPU when there is no such CUDA device; a context may allow it too.</summary>
    [NotInFingerprint]
    public bool FallbackToCpu { get; init; }

    /// <summary>
    /// Whether a step on a CUDA device is recorded once and then started as one graph, which is several times as fast
    /// where the device would wait for the host. It takes as much memory again as a step. What cannot be recorded, such
    /// as dropout, runs as without it, and gives a <see cref="Warning"/>. Default true; Linux alone.
    /// </summary>
    [NotInFingerprint]
    public bool UseCudaGraphs { get; init; } = true;

    /// <summary>
    /// Threads of a process that each train on a part of every batch (CPU). 0 measures a few steps with one per core
    /// and with one that has all cores inside torch's kernels, and takes the faster; 1 has all cores inside torch's
    /// kernels. Results are rounded differently for different numbers: set one where a seed must reproduce the same
    /// bits. A resumed training keeps the number it started with. With a <see cref="Communicator"/>, 0 gives each rank
    /// a worker for each of its cores: those that a launcher bound it to, or its share of the machine's.
    /// torch.set_num_threads has no effect on a training, and its value is restored afterwards.
    /// </summary>
    [Range(0, int.MaxValue), NotInFingerprint]
    public int Workers { get; init; }

    /// <summary>
    /// Whether glibc is told to keep freed memory, for the whole process and from the first training on; it avoids most
    /// of the page faults of a step.
    /// </summary>
    [NotInFingerprint]
    public bool TuneNativeHeap { get; init; } = true;

    /// <summary>Rows scored at once by the trained model.</summary>
    [Range(1, int.MaxValue), NotInFingerprint]
    public int ScoringBatchSize { get; init; } = 16;

    /// <summary>Called after every batch and epoch, on the training thread.</summary>
    [JsonIgnore, NotInFingerprint]
    public Action<TrainingProgress>? Progress { get; init; }

    /// <summary>
    /// Gets the same reports as <see cref="Progress"/>; a <see cref="Progress{T}"/> passes them on to the thread that
    /// made it.
    /// </summary>
    [JsonIgnore, NotInFingerprint]
    public IProgress<TrainingProgress>? ProgressReporter { get; init; }

    /// <summary>
    /// Called with a sentence about everything that went wrong without ending the training, such as a checkpoint folder
    /// that cannot be written any more. ML.NET's trainers also write it to the context's log.
    /// </summary>
    [JsonIgnore, NotInFingerprint]
    public Action<string>? Warning { get; init; }

    /// <summary>Stops training with an <see cref="OperationCanceledException"/>, checked at every batch.</summary>
    [JsonIgnore, NotInFingerprint]
    public CancellationToken CancellationToken { get; init; }

    /// <summary>These options, with what they do not set taken from others.</summary>
    internal TrainingOptions Over(TrainingOptions defaults) => this with
    {
        _batchSize = _batchSize ?? defaults._batchSize,
        _learningRate = _learningRate ?? defaults._learningRate,
        _weightDecay = _weightDecay ?? defaults._weightDecay,
        _optimizer = _optimizer ?? defaults._optimizer,
        _schedule = _schedule ?? defaults._schedule,
        _loss = _loss ?? defaults._loss,
        _gradientClipNorm = _gradientClipNorm ?? defaults._gradientClipNorm,
        // It is chosen to go with their loss.
        LaterLoss = LaterLoss ?? (_loss is null ? defaults.LaterLoss : null),
    };

    IEnumerable<string> IRules.Faults()
    {
        if ((long)BatchSize * GradientAccumulation > int.MaxValue)
            yield return $"BatchSize × GradientAccumulation is {(long)BatchSize * GradientAccumulation}; expected at "
                + $"most {int.MaxValue} samples a step";
        if (GradientClipNorm > Limits.Single && !double.IsInfinity(GradientClipNorm))
            yield return $"GradientClipNorm is {GradientClipNorm}; expected 0 to {Limits.Single}, or infinity";
        if (TensorBoardFolder?.Contains('\0') == true) yield return "TensorBoardFolder holds a NUL character";
        foreach (string fault in Loss.Faults().Select(f => $"Loss: {f}")
            .Concat(Schedule.Faults().Select(f => $"Schedule: {f}"))
            .Concat(ModeSchedule?.Faults().Select(f => $"ModeSchedule: {f}") ?? [])) yield return fault;
        if (MissingValues == MissingValues.Mask && Loss.NeedsGrid)
            yield return $"MissingValues is Mask, but Loss is {Loss.GetType().Name}, which looks at neighbours that "
                + "may be missing; expected a loss of single points, such as LpLoss, MeanSquareLoss or HuberLoss";
        if (RollOut is not null && Loss.NeedsInput)
            yield return $"Loss is {Loss.GetType().Name}, which looks at the input in physical units; roll-outs "
                + "compare frames alone";
    }
}
