// The data sets of the published tables, made by the library's own solvers, and operators trained on them: within a
// time budget, or with their authors' settings. What is interrupted goes on where it was.
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Contest;
using Microsoft.ML.NeuralOperators;
using Published;
using Spectre.Console;

const string Darcy = "darcy", NavierStokes = "navier-stokes", Kolmogorov = "kolmogorov";
var set = new Option<string>("--set")
{
    Description = "darcy: 85×85 points of 421×421; navier-stokes: vorticity, ν = 1e-5, ten frames to ten frames; "
    + "kolmogorov: roll-outs of 100 steps",
    DefaultValueFactory = _ => Darcy
};
set.AcceptOnlyFromAmong(Darcy, NavierStokes, Kolmogorov);
var training = new Option<int?>("--training") { Description = "training samples (default 1000, kolmogorov 50)" };
var test = new Option<int?>("--test") { Description = "test samples (default 200, kolmogorov 30)" };
var minutes = new Option<double?>("--minutes") { Description = "training time of each operator" };
var authors = new Option<bool>("--authors")
{
    Description = "the authors' sizes, settings and epochs instead: hours to days each on two cores"
};
var seed = new Option<int>("--seed") { Description = "seed of data and training" };
var names = new Option<string[]>("--operators")
{
    Description = "those to train; the others keep their last rows",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [.. Contenders.All.Select(c => c.Name)]
};
names.AcceptOnlyFromAmong([.. Contenders.All.Select(c => c.Name)]);
var again = new Option<bool>("--again") { Description = "train also those that have a row" };
var output = new Option<string>("--output")
{
    Description = "folder for data, states, models and rows",
    DefaultValueFactory = _ => "artifacts/published"
};
var page = new Option<string?>("--page")
{
    Description = "Markdown page whose table is replaced; its rows are kept in a folder beside it"
};
var gpu = new Option<int?>("--gpu") { Description = "CUDA device to train on; predictions are timed on the CPU" };
var single = new Option<string?>("--single") { Description = "trains one operator on the set", Hidden = true };
var command = new RootCommand("Trains operators on the sets of the published tables.") { set, training, test, minutes,
    authors, seed, names, again, output, page, gpu, single };
command.Validators.Add(result =>
{
    if (result.GetValue(authors) == result.GetValue(minutes) is not null)
        result.AddError("Either --minutes or --authors is needed.");
    if (result.GetValue(authors) && result.GetValue(set) != Darcy)
        result.AddError("The authors' settings are those for the set 'darcy'; take --minutes for the others.");
});
command.SetAction(async (result, cancellation) =>
{
    string name = result.GetValue(set)!;
    int samples = result.GetValue(training) ?? (name == Kolmogorov ? 50 : 1000),
        tests = result.GetValue(test) ?? (name == Kolmogorov ? 30 : 200), from = result.GetValue(seed);
    string folder = Path.Combine(result.GetValue(output)!, $"{name}-{samples}-{tests}-{from}");
    PublishedSet data = name switch
    {
        NavierStokes => new NavierStokesSet(folder, samples, tests, from),
        Kolmogorov => new KolmogorovSet(folder, samples, tests, from),
        _ => new DarcySet(folder, samples, tests, from),
    };
    string budget = result.GetValue(minutes) is { } time ? FormattableString.Invariant($"{time}-minutes") : "authors";
    string rowsFolder = Path.Combine(folder, budget);
    if (result.GetValue(single) is { } one)
    {
        Train(one);
        return 0;
    }
    if (result.GetValue(page) is { } target) ResultsPage.Require(target, $"{name}-{budget}");
    Directory.CreateDirectory(rowsFolder);
    Make();
    foreach (string next in result.GetValue(names)!)
    {
        Contender contender = Contenders.All.Single(c => c.Name == next);
        if (File.Exists(Row.FileOf(rowsFolder, next)) && !result.GetValue(again)) continue;
        if (result.GetValue(authors) && AuthorsContenders.All.All(c => c.Name != next))
        {
            AnsiConsole.MarkupLineInterpolated($"Of {next} no settings for this set are known here.");
            continue;
        }
        if (contender.IsOnPoints && data.Problem.RollOut is not null)
        {
            AnsiConsole.MarkupLineInterpolated($"{next} reads point sets, which are not rolled out.");
            continue;
        }
        using Process process = Process.Start(Environment.ProcessPath!, [.. args, "--single", next]);
        using CancellationTokenRegistration _ = cancellation.Register(() => process.Kill());
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) return process.ExitCode;
    }
    IReadOnlyList<SolverCost> solver = data.Solver();
    Column[] columns = [Column.Operator, Column.Parameters, Column.Epochs, Column.SecondsPerEpoch, Column.RelativeL2,
        .. data.Problem.RollOut is null ? Array.Empty<Column>() : [Column.AggregatedRmse], Column.Gigaflops,
        Column.Milliseconds, .. solver.Count == 0 ? Array.Empty<Column>() : [new Column("breakeven", Solves)]];
    Row[] rows = Row.ReadAll(rowsFolder);
    var table = new Table().AddColumns([.. columns.Select(c => c.Head)]);
    foreach (Row row in rows) table.AddRow([.. columns.Select(c => c.Cell(row))]);
    AnsiConsole.Write(table);
    foreach (SolverCost cost in solver)
        AnsiConsole.MarkupLineInterpolated($"solver, {cost.Points} points: error {cost.Error:g3}, {cost.Seconds:g3} s");
    if (result.GetValue(page) is { } path)
        ResultsPage.Replace(path, $"{name}-{budget}", columns,
            Row.Keep(Path.Combine(Path.ChangeExtension(path, null), $"{name}-{budget}"), rows));
    return 0;

    string Solves(Row row)
    {
        var pays = Breakeven.Of(data.DataSeconds!.Value, row.TrainingSeconds, row.RelativeL2, row.Milliseconds / 1000,
            solver);
        return pays.Solves is not { } solves ? "–" : double.IsInfinity(solves) ? "never"
            : (pays.IsLowerBound ? "≥ " : "") + Math.Ceiling(solves).ToString("n0", CultureInfo.InvariantCulture);
    }

    void Make() => AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(),
        new PercentageColumn(), new RemainingTimeColumn()).Start(display =>
        {
            ProgressTask making = display.AddTask($"{name}: {samples} + {tests} samples");
            data.Make((done, all) => (making.MaxValue, making.Value) = (all, done), cancellation);
            making.Value = making.MaxValue;
        });

    void Train(string which) => AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(),
        new PercentageColumn(), new RemainingTimeColumn()).Start(display =>
        {
            ProgressTask progress = display.AddTask(which);
            Contender contender = (result.GetValue(authors) ? AuthorsContenders.All : Contenders.All)
                .Single(c => c.Name == which);
            var options = new TrainingOptions
            {
                Seed = from,
                RollOut = data.Problem.RollOut,
                GpuDeviceId = result.GetValue(gpu),
                CancellationToken = cancellation,
                Warning = text => AnsiConsole.MarkupLineInterpolated($"[yellow]{text}[/]"),
                Progress = now =>
                {
                    progress.MaxValue = now.Epochs;
                    progress.Value = now.Epoch - 1 + (double)now.Batch / now.Batches;
                    progress.Description = $"{which}, epoch {now.Epoch} of {now.Epochs}";
                },
            };
            var match = new Match(contender, data, data.Problem, options, rowsFolder);
            string states = Path.Combine(rowsFolder, $"{which}-training");
            Row row = result.GetValue(minutes) is { } most ? match.PlayFor(60 * most, states) : match.Play(states);
            row.Save(rowsFolder);
            if (Directory.Exists(states)) Directory.Delete(states, recursive: true);
        });
});
return await command.Parse(args).InvokeAsync();
