using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Data;
using Microsoft.ML.NeuralOperators.Training;
using Spectre.Console;

namespace Operators.Bench;

/// <summary>The training epoch with and without each measure for speed, every one in a process of its own.</summary>
internal static class Measures
{
    public const string All = "all", NoWorkers = "one worker, all cores inside torch",
        NoThreads = "one worker of one thread", NoHeap = "heap as glibc has it",
        Streamed = "data in a file, a batch read ahead", NoGraphs = "operations started one by one";

    // Workers and glibc's heap are the CPU's.
    private static string[] Of(Workload setting)
        => setting.GpuDeviceId is null ? [All, NoWorkers, NoThreads, NoHeap, Streamed] : [All, NoGraphs, Streamed];

    /// <summary>Prints the table.</summary>
    public static void Table(string[] models, Workload setting, int rounds)
    {
        var table = new Table()
            .AddColumns(["", .. models.Select(m => $"{m}, s an epoch"), .. models.Select(m => $"{m}, times as long")]);
        var best = new Dictionary<(string, string), double>();
        for (int round = 0; round < rounds; round++)
            foreach (string measure in Of(setting))
                foreach (string model in models)
                    best[(measure, model)] =
                        Math.Min(best.GetValueOrDefault((measure, model), double.PositiveInfinity),
                        InProcess(measure, setting with { Model = model }));
        foreach (string measure in Of(setting))
            table.AddRow([measure, .. models.Select(m => $"{best[(measure, m)]:g3}"),
                .. models.Select(m => $"{best[(measure, m)] / best[(All, m)]:f2}")]);
        string size = $"{setting.Size}×{setting.Size}, {setting.Samples} samples, batch {setting.Batch}";
        AnsiConsole.MarkupLineInterpolated($"{size}; {Environment.ProcessorCount} cores");
        AnsiConsole.Write(table);
    }

    /// <summary>Seconds of the best epoch, with everything or without one measure.</summary>
    public static double Run(string measure, Workload setting)
    {
        string folder = Directory.CreateTempSubdirectory("bench").FullName;
        FieldSamples x = Ours.Noise("x", setting.Samples, setting.Size, 1),
            y = Ours.Noise("y", setting.Samples, setting.Size, 2);
        using SampleFile xFile = new(folder, x.SampleLength), yFile = new(folder, y.SampleLength);
        if (measure == Streamed)
        {
            for (int i = 0; i < x.Count; i++)
            {
                xFile.Append(x[i]);
                yFile.Append(y[i]);
            }
            (x, y) = (new FieldSamples("x", 1, x.Grid, xFile), new FieldSamples("y", 1, y.Grid, yFile));
        }
        if (measure == NoThreads) TorchSharp.torch.set_num_threads(1);
        TrainedOperator trained =
            Trainer.Train(Ours.Define(setting.Model, setting.Size), new FieldDataset([x], y), null, new TrainingOptions
            {
                Epochs = setting.Epochs,
                BatchSize = setting.Batch,
                Optimizer = OptimizerKind.Adam,
                Workers = measure is NoWorkers or NoThreads ? 1 : 0,
                TuneNativeHeap = measure != NoHeap,
                UseCudaGraphs = measure != NoGraphs,
                GpuDeviceId = setting.GpuDeviceId,
            });
        xFile.Dispose();
        yFile.Dispose();
        Directory.Delete(folder);
        return trained.Report.Epochs.Min(e => e.Seconds);
    }

    private static double InProcess(string measure, Workload setting)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            ["--single", measure, "--measure", setting.ToJson()])
        { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return JsonSerializer.Deserialize<double>(output);
    }
}
