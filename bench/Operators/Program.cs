// Training and predictions of the operators against other programs of the same networks, turn about in one run.
using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.NeuralOperators.Native;
using Operators.Bench;

if (args is [BusyProcess.Argument])
{
    BusyProcess.Spin();
    return 0;
}
var kinds = new Option<string[]>("--kinds")
{
    Description = "what is measured",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => Workloads.Kinds
};
kinds.AcceptOnlyFromAmong(Workloads.Kinds);
var models = new Option<string[]>("--models")
{
    Description = "operators",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => Workloads.Models
};
models.AcceptOnlyFromAmong(Workloads.Models);
var sizes = new Option<int[]>("--sizes")
{
    Description = "only rows of these grids: 16, 64",
    AllowMultipleArgumentsPerToken = true
};
var batches = new Option<int[]>("--batches")
{
    Description = "only rows of these batches: 4, 16 (epochs), 1, 32 "
    + "(predictions)",
    AllowMultipleArgumentsPerToken = true
};
var samples = new Option<int?>("--samples")
{
    Description = "training samples; 1000 at 16×16 and 256 at 64×64 by "
    + "default"
};
var epochs = new Option<int>("--epochs")
{
    Description = "epochs of each training; the best but the first counts",
    DefaultValueFactory = _ => 3
};
var rounds = new Option<int>("--rounds") { Description = "measurements of each program", DefaultValueFactory = _ => 5 };
var against = new Option<string?>("--against")
{
    Description = "another built checkout of this repository to compare "
    + "with, instead of plain programs"
};
var device = new Option<string>("--device")
{
    Description = "cpu, or cuda:0 and so on, beside the plain programs on "
    + "the same device (docs/gpu.md)",
    DefaultValueFactory = _ => "cpu"
};
device.Validators.Add(result =>
{
    if (result.Tokens is [var token] && token.Value != "cpu" && !DeviceName().IsMatch(token.Value))
        result.AddError($"'{token.Value}' is neither cpu nor a CUDA device such as cuda:0.");
});
var besideLoad = new Option<bool>("--beside-load")
{
    Description = "measures beside a process that keeps one core "
    + "busy, and ours alone too"
};
var python = new Option<string>("--python")
{
    Description = "a Python with PyTorch (Debian: python3-torch); left out "
    + "where there is none",
    DefaultValueFactory = _ => "/usr/bin/python3"
};
var measures = new Option<bool>("--measures")
{
    Description = "compares training with and without each measure for "
    + "speed instead"
};
var measure = new Option<string?>("--measure")
{
    Description = "one measurement, given and printed as JSON",
    Hidden = true
};
var single = new Option<string?>("--single")
{
    Description = "one measurement of --measures, printed as a number",
    Hidden = true
};
var command = new RootCommand("Measures epochs and predictions against other programs of the same networks, and prints "
    + "ratios.")
{
    kinds, models, sizes, batches, samples, epochs, rounds, against, device, besideLoad, python, measures,
        measure, single,
};
command.SetAction(result =>
{
    if (result.GetValue(measure) is { } json)
    {
        Workload workload = Workload.Parse(json);
        Console.WriteLine(result.GetValue(single) is { } name ? JsonSerializer.Serialize(Measures.Run(name, workload))
            : Ours.Measure(workload).ToJson());
        return 0;
    }
    string where = result.GetValue(device)!;
    if (where != "cpu" && DeviceCheck.Fault(where) is { } fault)
    {
        Console.Error.WriteLine(fault);
        return 1;
    }
    int count = result.GetValue(epochs), times = result.GetValue(rounds);
    Workload[] rows =
    [
        .. Workloads.All(count, result.GetValue(samples), where)
        .Where(w => result.GetValue(kinds)!.Contains(w.Kind) && result.GetValue(models)!.Contains(w.Model)
            && (result.GetValue(sizes) is not { Length: > 0 } s || s.Contains(w.Size))
            && (result.GetValue(batches) is not { Length: > 0 } b || b.Contains(w.Batch))),
    ];
    if (result.GetValue(measures))
    {
        Measures.Table(result.GetValue(models)!, rows.First(w => w.Kind == Workload.Epoch), times);
        return 0;
    }
    Contender[] others = result.GetValue(against) is { } folder ? [Contender.Checkout(folder)]
        : Contender.PlainPyTorch(result.GetValue(python)!) is { } pyTorch
        ? [Contender.PlainTorchSharp, pyTorch] : [Contender.PlainTorchSharp];
    Contender[] contenders = !result.GetValue(besideLoad) ? [Contender.Ours, .. others]
        : [Contender.Ours, .. others.Prepend(Contender.Ours).Select(c => c with { IsBesideLoad = true })];
    double limit = MachineLimit.FlopsPerSecond(where);
    Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET "
        + $"{Environment.Version}; torch multiplies matrices at {limit / 1e9:f0} GFLOP/s.");
    if (result.GetValue(against) is null)
        Console.WriteLine($"The programs' outputs and losses differ from ours by "
            + $"{SelfCheck.Run(others, rows, where):g2} at most, relative, for the same weights.");
    Console.WriteLine($"Every program runs at its defaults; the environment sets {ThreadSettings()}.");
    Console.WriteLine($"{times} rounds; ratios are medians of the rounds' pairs, with the smallest and the largest.");
    Console.WriteLine();
    if (where != "cpu") DeviceCheck.Print(where, rows.Select(w => w.Model).Distinct());
    var table = new ResultTable(contenders, limit);
    var comparison = new Comparison(contenders, times);
    var settings = new SortedSet<string>();
    foreach (Workload row in rows)
    {
        Reading[][] readings = comparison.Measure(row);
        table.Add(row, readings);
        for (int i = 0; i < contenders.Length; i++)
            settings.Add($"{contenders[i].Name}, {row.Kind}: "
                + $"{string.Join(" or ", readings[i].Select(r => r.Setting).Distinct().Order())}");
        if (readings[0][0].PipelineShare is not null)
        {
            double share = readings[0].Select(r => r.PipelineShare!.Value).Order().ElementAt(times / 2);
            settings.Add($"{Workloads.Name(row)}: the data view takes {share:p1} of the processor time");
        }
    }
    Console.WriteLine();
    foreach (string setting in settings) Console.WriteLine($"- {setting}");
    return 0;
});
return await command.Parse(args).InvokeAsync();

internal static partial class Program
{
    // What the user's environment says about threads; this library alone adds OMP_WAIT_POLICY=passive, inside its own
    // process.
    private static string ThreadSettings()
    {
        string[] set = [.. new[] { "OMP_NUM_THREADS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "MKL_NUM_THREADS" }
            .Where(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })
            .Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}")];
        return set.Length == 0 ? "nothing about threads" : string.Join(", ", set);
    }

    [GeneratedRegex("^cuda:[0-9]{1,3}$")]
    private static partial Regex DeviceName();
}
