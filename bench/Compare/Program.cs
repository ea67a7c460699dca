// Every operator of the library on the same data at an equal time of training, one after the other, each in a process
// of its own.
using System.CommandLine;
using System.Diagnostics;
using Compare;
using Contest;
using Microsoft.ML.NeuralOperators;
using Spectre.Console;

var size = new Option<int>("--size")
{
    Description = "generated grid; the finer one is twice as large",
    DefaultValueFactory = _ => 64
};
var samples = new Option<int>("--samples")
{
    Description = "generated training samples",
    DefaultValueFactory = _ => 1000
};
var data = new Option<string?>("--data")
{
    Description = "training file with the arrays x and y instead of generated "
    + "data"
};
var test = new Option<string?>("--test") { Description = "test file, with --data" };
var minutes = new Option<double>("--minutes")
{
    Description = "training time of each operator",
    DefaultValueFactory = _ => 5
};
var seed = new Option<int>("--seed") { Description = "seed of data and training", DefaultValueFactory = _ => 0 };
var names = new Option<string[]>("--operators")
{
    Description = "those to train; the others keep their last rows",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [.. Contenders.All.Select(c => c.Name)]
};
names.AcceptOnlyFromAmong([.. Contenders.All.Select(c => c.Name)]);
var memory = new Option<double?>("--memory")
{
    Description = "MiB for the rows, which beyond it are read from a file "
    + "(default: all in memory)"
};
var output = new Option<string>("--output")
{
    Description = "folder for data, models and rows",
    DefaultValueFactory = _ => "artifacts/compare"
};
var page = new Option<string?>("--page")
{
    Description = "Markdown page whose table is replaced; its rows are kept in a "
    + "folder beside it, for operators that are not trained this time"
};
var tries = new Option<string[]>("--try")
{
    Description = "Name=1|2|3: instead of filling the table, searches for better options on other samples, one option "
    + "after the other, each value for the time given",
    AllowMultipleArgumentsPerToken = true
};
var symmetries = new Option<PointPlacement?>("--symmetries")
{
    Description = "where the points are: trains on every row's eight images under the symmetries of the square, and "
    + "predicts means over them"
};
var single = new Option<string?>("--single")
{
    Description = "trains one operator on the data in the output folder",
    Hidden = true
};
var set = new Option<string[]>("--set") { Description = "Name=Value, with --single", Hidden = true };
var place = new Option<string?>("--place") { Description = "folder of the row, with --single", Hidden = true };
Column[] columns = [Column.Operator, Column.Parameters, Column.Epochs, Column.SecondsPerEpoch, Column.RelativeL2,
    Column.FineRelativeL2, Column.OnnxKilobytes, Column.Milliseconds];
var command = new RootCommand("Trains every operator on Darcy flow at an equal time budget, and compares.") { size,
    samples, data, test, minutes, seed, names, memory, output, page, tries, symmetries, single, set, place };
command.Validators.Add(result =>
{
    if (result.GetValue(data) is null != result.GetValue(test) is null)
        result.AddError("--data and --test go together.");
    if (result.GetValue(symmetries) is not null && result.GetValue(page) is not null)
        result.AddError("--symmetries fills no table: leave out --page.");
    if (result.GetValue(tries) is { Length: > 0 } && result.GetValue(data) is not null)
        result.AddError("--try takes generated data: its test samples must not be those of the table.");
});
command.SetAction(async (result, cancellation) =>
{
    if (Contenders.Missing().ToArray() is { Length: > 0 } missing)
        AnsiConsole.MarkupLineInterpolated($"Not compared, for want of a size: {string.Join(", ", missing)}");
    string name = result.GetValue(data) is { } file ? Path.GetFileNameWithoutExtension(file)
        : $"darcy-{result.GetValue(size)}";
    bool isSearch = result.GetValue(tries) is { Length: > 0 };
    // Rows of a folder make a table, in which all are trained alike.
    string folder = Path.Combine(result.GetValue(output)!,
        name + (result.GetValue(symmetries) is null ? "" : "-symmetries") + (isSearch ? "-search" : ""));
    var files = new DarcyFiles(folder);
    if (result.GetValue(single) is { } contender)
    {
        string rowFolder = result.GetValue(place) ?? folder;
        new Match(OptionSearch.With(Contenders.All.Single(c => c.Name == contender), result.GetValue(set) ?? []), files,
            files.Problem with { Symmetries = result.GetValue(symmetries) }, new()
            {
                Seed = result.GetValue(seed),
                MaxMemoryMegabytes = result.GetValue(memory),
                // A rate that is tried is not halved.
                DivergenceRetries = result.GetValue(place) is null ? new TrainingOptions().DivergenceRetries : 0,
                Warning = Console.Error.WriteLine,
            }, rowFolder).PlayFor(60 * result.GetValue(minutes)).Save(rowFolder);
        return 0;
    }
    Directory.CreateDirectory(folder);
    if (isSearch)
    {
        files.Generate(result.GetValue(size), result.GetValue(samples), result.GetValue(seed) + 1, hasFine: false);
        var search = new OptionSearch(folder, args);
        foreach (string next in result.GetValue(names)!)
            await search.Run(next, result.GetValue(tries)!, cancellation);
        return 0;
    }
    if (result.GetValue(page) is { } target) ResultsPage.Require(target, name);
    if (result.GetValue(data) is { } training)
        files.Take(training, result.GetValue(test)!, hasTransposed: result.GetValue(symmetries) is null);
    else files.Generate(result.GetValue(size), result.GetValue(samples), result.GetValue(seed));
    foreach (string next in result.GetValue(names)!)
    {
        AnsiConsole.MarkupLineInterpolated($"{next}, {result.GetValue(minutes)} minutes …");
        using Process process = Process.Start(Environment.ProcessPath!, [.. args, "--single", next]);
        using CancellationTokenRegistration _ = cancellation.Register(() => process.Kill());
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) return process.ExitCode;
    }
    Row[] rows = Row.ReadAll(folder);
    var table = new Table().AddColumns([.. columns.Select(c => c.Head)]);
    foreach (Row row in rows) table.AddRow([.. columns.Select(c => c.Cell(row))]);
    AnsiConsole.Write(table);
    if (result.GetValue(page) is { } path)
        ResultsPage.Replace(path, name, columns, Row.Keep(Path.Combine(Path.ChangeExtension(path, null), name), rows));
    return 0;
});
return await command.Parse(args).InvokeAsync();
