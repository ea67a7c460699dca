using Microsoft.ML.NeuralOperators.CommandLine.Display;
using Microsoft.ML.NeuralOperators.CommandLine.Options;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Looks for good options of one or several models, and saves the best model.</summary>
internal sealed class SweepCommand : ToolCommand
{
    private static readonly Dictionary<string, Func<SweepTuner>> Tuners = new(StringComparer.Ordinal)
    {
        ["tpe"] = () => new ParzenTuner(),
        ["gp"] = () => new GaussianProcessTuner(),
        ["forest"] = () => new ForestTuner(),
        ["sobol"] = () => new SobolTuner(),
        ["random"] = () => new RandomTuner(),
        ["grid"] = () => new GridTuner(),
    };

    private static readonly string[] Fidelities =
        [.. Enum.GetNames<SweepFidelity>().Select(name => name.ToLowerInvariant())];

    /// <summary>The name of a study in a database where none is said.</summary>
    public const string DatabaseStudy = "sweep";

    private readonly FieldFileArguments _file = new();
    private readonly ClusterArguments _cluster = new(isRequired: false);
    private readonly TrainingArguments _training = new();

    private readonly Option<string[]> _models = new("--models", "-m")
    {
        Description = "The models that compete; \"neuralop models\" lists them.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "names",
        DefaultValueFactory = _ => ["fno"],
    };

    private readonly Option<string[]> _try = new("--try")
    {
        Description = "The values of an option to try: Channels=16..64, LearningRate=log(1e-4..1e-2) or "
            + "Modes=8,8|12,12; several may follow. Samples=N trains on N rows, Stride=N on every Nth grid point. "
            + "Without it, the ranges that the options themselves suggest.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "Name=Values",
    };

    private readonly Option<double?> _minutes = new("--minutes") { Description = "Minutes of the sweep." };

    private readonly Option<int?> _trials = new("--trials") { Description = "Trials in all." };

    private readonly Option<int> _epochs = new("--epochs")
    {
        Description = "Epochs of a trial that is trained to its end.",
        DefaultValueFactory = _ => 27,
    };

    private readonly Option<int> _rungs = new("--rungs")
    {
        Description = "How often trials are compared: the best third goes on. 1 trains all to their end.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<string> _fidelity = new("--fidelity")
    {
        Description = $"What trials have less of before the last comparison: {string.Join(", ", Fidelities)}.",
        DefaultValueFactory = _ => Fidelities[0],
        HelpName = "name",
    };

    private readonly Option<string> _tuner = new("--tuner")
    {
        Description = $"Who decides what is tried: {string.Join(", ", Tuners.Keys)}.",
        DefaultValueFactory = _ => "tpe",
        HelpName = "name",
    };

    private readonly Option<string?> _study = new("--study")
    {
        Description = "Folder that keeps all trials: the same command goes on with it, also several at once. With "
            + "--database, the study's name there.",
        HelpName = "folder",
    };

    private readonly Option<string[]> _warmStart = new("--warm-start")
    {
        Description = "Folders of earlier studies that tried the same options; the tuner learns from their trials. "
            + "With --database, names of studies there.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "folders",
    };

    private readonly Option<string> _save = new("--save", "-o")
    {
        Description = "The file of the best model.",
        DefaultValueFactory = _ => "model.zip",
        HelpName = "file",
    };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write a page about the sweep: history, importance of the options, the best pipeline as code.",
        HelpName = "file",
    };

    public SweepCommand(Terminal terminal)
        : base(terminal, "sweep", "Tries options of models, and saves the best model. Ctrl-C keeps the best so far.",
            "neuralop sweep darcy.mat -i coeff -u sol --models fno mgno --minutes 15 -o best.zip --report sweep.html",
            "neuralop sweep darcy.npz -i a -u u -m fno --try Channels=16..64 Modes=8,8|12,12 --trials 40",
            "neuralop sweep darcy.npz -i a -u u -m mgno --minutes 600 --study night",
            "neuralop sweep darcy.npz -i a -u u --minutes 600 --database \"Host=db;Database=sweeps;Username=ml\"")
    {
        _models.CompletionSources.Add(_ => Architecture.Names.Select(
            name => new System.CommandLine.Completions.CompletionItem(name)));
        _tuner.CompletionSources.Add(_ => Tuners.Keys.Select(
            name => new System.CommandLine.Completions.CompletionItem(name)));
        _fidelity.CompletionSources.Add(Fidelities);
        _file.AddTo(this);
        _training.AddTo(this);
        foreach (Option option in (Option[])[_models, _try, _minutes, _trials, _epochs, _rungs, _fidelity, _tuner,
            _study, _warmStart, _save, _report]) Add(option);
        _cluster.AddTo(this);
    }

    protected override Answer Run(Invocation call)
    {
        string path = OutputFile.Prepare(call.Arguments.GetRequiredValue(_save), _file.File(call));
        if (Path.GetExtension(path).ToLowerInvariant() != ".zip")
            throw new ArgumentException($"A model is saved as .zip, not as '{Path.GetFileName(path)}'.");
        string? page = call.Arguments.GetValue(_report) is { } file
            ? OutputFile.Prepare(file, _file.File(call), path) : null;
        TimeSpan? time = call.Arguments.GetValue(_minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
        string? study = call.Arguments.GetValue(_study), database = _cluster.Database(call);
        var (context, data, experiment) = Prepare(call, time?.TotalSeconds, database);
        PostgreSqlStudy? shared = database is null ? null
            : new PostgreSqlStudy(database, study ?? DatabaseStudy)
            {
                Recipe = SweepLine.Of([.. call.Arguments.Tokens.Select(t => t.Value)], _file.File(call)).Write(),
                Time = time,
            };
        StudyStore? store = shared ?? (study is null ? null : (StudyStore)new StudyFolder(study));
        if (store is not null) experiment.SetStudy(store);
        IReadOnlyList<SweepTrial> before = store is not null && SweepStudy.Exists(store)
            ? SweepStudy.Load(store).Trials : [];
        var text = new SweepText(experiment.Spaces);
        var display = new SweepDisplay(call.Console, text, time, call.Arguments.GetValue(_trials), before);
        experiment.SetMonitor(display);
        using SweepResult result = display.Run(() => shared is null ? experiment.Run(call.Cancellation)
            : experiment.RunOn(_cluster.Read(call, shared, _training.Gpu(call)), call.Cancellation));
        OutputFile.Write(path, stream => context.Model.Save(result.Model, data.Schema, stream));
        if (page is not null)
            result.Report(new SweepReportOptions { Repeat = call.Line, DataCode = LoadCode(call) }).Save(page);
        return Summary(result, text, path, page);
    }

    /// <summary>The experiment of a command line.</summary>
    /// <param name="call">The line.</param>
    /// <param name="seconds">How long it runs; null for as long as there is work.</param>
    /// <param name="database">Where studies are; null for folders.</param>
    public (MLContext Context, IDataView Data, NeuralOperatorExperiment Experiment) Prepare(Invocation call,
        double? seconds, string? database)
    {
        int? trials = call.Arguments.GetValue(_trials);
        if (seconds is null && trials is null)
            throw new ArgumentException("The sweep would not end: say --minutes or --trials.");
        MLContext context = call.Context(_training.Seed(call), _training.Gpu(call));
        NeuralOperatorExperiment experiment = context.NeuralOperators().CreateExperiment();
        AddModels(call, context, experiment);
        IDataView data = _file.Load(call, context, _training.Columns(call));
        string tuner = Nearest.Require("tuner", call.Arguments.GetRequiredValue(_tuner), [.. Tuners.Keys]);
        experiment.SetDataset(data, Math.Max(_training.Validation(call), 1e-3)).SetSeed(_training.Seed(call))
            .SetTuner(Tuners[tuner]()).SetWarmStart(Earlier(call, database))
            .SetSuccessiveHalving(call.Arguments.GetValue(_rungs), fidelity: Enum.Parse<SweepFidelity>(
                Nearest.Require("fidelity", call.Arguments.GetRequiredValue(_fidelity), Fidelities), true));
        if (seconds is { } time) experiment.SetTrainingTimeInSeconds(time);
        if (trials is { } count) experiment.SetMaxTrials(count);
        return (context, data, experiment);
    }

    /// <summary>How many trials a command line asks for; null for any number.</summary>
    public int? Trials(ParseResult line) => line.GetValue(_trials);

    // What workers on other machines can read, too.
    private StudyStore[] Earlier(Invocation call, string? database)
    {
        string[] studies = call.Arguments.GetValue(_warmStart) ?? [];
        if (database is null) return [.. studies.Select(StudyStore.Of)];
        if (Array.Find(studies, s => PostgreSqlStudy.IsConnection(s) || Directory.Exists(s)) is { } other)
            throw new ArgumentException($"With --database, --warm-start takes names of studies in that database, which "
                + $"all workers can read; '{ClusterArguments.WithoutPassword(other)}' is elsewhere.");
        return [.. studies.Select(name => new PostgreSqlStudy(database, name))];
    }

    // How a program loads what the command line names.
    private string LoadCode(Invocation call)
    {
        NamedColumn[] columns = [.. _training.Columns(call)];
        string? layout = _file.Layout(call);
        string names = columns.All(c => c.Name == c.Array) ? layout is null ? "" : ", null"
            : $", new() {{ {string.Join(", ", columns.DistinctBy(c => c.Name).Select(c
                => $"[{Quote(c.Name)}] = {Quote(c.Array)}"))} }}";
        return $"operators.LoadFields({Quote(_file.File(call))}{names}{(layout is null ? "" : $", {Quote(layout)}")})";

        static string Quote(string text) => $"@\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private void AddModels(Invocation call, MLContext context, NeuralOperatorExperiment experiment)
    {
        TriedOption[] tried = [.. (call.Arguments.GetValue(_try) ?? []).Select(TriedOption.Read)];
        string[] names = [.. call.Arguments.GetRequiredValue(_models).SelectMany(m => m.Split(','))];
        Architecture[] models = [.. names.Select(Architecture.Find)];
        NeuralOperatorTrainer[] trainers = [.. models.Select(model => _training.Trainer(call, context, model,
            TrainingArguments.Defaults with
            {
                Epochs = call.Arguments.GetValue(_epochs),
                Seed = _training.Seed(call),
                ValidationFraction = 0,
            }))];
        Type[] records = [.. trainers.Select(trainer => trainer.Options.GetType())];
        foreach (var (model, trainer) in models.Zip(trainers))
            experiment.Add(trainer, space => Array.ForEach(tried, option => option.AddTo(space, trainer, records)),
                model.Name.ToLowerInvariant());
        foreach (TriedOption option in tried.Where(o => !o.IsUsed))
            throw new ArgumentException($"None of {string.Join(", ", names)} has an option '{option.Name}'.");
    }

    private static Answer Summary(SweepResult result, SweepText text, string path, string? page)
    {
        SweepTrial best = result.BestTrial;
        SweepImportance importance = result.Importance();
        var values = new
        {
            Model = path,
            Trials = result.Trials.Count,
            Best = best.Number,
            best.Space,
            Options = best.Options.ToDictionary(o => o.Key, o => OptionText.Write(o.Value)),
            best.Loss,
            best.Epochs,
            Importance = importance.Options.ToDictionary(o => o.Name, o => o.Share),
            Report = page,
        };
        return new Answer(values, console =>
        {
            console.Write(text.Table(result.Trials));
            if (SweepText.Table(importance) is { } table) console.Write(table);
            console.Line(Invariant($"Best of {result.Trials.Count} trials, {text.Of(best)}"));
            console.Line(Invariant($"relative L2 {best.Metrics[SweepMetric.RelativeL2]:g4} on rows held back, ")
                + Invariant($"{best.Epochs} of {best.AllEpochs} epochs, saved as {path}"));
            if (page is not null) console.Line($"{page} written");
        });
    }
}
