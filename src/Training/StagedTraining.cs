using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Trains an operator of stages, one after the other: each is a training of its own, whose data have the sum of the
/// stages before as a further field. States are kept in a folder for each, so that a resumed training finds the stages
/// that are done.
/// </summary>
internal sealed class StagedTraining
{
    private readonly TrainingPass _pass;
    private readonly NeuralOperator _whole;
    private readonly IStagedOperator _stages;
    private readonly NormalizedOperator _normalized;
    private readonly FieldDataset _data;
    private readonly FieldDataset? _validation;
    private readonly IReadOnlyDictionary<string, float[]>? _initial;
    private readonly TrainingScales _scales;
    private readonly StageSums _sums;
    private readonly int[] _epochs;
    // What the stages that are done have learned, by the names of the whole.
    private readonly Dictionary<string, float[]> _values = new(StringComparer.Ordinal);
    private readonly List<TrainingReport> _reports = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _epochsDone;
    private double _foldSeconds;
    private string _before = "";

    /// <summary>A training in stages.</summary>
    /// <param name="pass">How each stage is trained.</param>
    /// <param name="whole">The operator of stages.</param>
    /// <param name="data">Training samples.</param>
    /// <param name="validation">Samples for validation, or null.</param>
    /// <param name="initial">Weights and statistics to start from; null draws new ones.</param>
    public StagedTraining(TrainingPass pass, NeuralOperator whole, FieldDataset data, FieldDataset? validation,
        IReadOnlyDictionary<string, float[]>? initial)
    {
        (_pass, _whole, _stages, _data, _validation, _initial) =
            (pass, whole, (IStagedOperator)whole, data, validation, initial);
        _normalized = new NormalizedOperator(whole, pass.Options.MissingValues == MissingValues.Mask);
        _scales = initial is null ? TrainingScales.Measure(whole, data, pass.Options, pass.Shards)
            : TrainingScales.Of(_normalized, InitialWeights.Of(_normalized, initial), pass.Options);
        _sums = new StageSums(pass, _scales);
        _epochs = Epochs(_stages.EpochShares, pass.Options.Epochs);
    }

    /// <summary>Refuses what has no stages.</summary>
    /// <exception cref="InvalidOperationException">There are no labels, or too few rows for the folds.</exception>
    public static void Require(NeuralOperator whole, FieldDataset data, TrainingOptions options)
    {
        string name = whole.GetType().Name;
        if (options.RollOut is not null)
            throw new InvalidOperationException($"{name} is trained on pairs of fields, but RollOut is set. Give the "
                + "last frames as the feature and the next ones as the label; the trained model rolls out as any "
                + "other.");
        if (!data.HasTarget)
            throw new InvalidOperationException($"Later stages of {name} learn what earlier ones leave of the labels, "
                + "but the data has none.");
        if (options.Loss.Coefficients.Concat(options.LaterLoss?.Coefficients ?? []).FirstOrDefault() is { } learned)
            throw new InvalidOperationException($"The loss learns '{learned.Name}' along with the operator, which "
                + $"{name} cannot do stage by stage. Train one of its operators with that loss.");
        int folds = ((IStagedOperator)whole).Folds;
        if (folds > data.Count)
            throw new InvalidOperationException($"Folds is {folds}, but there are {data.Count} rows to train on; "
                + "expected as many folds as rows at most.");
    }

    /// <summary>Epochs of each stage: their shares of all, rounded, at least one of the first.</summary>
    internal static int[] Epochs(IReadOnlyList<double> shares, int epochs)
    {
        int done = 0;
        double sum = 0;
        return [.. shares.Select((share, stage) =>
        {
            sum += share;
            int end = stage == shares.Count - 1 ? epochs : Math.Max(1, (int)Math.Round(sum * epochs)), own = end - done;
            done = end;
            return own;
        })];
    }

    /// <summary>Trains all stages.</summary>
    public TrainedOperator Run()
    {
        try
        {
            TrainStages();
        }
        catch (OperationCanceledException) when (_pass.Options.ReturnBestOnCancellation && _reports.Count > 0)
        {
            return Whole();
        }
        catch (TrainingDivergedException error)
        {
            if (error.Best is not null) Keep(error.Best);
            if (_reports.Count == 0) throw;
            if (!_pass.Options.ReturnBestOnDivergence) throw new TrainingDivergedException(error.Message, "", Whole());
            _pass.Options.Warning?.Invoke($"{error.Message} The stages before that are returned.");
        }
        return Whole();
    }

    private void TrainStages()
    {
        FieldSamples? sum = null, validationSum = null;
        for (int stage = 0; stage < _epochs.Length && _epochs[stage] > 0; stage++)
        {
            FieldDataset rows = StageSums.With(_data, sum);
            FieldDataset? validation = _validation is null ? null : StageSums.With(_validation, validationSum);
            float[]? scale = sum is null ? null : _sums.Scale(_data.Target, sum);
            var (trained, isDone) = Train(stage, null, scale, rows, validation);
            Keep(trained);
            if (!isDone || stage == _epochs.Length - 1 || _epochs[stage + 1] == 0) return;
            Add(trained);
            FieldSamples? next = _stages.Folds == 1 ? _sums.Predict(trained, rows) : CrossFitted(stage, scale, rows);
            if (next is null) return;
            sum = next;
            if (validation is not null) validationSum = _sums.Predict(trained, validation);
        }
    }

    private (TrainedOperator Trained, bool IsDone) Train(int stage, int? fold, float[]? scale, FieldDataset rows,
        FieldDataset? validation)
    {
        TrainingOptions options = _pass.Options;
        string folder = $"stage-{stage + 1}{(fold is null ? "" : $"-fold-{fold + 1}")}";
        int before = _epochsDone, all = _epochs.Sum() + (_stages.Folds == 1 ? 0 : _stages.Folds * _epochs[..^1].Sum());
        _epochsDone += _epochs[stage];
        return (_pass with
        {
            Options = options with
            {
                Epochs = _epochs[stage],
                Loss = stage == 0 ? options.Loss : options.LaterLoss ?? options.Loss,
                LearningRate = stage == 0 ? options.LearningRate : options.LaterLearningRate ?? options.LearningRate,
                // The first stage is the operator on its own.
                Seed = stage == 0 && fold is null ? options.Seed
                    : (int)(SeededRandom.Mix(options.Seed ?? 0, SeedUse.Stage, stage, fold + 1 ?? 0) >>> 33),
                Checkpoints = options.Checkpoints is null ? null
                    : options.Checkpoints with { Folder = Path.Combine(options.Checkpoints.Folder, folder) },
            },
            Progress = _pass.Progress is null ? null : progress => _pass.Progress(OfAll(progress, before, all)),
        }).Run(_stages.Stage(stage, scale), rows, validation, Initial(stage, scale),
            _sums.ScalesOf(rows), stage == 0 ? null : _before);
    }

    // Progress of one training as that of all.
    private TrainingProgress OfAll(TrainingProgress progress, int before, int all)
    {
        double done = before + progress.Epoch - 1 + (double)progress.Batch / progress.Batches,
            later = all - before - progress.Epochs;
        return progress with
        {
            Epoch = before + progress.Epoch,
            Epochs = all,
            Elapsed = _clock.Elapsed,
            Remaining = progress.Remaining + _clock.Elapsed * (later / done),
        };
    }

    // The weights of a stage to start from. A model whose training ended before this stage has a scale of zero.
    private Dictionary<string, float[]>? Initial(int stage, float[]? scale)
    {
        if (_initial is null) return null;
        var names = new NormalizedOperator(_stages.Stage(stage)).Parameters.Select(p => p.Name)
            .ToHashSet(StringComparer.Ordinal);
        var own = _initial.Where(v => names.Contains(v.Key)).ToDictionary(v => v.Key, v => v.Value,
            StringComparer.Ordinal);
        if (stage > 0 && own.TryGetValue(_stages.Scales[stage - 1].Name, out float[]? kept) && kept.All(s => s == 0))
            own[_stages.Scales[stage - 1].Name] = scale!;
        return own;
    }

    // The sum for every row by an operator that did not see its fold; null where the training ended.
    private FieldSamples? CrossFitted(int stage, float[]? scale, FieldDataset rows)
    {
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        new SeededRandom(_pass.Options.Seed ?? 0, SeedUse.Stage).Shuffle(order);
        FieldSamples target = rows.Target;
        var sums = new float[(long)rows.Count * target.SampleLength];
        for (int fold = 0; fold < _stages.Folds; fold++)
        {
            int[] held = [.. order.Where((_, place) => place % _stages.Folds == fold).Order()];
            FieldDataset seen = rows.Pick([.. order.Except(held).Order()]), unseen = rows.Pick(held);
            var (trained, isDone) = TrainFold(stage, fold, scale, seen);
            if (!isDone) return null;
            _foldSeconds += trained.Report.Seconds;
            Add(trained);
            FieldSamples predicted = _sums.Predict(trained, unseen);
            for (int i = 0; i < held.Length; i++)
                predicted[i].CopyTo(sums.AsSpan(held[i] * target.SampleLength, target.SampleLength));
        }
        return StageSums.Field(target, sums);
    }

    private (TrainedOperator Trained, bool IsDone) TrainFold(int stage, int fold, float[]? scale, FieldDataset seen)
    {
        try
        {
            return Train(stage, fold, scale, seen, null);
        }
        catch (TrainingDivergedException error)
        {
            // The best weights of a fold are not the stage's.
            throw new TrainingDivergedException($"Fold {fold + 1} of {_stages.Folds}: {error.Message}", "", null);
        }
    }

    private void Keep(TrainedOperator stage)
    {
        foreach (ParameterDeclaration p in stage.Definition.Parameters) _values[p.Name] = stage.Values[p];
        _reports.Add(stage.Report);
    }

    // All that later stages depend on beside the data.
    private void Add(TrainedOperator trained)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(_before));
        foreach (ParameterDeclaration p in trained.Definition.Parameters)
            hash.AppendData(MemoryMarshal.AsBytes(trained.Values[p].AsSpan()));
        _before = Convert.ToHexString(hash.GetHashAndReset())[..16];
    }

    // The stages that are done; those that are not are as they were, or add nothing.
    private TrainedOperator Whole()
    {
        var silent = _stages.Scales.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        ParameterValues drawn = ParameterValues.Initialize(_normalized, _pass.Options.Seed ?? 0);
        ParameterValues values = ParameterValues.From(_normalized, p
            => _values.TryGetValue(p.Name, out float[]? own) || _initial?.TryGetValue(p.Name, out own) == true ? own!
                : silent.Contains(p.Name) ? new float[p.Elements] : drawn[p]);
        int epoch = 0;
        TrainingReport first = _reports[0];
        return new TrainedOperator(_normalized, values, first with
        {
            Operator = _whole.GetType().Name,
            Parameters = _whole.Parameters.Where(p => p.IsTrainable).Sum(p => p.Elements),
            Seconds = _reports.Sum(r => r.Seconds) + _foldSeconds,
            Retries = _reports.Sum(r => r.Retries),
            SampleFlops = CostInterpreter.Measure(_whole, Shape.Of([1, _whole.Inputs[0].Channels,
                .. _data.Inputs[0].Grid.Select(size => (long)size)])).Flops,
            Epochs = [.. _reports.SelectMany(r => r.Epochs.Select(e => e with
            {
                Epoch = ++epoch,
                SampleFlops = e.SampleFlops ?? r.SampleFlops,
            }))],
        });
    }
}
