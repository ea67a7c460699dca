using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;

namespace Contest;

/// <summary>One contender trained, exported and scored.</summary>
/// <param name="contender">The contender.</param>
/// <param name="files">Its data.</param>
/// <param name="problem">What the data is.</param>
/// <param name="training">Seed, memory, progress; epochs and batch size where there is no budget.</param>
/// <param name="folder">Where the exported file goes.</param>
internal sealed class Match(Contender contender, FieldFiles files, Problem problem, TrainingOptions training,
    string folder)
{
    // Of the schedules, the one that gets furthest in few epochs (docs/results.md).
    private static readonly LearningRateSchedule FewEpochs = LearningRateSchedule.OneCycle;

    // Enough steps to time once the code is compiled and memory is warm, few against the budget.
    private const int TrialSteps = 50, TrialEpochs = 3;
    private readonly MLContext _mlContext = new(training.Seed);

    // Few epochs fit into a budget on fine grids: small batches make the most of them.
    private int BatchSize => problem.IsSmall ? 8 : 4;

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    /// <summary>Trains for a time, and scores.</summary>
    /// <param name="budget">Seconds of training.</param>
    /// <param name="statesFolder">
    /// Where the state of the training is kept, with which an interrupted one goes on; null for nowhere.
    /// </param>
    public Row PlayFor(double budget, string? statesFolder = null)
    {
        IDataView rows = Operators.LoadFields(files.Training(contender.IsOnPoints));
        TrainingOptions options = training with { BatchSize = BatchSize, Schedule = FewEpochs };
        // The schedule of the learning rate needs the number of epochs, also when it goes on.
        string? plan = statesFolder is null ? null : Path.Combine(statesFolder, "epochs.json");
        int epochs;
        if (File.Exists(plan)) epochs = JsonSerializer.Deserialize<int>(File.ReadAllText(plan));
        else
        {
            epochs = Math.Max(1, (int)Math.Round(budget / EpochSeconds(rows, options)));
            if (plan is not null)
            {
                Directory.CreateDirectory(statesFolder!);
                File.WriteAllText(plan, JsonSerializer.Serialize(epochs));
            }
        }
        return Play(rows, options with { Epochs = epochs }, statesFolder);
    }

    /// <summary>Trains as the options say, and scores.</summary>
    /// <param name="statesFolder">As in <see cref="PlayFor"/>.</param>
    public Row Play(string? statesFolder = null)
        => Play(Operators.LoadFields(files.Training(contender.IsOnPoints)), training, statesFolder);

    private Row Play(IDataView rows, TrainingOptions options, string? statesFolder)
    {
        if (statesFolder is not null)
            options = options with
            {
                Checkpoints = new() { Folder = Path.Combine(statesFolder, "states"), EveryMinutes = 5, KeepLast = 1 }
            };
        using NeuralOperatorTransformer model = Trainer(options).Fit(rows);
        string onnx = Path.Combine(folder, $"{contender.Name}.onnx");
        model.ExportToOnnx(onnx);
        IDataView scored = Score(model, files.Test(contender.IsOnPoints));
        FieldMetrics metrics = Operators.Evaluate(scored,
            options: problem.RollOut is { } rollOut ? new() { FrameChannels = rollOut.Channels } : null);
        string finer = files.Fine(contender.IsOnPoints);
        double? fine = contender.BoundToGrid is not null || !File.Exists(finer) ? null
            : Operators.Evaluate(Score(model, finer)).RelativeL2;
        TrainingReport report = model.Report!;
        return new Row(contender.Name, report.Parameters, report.Epochs.Count, report.SecondsPerEpoch, report.Seconds,
            metrics.RelativeL2, fine, new FileInfo(onnx).Length, Milliseconds(scored, metrics.Count))
        {
            Gigaflops = report.SampleFlops / 1e9 * problem.Applications,
            Retries = report.Retries,
            AggregatedRmse = problem.RollOut is null ? null : metrics.AggregatedRmse,
        };
    }

    private NeuralOperatorTrainer Trainer(TrainingOptions options)
    {
        NeuralOperatorTrainer trainer = contender.Create(Operators, problem, options);
        return problem.Symmetries is not { } points ? trainer
            : Operators.Augment(trainer, new SymmetryAugmentation("Features: scalar; Label: scalar")
            {
                Placement = points,
                AveragesPredictions = true,
            });
    }

    private IDataView Score(NeuralOperatorTransformer model, string file)
    {
        IDataView rows = Operators.LoadFields(file);
        return problem.RollOut is null ? model.Transform(rows) : model.RollOut(rows, problem.Applications);
    }

    private double EpochSeconds(IDataView rows, TrainingOptions options)
    {
        int samples = (int)rows.GetRowCount()!.Value, few = Math.Min(samples, TrialSteps * BatchSize);
        options = options with { Epochs = TrialEpochs, Progress = null };
        using NeuralOperatorTransformer trial =
            Trainer(options).Fit(_mlContext.Data.TakeRows(rows, few));
        return trial.Report!.Epochs.Min(e => e.Seconds) * samples / few;
    }

    // The whole pipeline, in batches, after one pass to warm up.
    private static double Milliseconds(IDataView scored, int count)
    {
        int Rows() => scored.GetColumn<float[]>("Score").Count();
        Rows();
        var clock = Stopwatch.StartNew();
        int passes = 0;
        for (; passes < 3 || clock.ElapsedMilliseconds < 500; passes++) Rows();
        return clock.Elapsed.TotalMilliseconds / passes / count;
    }
}
