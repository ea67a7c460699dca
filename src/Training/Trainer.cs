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
        DatasetChecks.Require(definition, data, options, DatasetChecks.Training);
        FieldDataset? heldBack = validation;
        // A rank of few rows may have none of those for validation.
        if (!shards.IsAlone && validation?.Count == 0) validation = null;
        if (validation is not null)
        {
            DatasetChecks.Require(definition, validation, options, DatasetChecks.Validation);
            DuplicateChecks.Warn(data, validation, options);
        }
        options.CancellationToken.ThrowIfCancellationRequested();
        TorchLibraries.Require();
        if (options.TuneNativeHeap) NativeHeap.Tune();

        // Updates and sums over all parameters run on this thread.
        using IDisposable threads = TorchThreads.Use(group.IsAlone ? TorchThreads.All : RankCores.Of(group));
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Device device = TorchDevice.Choose(options.GpuDeviceId, options.FallbackToCpu);
        var normalized = new NormalizedOperator(definition, options.MissingValues == MissingValues.Mask,
            options.Loss.Coefficients.Select(c => c.Name));
        ParameterValues values = initial is null ? ParameterValues.Initialize(normalized, options.Seed ?? 0)
            : InitialWeights.Of(normalized, initial);
        TrainingScales scales = initial is null ? TrainingScales.Measure(definition, data, options, shards)
            : TrainingScales.Of(normalized, values, options);
        scales.Store(normalized, values);
        // A model that is trained further uses all of its modes already.
        ModeGrowth? modes = options.ModeSchedule is { } growth && initial is null ? new(definition, growth) : null;
        modes?.Rest(values);

        using TrainingTask task = Task(data);
        using TrainingTask? validationTask = validation is null ? null : Task(validation);
        using StateFolder? folder = options.Checkpoints is { } checkpoints && group.IsFirst
            ? new StateFolder(checkpoints) : null;
        // Reading all data once more is only worth it where states are kept, and where they are compared.
        bool isCompared = options.Checkpoints is not null && (group.IsFirst || !shards.IsAlone);
        IReadOnlyDictionary<string, string> fingerprint = !isCompared ? new Dictionary<string, string>()
            : Fingerprint.Of(definition, data, heldBack, options, initial is null ? null : values, shards);
        TensorBoardLog? board = options.TensorBoardFolder is { Length: > 0 } boards
            ? new TensorBoardLog(boards, options.Warning) : null;
        using var run = new TrainingRun(normalized, values, task, folder, fingerprint, options, device, group, modes)
        {
            Data = data,
            Validation = heldBack is not null ? new RankValidation(validationTask, !shards.IsAlone, group) : null,
            Progress = (board is null ? null : board.Add) + options.Progress
            + (options.ProgressReporter is { } reporter ? reporter.Report : null),
        };
        try
        {
            run.Run();
        }
        catch (OperationCanceledException) when (options.ReturnBestOnCancellation && run.Best is not null)
        {
            return new TrainedOperator(normalized, run.Best, RankData.Report(run.Summary(), shards));
        }
        catch (TrainingDivergedException error) when (options.ReturnBestOnDivergence && error.Best is not null)
        {
            options.Warning?.Invoke($"{error.Message} The best weights before that are returned.");
            return error.Best;
        }
        return new TrainedOperator(normalized, run.Values, RankData.Report(run.Summary(), shards));

        TrainingTask Task(FieldDataset fields) => options.RollOut is null
            ? new MapTask(normalized, fields, scales.Inputs, scales.Output, options, device)
            : new RollOutTask(normalized, fields.Inputs[0], scales.Frame!, options, device);
    }
}
