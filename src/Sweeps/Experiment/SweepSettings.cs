using Microsoft.ML.NeuralOperators.Model;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>What an experiment was told, once it runs.</summary>
internal sealed record SweepSettings
{
    public required IReadOnlyList<SweepSpace> Spaces { get; init; }

    public required IDataView Training { get; init; }

    public required IDataView Validation { get; init; }

    public required int Seed { get; init; }

    /// <summary>In front of conditions in the plan.</summary>
    public const string ConditionMark = "only ";

    /// <summary>Rows to train on.</summary>
    public int Rows { get; init; }

    /// <summary>Results of earlier studies, and how many trials they are of.</summary>
    public (IReadOnlyList<SweepObservation> Observations, int Trials) Earlier { get; init; } = ([], 0);

    /// <summary>The share of the rows that is held back; null where the rows to validate on were given.</summary>
    public double? ValidationFraction { get; init; }

    public SweepTuner Tuner { get; init; } = new ParzenTuner();

    public Rungs Rungs { get; init; } = Rungs.One;

    public SweepMetric Objective { get; init; } = SweepMetric.RelativeL2;

    public IReadOnlyDictionary<SweepMetric, double> Limits { get; init; } = new Dictionary<SweepMetric, double>();

    public ISweepMonitor? Monitor { get; init; }

    public int? MaxTrials { get; init; }

    public TimeSpan? Time { get; init; }

    /// <summary>The device for trials that want a GPU; null for theirs.</summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>What is swept and how: a study is of one of these.</summary>
    public string Plan() => string.Join('\n', [$"seed {Seed}", $"tuner {Tuner.GetType().Name}", $"{Rungs}",
        $"objective {Objective}", .. Limits.OrderBy(l => l.Key).Select(l
            => FormattableString.Invariant($"{l.Key} at most {l.Value}")),
        .. Spaces.SelectMany(s => s.Options.Select(o => $"{s.Name}, {o}").Prepend(Text(s))
            .Concat(s.Conditions.Select(c => $"{s.Name}, {ConditionMark}{c}")))]);

    /// <summary>The same for those who read a study without the program that ran it.</summary>
    public StudyDescription Describe() => new()
    {
        Objective = Objective,
        Limits = Limits,
        Seed = Seed,
        Tuner = Tuner.GetType().Name,
        Halving = Rungs.Count == 1 ? "every trial was trained to its end"
            : $"{Rungs.Count} rungs, one in {Rungs.Factor} went on{(Rungs.IsAsynchronous ? " (ASHA)" : "")}",
        ValidationFraction = ValidationFraction,
        Spaces = [.. Spaces.Select(s => new DescribedSpace(s.Name)
        {
            Options = [.. s.Options.Select(DescribedOption.Of).OfType<DescribedOption>()],
            Label = s.Trainer.LabelColumnName,
            IsAugmented = s.Trainer.IsAugmented,
        })],
    };

    // What is not tried belongs to the plan, too. Options of somebody's own operators have their own text.
    private string Text(SweepSpace space)
    {
        string architecture = OptionsFormat.Write(space.Trainer.Options)?.Options.GetRawText()
            ?? $"{space.Trainer.Options}";
        string columns = string.Join(", ", Training.Schema.Where(c => !c.IsHidden).Select(c => $"{c.Name} {c.Type}"));
        return $"{space.Name}: {architecture}, {OptionsFormat.Write(space.Trainer.Training)}, columns {columns}";
    }
}
