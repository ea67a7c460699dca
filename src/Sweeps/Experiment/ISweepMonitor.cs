namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Is told what a sweep does, on the thread that runs it. Of other processes that work on the same study, nothing is
/// told.
/// </summary>
public interface ISweepMonitor
{
    /// <summary>A trial is trained, for the first time or on.</summary>
    void ReportRunningTrial(SweepTrial trial)
    {
    }

    /// <summary>A step or an epoch of the training is done.</summary>
    void ReportProgress(SweepTrial trial, TrainingProgress progress)
    {
    }

    /// <summary>A trial has a result; it may be trained on later.</summary>
    void ReportCompletedTrial(SweepTrial trial)
    {
    }

    /// <summary>It is the best one so far.</summary>
    void ReportBestTrial(SweepTrial trial)
    {
    }

    /// <summary>A trial could not be trained, or would not fit memory or time.</summary>
    void ReportFailTrial(SweepTrial trial)
    {
    }
}
