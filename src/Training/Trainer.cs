using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The one training of any operator on any device: mini-batches over data in memory or in files.</summary>
public static class Trainer
{
    /// <summary>Trains an operator.</summary>
    /// <param name="definition">The operator between normalised fields.</param>
    /// <param name="data">Training samples.</param>
    /// <param name="validation">Samples whose error is reported after every epoch, or null.</param>
    /// <param name="options">How to train; the defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    /// <exception cref="InvalidOperationException">The data does not fit the operator.</exception>
    /// <exception cref="DllNotFoundException">
    /// libtorch is missing or does not load; the text says what to add.
    /// </exception>
    /// <exception cref="TrainingDivergedException">The loss stopped being finite, or exploded.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    /// <exception cref="RankFailedException">Another rank failed or was lost.</exception>
    public static TrainedOperator Train(NeuralOperator definition, FieldDataset data, FieldDataset? validation = null,
        TrainingOptions? options = null)
        => Train(definition, data, validation, options ?? new TrainingOptions(), null);

    /// <summary>
    /// Trains an operator from weights and statistics by the names of a <see cref="NormalizedOperator"/>; null draws
    /// new ones.
    /// </summary>
    internal static TrainedOperator Train(NeuralOperator definition, FieldDataset data, FieldDataset? validation,
        TrainingOptions options, IReadOnlyDictionary<string, float[]>? initial)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(data);
        Rules.Require(options);
        var group = new RankGroup(options.Communicator);
        // One rank speaks for all.
        if (!group.IsFirst)
            options = options with
            {
                Progress = null,
                ProgressReporter = null,
                Warning = null,
                TensorBoardFolder = null,
            };
        using IDisposable? training = options.Communicator?.BeginTraining();
        return group.Guard(() => Train(definition, data, validation, options, initial, group));
    }

    private static TrainedOperator Train(NeuralOperator definition, FieldDataset data, FieldDataset? validation,
        TrainingOptions options, IReadOnlyDictionary<string, float[]>? initial, RankGroup group)
    {
        RankGroup shards = options.Sharding == DataSharding.ByRank ? group : RankGroup.Alone;
        if (validation is null && options.ValidationFraction > 0)
            (data, validation) = RankData.Split(data, options.ValidationFraction, options.Seed ?? 0, shards);
        TrainingMemory.Of(definition, options).Require(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (definition is IStagedOperator) StagedTraining.Require(definition, data, options);
        else if (options.LaterLoss is not null || options.LaterLearningRate is not null)
            throw new InvalidOperationException((options.LaterLoss is null ? nameof(options.LaterLearningRate)
                : nameof(options.LaterLoss)) + $" is set, but {definition.GetType().Name} has one stage; expected an "
                + "operator of several, such as SpecBoost.");
        DatasetChecks.Require(definition, data, options, DatasetChecks.Training);
        // A rank of few rows may have none of those for validation.
        if (validation is not null && (shards.IsAlone || validation.Count > 0))
        {
            DatasetChecks.Require(definition, validation, options, DatasetChecks.Validation);
            DuplicateChecks.Warn(data, validation, options);
        }
        options.CancellationToken.ThrowIfCancellationRequested();
        TorchLibraries.Require();
        if (options.TuneNativeHeap) NativeHeap.Tune();

        // Updates and sums over all parameters run on this thread.
        using IDisposable threads = TorchThreads.Use(group.IsAlone ? TorchThreads.All : RankCores.Of(group));
        torch.Device device = TorchDevice.Choose(options.GpuDeviceId, options.FallbackToCpu);
        TensorBoardLog? board = options.TensorBoardFolder is { Length: > 0 } boards
            ? new TensorBoardLog(boards, options.Warning) : null;
        var pass = new TrainingPass(options, group, shards, device, (board is null ? null : board.Add)
            + options.Progress + (options.ProgressReporter is { } reporter ? reporter.Report : null));
        return definition is IStagedOperator
            ? new StagedTraining(pass, definition, data, validation, initial).Run()
            : pass.Run(definition, data, validation, initial).Trained;
    }
}
