namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Trains one definition on checked data: statistics, states, epochs.</summary>
/// <param name="Options">How to train.</param>
/// <param name="Group">The ranks.</param>
/// <param name="Shards">The ranks whose samples together are the data.</param>
/// <param name="Device">Where.</param>
/// <param name="Progress">Called after every batch and epoch.</param>
internal sealed record TrainingPass(TrainingOptions Options, RankGroup Group, RankGroup Shards, torch.Device Device,
    Action<TrainingProgress>? Progress)
{
    /// <summary>Trains an operator.</summary>
    /// <param name="definition">The operator between normalised fields.</param>
    /// <param name="data">Training samples.</param>
    /// <param name="heldBack">Samples for validation, or null.</param>
    /// <param name="initial">
    /// Weights and statistics by the names of a <see cref="NormalizedOperator"/>; null draws new ones.
    /// </param>
    /// <param name="scales">The statistics to normalise by; null for those of the data or of the weights.</param>
    /// <param name="before">A hash of the stages before this one, whose sum is the last input; null for none.</param>
    /// <returns>The trained operator, and whether all epochs were done.</returns>
    public (TrainedOperator Trained, bool IsDone) Run(NeuralOperator definition, FieldDataset data,
        FieldDataset? heldBack, IReadOnlyDictionary<string, float[]>? initial, TrainingScales? scales = null,
        string? before = null)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var normalized = new NormalizedOperator(definition, Options.MissingValues == MissingValues.Mask,
            Options.Loss.Coefficients.Select(c => c.Name));
        ParameterValues values = initial is null ? ParameterValues.Initialize(normalized, Options.Seed ?? 0)
            : InitialWeights.Of(normalized, initial);
        scales ??= initial is null ? TrainingScales.Measure(definition, data, Options, Shards)
            : TrainingScales.Of(normalized, values, Options);
        scales.Store(normalized, values);
        // A model that is trained further uses all of its modes already.
        ModeGrowth? modes = Options.ModeSchedule is { } growth && initial is null ? new(definition, growth) : null;
        modes?.Rest(values);

        // A rank of few rows may have none of those for validation.
        FieldDataset? validation = !Shards.IsAlone && heldBack?.Count == 0 ? null : heldBack;
        using TrainingTask task = Task(data);
        using TrainingTask? validationTask = validation is null ? null : Task(validation);
        using StateFolder? folder = Options.Checkpoints is { } checkpoints && Group.IsFirst
            ? new StateFolder(checkpoints) : null;
        // Reading all data once more is only worth it where states are kept, and where they are compared.
        bool isCompared = Options.Checkpoints is not null && (Group.IsFirst || !Shards.IsAlone);
        IReadOnlyDictionary<string, string> fingerprint = !isCompared ? new Dictionary<string, string>()
            : Fingerprint.Of(definition, data, heldBack, Options, initial is null ? null : values, Shards,
                before);
        using var run = new TrainingRun(normalized, values, task, folder, fingerprint, Options, Device, Group, modes)
        {
            Data = data,
            Validation = heldBack is not null ? new RankValidation(validationTask, !Shards.IsAlone, Group) : null,
            Progress = Progress,
        };
        try
        {
            run.Run();
        }
        catch (OperationCanceledException) when (Options.ReturnBestOnCancellation && run.Best is not null)
        {
            return (new TrainedOperator(normalized, run.Best, RankData.Report(run.Summary(), Shards)), false);
        }
        catch (TrainingDivergedException error) when (Options.ReturnBestOnDivergence && error.Best is not null)
        {
            Options.Warning?.Invoke($"{error.Message} The best weights before that are returned.");
            return (error.Best, false);
        }
        return (new TrainedOperator(normalized, run.Values, RankData.Report(run.Summary(), Shards)), true);

        TrainingTask Task(FieldDataset fields) => Options.RollOut is null
            ? new MapTask(normalized, fields, scales.Inputs, scales.Output, Options, Device)
            : new RollOutTask(normalized, fields.Inputs[0], scales.Frame!, Options, Device);
    }
}
