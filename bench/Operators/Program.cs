using System.CommandLine;
using System.Text.Json;
using Operators.Bench;
using Spectre.Console;

// Training and inference of the operators against plain PyTorch programs of the same networks, in one run.
var models = new Option<string[]>("--models") { Description = "operators", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["fno", "mgno"] };
models.AcceptOnlyFromAmong("fno", "mgno");
var size = new Option<int>("--size") { Description = "points along each of two axes", DefaultValueFactory = _ => 16 };
var samples = new Option<int>("--samples") { Description = "training samples", DefaultValueFactory = _ => 1000 };
var batch = new Option<int>("--batch") { Description = "samples a step", DefaultValueFactory = _ => 16 };
var rounds = new Option<int>("--rounds") { Description = "rounds of one run of each side; the best epoch of all counts", DefaultValueFactory = _ => 3 };
var epochs = new Option<int>("--epochs") { Description = "epochs of each run", DefaultValueFactory = _ => 3 };
var python = new Option<string>("--python") { Description = "the Python with PyTorch (Debian: python3-torch)", DefaultValueFactory = _ => "/usr/bin/python3" };
var measures = new Option<bool>("--measures") { Description = "compares training with and without each measure for speed instead" };
var single = new Option<string?>("--single") { Description = "one measurement of --measures, printed as a number", Hidden = true };
var command = new RootCommand("Measures epochs, steps and predictions against plain PyTorch, and prints ratios.") { models, size, samples, batch, rounds, epochs, python, measures, single };
command.SetAction(result =>
{
    var setting = new Setting(result.GetValue(size), result.GetValue(samples), result.GetValue(batch), result.GetValue(epochs));
    if (result.GetValue(single) is { } measure)
    {
        Console.WriteLine(JsonSerializer.Serialize(Measures.Run(measure, result.GetValue(models)![0], setting)));
        return;
    }
    if (result.GetValue(measures))
    {
        Measures.Table(result.GetValue(models)!, setting, result.GetValue(rounds));
        return;
    }
    var table = new Table().AddColumns("operator", "", "ours", "PyTorch", "times faster");
    foreach (string model in result.GetValue(models)!)
    {
        Measurement? ours = null, plain = null;
        // Turn about, so that a slow minute of a shared machine hits both.
        for (int round = 0; round < result.GetValue(rounds); round++)
        {
            ours = Measurement.Best(ours, Ours.Measure(model, setting));
            plain = Measurement.Best(plain, PlainPyTorch.Measure(result.GetValue(python)!, model, setting));
        }
        if (ours!.Parameters != plain!.Parameters)
            throw new InvalidOperationException($"{model}: ours has {ours.Parameters} parameters, the plain program {plain.Parameters}.");
        int steps = (setting.Samples + setting.Batch - 1) / setting.Batch;
        Row($"{model}, {ours.Parameters} parameters", "epoch, s", ours.EpochSeconds, plain.EpochSeconds);
        Row("", "training step, ms", 1000 * ours.EpochSeconds / steps, 1000 * plain.EpochSeconds / steps);
        Row("", "prediction, ms a sample", ours.InferenceMilliseconds, plain.InferenceMilliseconds);
    }
    AnsiConsole.MarkupLineInterpolated($"{setting.Size}×{setting.Size}, {setting.Samples} samples, batch {setting.Batch}; {Environment.ProcessorCount} cores");
    AnsiConsole.Write(table);

    void Row(string name, string what, double ours, double plain) => table.AddRow(name, what, $"{ours:g3}", $"{plain:g3}", $"{plain / ours:f1}");
});
return await command.Parse(args).InvokeAsync();
