using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.NeuralOperators.Training.Losses;
using Microsoft.ML.NeuralOperators.Training.Schedules;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What the options of all neural operator trainers have in common: columns and training.</summary>
public abstract class OperatorTrainerOptions
{
    /// <summary>The field to learn: a vector of Single with dimensions [channels, grid…].</summary>
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

    /// <summary>Largest norm of the gradient; 0 does not clip.</summary>
    public double GradientClipNorm;

    /// <summary>Share of the rows held back, drawn with the seed, whose error is reported after every epoch.</summary>
    public double ValidationFraction;

    /// <summary>Rows whose error is reported after every epoch; wins over <see cref="ValidationFraction"/>.</summary>
    public IDataView? ValidationSet;

    /// <summary>Seed of weights and shuffling; drawn from the context's seed when null.</summary>
    public int? Seed;

    /// <summary>Threads that each train on a part of every batch (CPU). 0 takes one per core. The number decides rounding.</summary>
    public int Workers;

    /// <summary>Rows scored at once by the transformer.</summary>
    public int ScoringBatchSize = 16;

    /// <summary>Called after every batch and epoch, on the training thread.</summary>
    public Action<TrainingProgress>? Progress;

    /// <summary>Cancels <c>Fit</c> with an <see cref="OperationCanceledException"/> at the next batch.</summary>
    public CancellationToken CancellationToken;

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public virtual IEnumerable<string> Faults()
    {
        foreach (var (name, value) in new[] { (nameof(LabelColumnName), LabelColumnName), (nameof(FeatureColumnName), FeatureColumnName), (nameof(ScoreColumnName), ScoreColumnName) })
            if (string.IsNullOrEmpty(value)) yield return $"{name} is empty";
        if (ScoringBatchSize < 1) yield return $"ScoringBatchSize is {ScoringBatchSize}; expected at least 1";
        if (!(ValidationFraction >= 0 && ValidationFraction < 1)) yield return $"ValidationFraction is {ValidationFraction}; expected 0 up to, not including, 1";
        foreach (string fault in Training(0, null, false, null).Faults()) yield return fault;
    }

    /// <summary>A copy of its own, so that a later change or another Fit never shows.</summary>
    protected internal virtual OperatorTrainerOptions Copy() => (OperatorTrainerOptions)MemberwiseClone();

    internal OperatorTrainerOptions WithColumns(string label, string feature)
    {
        OperatorTrainerOptions copy = Copy();
        (copy.LabelColumnName, copy.FeatureColumnName) = (label, feature);
        return copy;
    }

    internal TrainingOptions Training(int seed, int? gpuDeviceId, bool fallbackToCpu, Action<TrainingProgress>? progress) => new()
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
        Seed = seed,
        GpuDeviceId = gpuDeviceId,
        FallbackToCpu = fallbackToCpu,
        Workers = Workers,
        Progress = progress,
        CancellationToken = CancellationToken,
    };
}
