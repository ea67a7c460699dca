using System.Diagnostics;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.CommandLine.Display;
using Microsoft.ML.NeuralOperators.CommandLine.Options;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Trains several models on the same rows for the same time, and scores them on rows none has seen.</summary>
internal sealed class CompareCommand : ToolCommand
{
    private readonly FieldFileArguments _file = new();
    private readonly TrainingArguments _training = new();

    private readonly Option<string[]> _models = new("--models", "-m")
    {
        Description = "The models, with their defaults; \"neuralop models\" lists them.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "names",
        Required = true,
    };

    private readonly Option<double> _minutes = new("--minutes")
    {
        Description = "Minutes of training for each.",
        DefaultValueFactory = _ => 5,
    };

    public CompareCommand(Terminal terminal)
        : base(terminal, "compare", "Trains several models for the same time, and scores them on rows held back.",
            "neuralop compare darcy.mat -i coeff -u sol --models mgno fno unet --minutes 5")
    {
        _models.CompletionSources.Add(_ => Architecture.Names.Select(
            name => new System.CommandLine.Completions.CompletionItem(name)));
        _file.AddTo(this);
        _training.AddTo(this);
        Add(_models);
        Add(_minutes);
    }

    protected override Answer Run(Invocation call)
    {
        Architecture[] models = [.. call.Arguments.GetRequiredValue(_models).SelectMany(m => m.Split(','))
            .Select(Architecture.Find)];
        var limit = TimeSpan.FromMinutes(call.Arguments.GetValue(_minutes));
        NamedColumn truth = _training.Output(call) ?? throw new ArgumentException("--output is missing.");
        MLContext context = call.Context(_training.Seed(call), _training.Gpu(call));
        IDataView data = _file.Load(call, context, _training.Columns(call));
        DataOperationsCatalog.TrainTestData parts = context.Data.TrainTestSplit(data,
            Math.Max(_training.Validation(call), 1e-3), seed: _training.Seed(call));
        var results = new List<Contestant>();
        foreach (Architecture model in models)
            results.Add(Try(call, model, () => Train(call, context, model, parts, truth.Name, limit)));
        if (results.TrueForAll(r => r.Fault is not null))
            throw new InvalidOperationException("None of the models could be trained.");
        results = [.. results.OrderBy(r => r.RelativeL2 ?? double.PositiveInfinity)];
        return new Answer(results, console => Contestant.Show(console, results));
    }

    // One that does not fit the data, such as one that needs a finer grid, must not cost the others' results.
    private static Contestant Try(Invocation call, Architecture model, Func<Contestant> train)
    {
        call.Console.WriteLine(model.Name);
        try
        {
            return train();
        }
        catch (Exception error) when (ExitCode.Of(error) is ExitCode.Failed or ExitCode.WrongArguments)
        {
            call.Warn(ExitCode.Text(error));
            return new Contestant(model.Name.ToLowerInvariant()) { Fault = ExitCode.Text(error) };
        }
    }

    private Contestant Train(Invocation call, MLContext context, Architecture model,
        DataOperationsCatalog.TrainTestData parts, string truth, TimeSpan limit)
    {
        var training = new TrainingOptions { Seed = _training.Seed(call), CancellationToken = call.Cancellation };
        // Schedules end with the last epoch, so the number of epochs must be known: the second one tells how long they
        // take, the first is slower.
        using NeuralOperatorTransformer trial = _training.Trainer(call, context, model, training with { Epochs = 2 })
            .Fit(parts.TrainSet);
        double seconds = Math.Max(trial.Report!.Epochs[^1].Seconds, 1e-3);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        var display = new TrainingDisplay(call.Console);
        NeuralOperatorTrainer trainer = _training.Trainer(call, context, model, training with
        {
            Epochs = (int)Math.Clamp(limit.TotalSeconds / seconds, 1, 100_000),
            Progress = p =>
            {
                display.Report(p);
                // One epoch at least: there is nothing to score before.
                if (p.Elapsed > limit && (p.EndsEpoch || p.Epoch > 1)) time.Cancel();
            },
            CancellationToken = time.Token,
            ReturnBestOnCancellation = true,
        });
        using NeuralOperatorTransformer trained = display.Run(() => trainer.Fit(parts.TrainSet));
        call.Cancellation.ThrowIfCancellationRequested();
        IDataView scored = trained.Transform(parts.TestSet);
        FieldMetrics metrics = context.NeuralOperators().Evaluate(scored, truth, trained.ScoreColumnName);
        var clock = Stopwatch.StartNew();
        int rows = scored.GetColumn<float[]>(trained.ScoreColumnName).Count();
        return new Contestant(model.Name.ToLowerInvariant())
        {
            Parameters = trained.Report!.Parameters,
            Epochs = trained.Report.Epochs.Count,
            Seconds = trained.Report.Seconds,
            RelativeL2 = metrics.RelativeL2,
            RelativeH1 = metrics.RelativeH1,
            Milliseconds = clock.Elapsed.TotalMilliseconds / Math.Max(rows, 1),
        };
    }
}
