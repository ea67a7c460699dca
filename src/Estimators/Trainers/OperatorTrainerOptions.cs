using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.NeuralOperators.Training.Losses;
using Microsoft.ML.NeuralOperators.Training.Schedules;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What the options of all neural operator trainers have in common: columns and training.</summary>
public abstract class OperatorTrainerOptions
{
    /// <summary>
    /// The field to learn: a vector of Single with dimensions [channels, grid…]. Empty where the loss needs none, such as the
    /// residual of an equation.
    /// </summary>
    public string LabelColumnName = "Label";

    /// <summary>The field to learn from: a vector of Single with dimensions [channels, grid…].</summary>
    public string FeatureColumnName = "Features";

    /// <summary>The predicted field that the transformer adds.</summary>
    public string ScoreColumnName = "Score";

    /// <summary>Passes over the data.</summary>
    public int Epochs = 50;

    /// <summary>Samples a step.</summary>
    public int BatchSize = 16;

    /// <summary>The largest learning rate.</summary>
    public double LearningRate = 5e-3;

    /// <summary>Weight decay.</summary>
    public double WeightDecay = 1e-4;

    /// <summary>Update rule.</summary>
    public OptimizerKind Optimizer = OptimizerKind.AdamW;

    /// <summary>The learning rate over time; half a cosine wave down to zero by default.</summary>
    public LearningRateSchedule Schedule = LearningRateSchedule.Cosine;

    /// <summary>What is made small, on normalised outputs; the relative H1 norm by default.</summary>
    public Loss Loss = Loss.RelativeH1;

    /// <summary>Whether the inputs are normalised per channel; the statistics become part of the model.</summary>
    public bool NormalizeInput = true;

    /// <summary>Whether the output is normalised per channel; the statistics become part of the model.</summary>
    public bool NormalizeOutput = true;

    /// <summary>Largest norm of the gradient; 0 does not clip, nor does L-BFGS, whose line search bounds its steps.</summary>
    public double GradientClipNorm;

    /// <summary>Batches whose gradients are added before a step.</summary>
    public int GradientAccumulation = 1;

    /// <summary>
    /// Decay a step of a moving average of the weights, which is then what is validated and returned; 0 for none. After n steps it
    /// is at most (1 + n)/(10 + n): 0.99 is reached after 890 steps, 0.999 after 8,990.
    /// </summary>
    public double MovingAverageDecay;

    /// <summary>Numbers that training calculates with.</summary>
    public TrainingPrecision Precision = TrainingPrecision.Single;

    /// <summary>
    /// Learning of trajectories: the feature column holds them, [frames·channels, grid…], and there is no label column. The
    /// operator maps the last frames to the next ones; <see cref="NeuralOperatorTransformer.RollOut(IDataView, int)"/> applies it again and again.
    /// </summary>
    public RollOut? RollOut;

    /// <summary>Channels of the predicted field where there is no label column, for losses of an equation alone.</summary>
    public int OutputChannels = 1;

    /// <summary>Whether the weights of the best epoch are returned instead of the last ones.</summary>
    public bool KeepsBest;

    /// <summary>Whether a cancelled <c>Fit</c> returns its best weights so far, if it has any, instead of throwing.</summary>
    public bool ReturnsBestOnCancellation;

    /// <summary>
    /// Whether a <c>Fit</c> that diverges logs a warning and returns its best weights so far, if it has any, instead of throwing a
    /// <see cref="TrainingDivergedException"/>.
    /// </summary>
    public bool ReturnsBestOnDivergence;

    /// <summary>Training stops when a batch's loss is so many times the first one's.</summary>
    public double ExplosionLimit = 1e4;

    /// <summary>Where and how often the state is saved, and resumed from; null for not at all.</summary>
    public TrainingCheckpoints? Checkpoints;

    /// <summary>
    /// Memory for the rows, in MiB: larger data is written once to a file in the context's temporary folder and read a batch
    /// ahead of training. Null keeps everything in memory.
    /// </summary>
    public double? MaxMemoryMegabytes;

    /// <summary>Folder for TensorBoard event files; null for none.</summary>
    public string? TensorBoardFolder;

    /// <summary>Share of the rows held back, drawn with the seed, whose error is reported after every epoch.</summary>
    public double ValidationFraction;

    /// <summary>Rows whose error is reported after every epoch; wins over <see cref="ValidationFraction"/>.</summary>
    public IDataView? ValidationSet;

    /// <summary>Seed of weights and shuffling; drawn from the context's seed when null.</summary>
    public int? Seed;

    /// <summary>
    /// Threads that each train on a part of every batch (CPU). 0 measures a few steps with one per core and with all cores inside
    /// torch's kernels, and takes the faster; 1 has all cores inside torch's kernels. Results are rounded differently for different
    /// numbers: set one where a seed must reproduce the same bits. A resumed training keeps the number it started with.
    /// </summary>
    public int Workers;

    /// <summary>Whether glibc is told to keep freed memory, for the whole process; it spares most of the page faults of a step.</summary>
    public bool TunesNativeHeap = true;

    /// <summary>Rows scored at once by the transformer.</summary>
    public int ScoringBatchSize = 16;

    /// <summary>
    /// Where grid points stand, to score fields of other grids on the grid of training: they are interpolated to it linearly, and
    /// the score back. For operators whose weights belong to one spacing, such as MgNO's stencils. Null runs the operator on every
    /// field's own grid.
    /// </summary>
    public GridPoints? ScoresOnTrainingGrid;

    /// <summary>Called after every batch and epoch, on the training thread.</summary>
    public Action<TrainingProgress>? Progress;

    /// <summary>Gets the same reports as <see cref="Progress"/>; a <see cref="Progress{T}"/> passes them on to the thread that made it.</summary>
    public IProgress<TrainingProgress>? ProgressReporter;

    /// <summary>Cancels <c>Fit</c> with an <see cref="OperationCanceledException"/> at the next batch.</summary>
    public CancellationToken CancellationToken;

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public virtual IEnumerable<string> Faults()
    {
        bool needsLabel = RollOut is null && Loss is { NeedsTarget: true };
        if (needsLabel && string.IsNullOrEmpty(LabelColumnName)) yield return $"{nameof(LabelColumnName)} is empty, and the loss compares with labels";
        if (TensorBoardFolder?.Contains('\0') == true) yield return $"{nameof(TensorBoardFolder)} holds a NUL character";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (MaxMemoryMegabytes is { } memory && !(memory > 0)) yield return $"MaxMemoryMegabytes is {memory}; expected more than 0";
        foreach (var (name, value) in new[] { (nameof(FeatureColumnName), FeatureColumnName), (nameof(ScoreColumnName), ScoreColumnName) })
            if (string.IsNullOrEmpty(value)) yield return $"{name} is empty";
        string[] inputs = [.. InputColumns().Where(n => !string.IsNullOrEmpty(n))];
        if (inputs.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) yield return $"The column '{twice.Key}' is named twice";
        if (!string.IsNullOrEmpty(ScoreColumnName) && inputs.Append(LabelColumnName).Contains(ScoreColumnName))
            yield return $"{nameof(ScoreColumnName)} is '{ScoreColumnName}', which is read already; the score needs a column of its own";
        if (ScoresOnTrainingGrid is { } points && !Enum.IsDefined(points)) yield return $"{nameof(ScoresOnTrainingGrid)} is {points}; expected one of {string.Join(", ", Enum.GetNames<GridPoints>())}";
        if (ScoringBatchSize < 1) yield return $"ScoringBatchSize is {ScoringBatchSize}; expected at least 1";
        if (!(ValidationFraction >= 0 && ValidationFraction < 1)) yield return $"ValidationFraction is {ValidationFraction}; expected 0 up to, not including, 1";
        foreach (string fault in Training(0, null, false, null).Faults()) yield return fault;
    }

    /// <summary>The columns that are read beside the label, which may be one of them.</summary>
    private protected virtual IEnumerable<string> InputColumns() => [FeatureColumnName];

    /// <summary>A copy of its own, so that a later change or another Fit never shows.</summary>
    protected internal virtual OperatorTrainerOptions Copy() => (OperatorTrainerOptions)MemberwiseClone();

    internal OperatorTrainerOptions WithColumns(string label, string feature)
    {
        OperatorTrainerOptions copy = Copy();
        (copy.LabelColumnName, copy.FeatureColumnName) = (label, feature);
        return copy;
    }

    internal TrainingOptions Training(int seed, int? gpuDeviceId, bool fallbackToCpu, Action<TrainingProgress>? progress, Action<string>? warning = null) => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        WeightDecay = WeightDecay,
        Optimizer = Optimizer,
        Schedule = Schedule,
        Loss = Loss,
        NormalizeInput = NormalizeInput,
        NormalizeOutput = NormalizeOutput,
        GradientClipNorm = GradientClipNorm,
        GradientAccumulation = GradientAccumulation,
        MovingAverageDecay = MovingAverageDecay,
        Precision = Precision,
        RollOut = RollOut,
        KeepsBest = KeepsBest,
        ReturnsBestOnCancellation = ReturnsBestOnCancellation,
        ExplosionLimit = ExplosionLimit,
        Checkpoints = Checkpoints,
        Seed = seed,
        GpuDeviceId = gpuDeviceId,
        FallbackToCpu = fallbackToCpu,
        Workers = Workers,
        TunesNativeHeap = TunesNativeHeap,
        Progress = ProgressReporter is { } reporter ? progress + reporter.Report : progress,
        Warning = warning,
        CancellationToken = CancellationToken,
    };
}
