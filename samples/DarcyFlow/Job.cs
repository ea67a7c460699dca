using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.CommandLine.Display;
using Microsoft.ML.NeuralOperators.CommandLine.Output;
using Microsoft.ML.NeuralOperators.Training;

namespace DarcyFlow;

/// <summary>The whole job: data, training, files, scores, report.</summary>
internal sealed class Job(Arguments arguments, CancellationToken cancellation)
{
    private readonly MLContext _mlContext = new(seed: arguments.Seed) { GpuDeviceId = arguments.GpuDeviceId };

    public void Run()
    {
        // A folder that cannot be written shows before anything is trained.
        Directory.CreateDirectory(arguments.Output);
        string probe = Path.Combine(arguments.Output, "report.html");
        if (!File.Exists(probe)) File.WriteAllText(probe, "");
        try
        {
            Train();
        }
        finally
        {
            if (new FileInfo(probe) is { Exists: true, Length: 0 }) File.Delete(probe);
        }
    }

    private void Train()
    {
        var display = new TrainingDisplay(Terminal.Open(Console.Out, Console.IsOutputRedirected));
        DarcyData data = null!;
        NeuralOperatorTransformer model = display.Run(() =>
        {
            data = DarcyData.Make(_mlContext, arguments, cancellation, display.ReportData);
            return Trainer(data.Training, display.Report).Fit(data.Training);
        });
        using (model)
        {
            string zip = Path.Combine(arguments.Output, "darcy.zip"),
                onnx = Path.Combine(arguments.Output, "darcy.onnx");
            _mlContext.Model.Save(model, data.Training.Schema, zip);
            model.ExportToOnnx(onnx);
            Report(data, model, zip, onnx);
        }
    }

    private NeuralOperatorTrainer Trainer(IDataView rows, Action<TrainingProgress> progress)
    {
        NeuralOperatorsCatalog operators = _mlContext.NeuralOperators();
        int size = ((VectorDataViewType)rows.Schema["a"].Type).Dimensions[^1];
        var training = new TrainingOptions
        {
            Epochs = arguments.Epochs,
            BatchSize = arguments.Batch,
            Seed = arguments.Seed,
            Progress = progress,
            CancellationToken = cancellation,
        };
        if (arguments.LearningRate is { } rate) training = training with { LearningRate = rate };
        return arguments.Model == "fno"
            ? operators.Fno("u", "a", Fno(size),
            training with { Schedule = new CosineSchedule(arguments.SchedulePeriod) })
            : operators.Mgno("u", "a", Mgno(size), training);
    }

    private FnoOptions Fno(int size)
    {
        int modes = arguments.Modes > 0 ? arguments.Modes : Math.Min(16, size / 2);
        return new FnoOptions { Modes = [modes, modes], Channels = arguments.Width, Layers = arguments.Layers };
    }

    private MgnoOptions Mgno(int size)
    {
        // Down to two points along an axis, where two steps solve the coarsest problem.
        int count = Math.Max(1, (int)Math.Log2(size));
        int[] steps = arguments.Levels.Length > 0 ? arguments.Levels : [.. Enumerable.Repeat(1, count - 1), 2];
        return new MgnoOptions
        {
            Levels = [.. steps.Select(s => new SmoothingSteps(s))],
            Channels = arguments.Width,
            Layers = arguments.Layers,
            Boundary = BoundaryCondition.Dirichlet,
            // The stencils belong to the spacing they were trained at; the values are at the centres of cells.
            ScoringGrid = PointPlacement.CellCentres,
        };
    }

    private void Report(DarcyData data, NeuralOperatorTransformer model, string zip, string onnx)
    {
        DarcyScores test = Scores(model.Transform(data.Test));
        DarcyScores? fine = data.Fine is null ? null : Scores(model.Transform(data.Fine));
        double milliseconds = Milliseconds(model, data.Test, test.Metrics.Count);
        var result = new DarcyResult(data.Description, data.Unit, model.Report!, test, fine, milliseconds,
            model.ExecutionProvider);
        string page = Path.Combine(arguments.Output, "report.html");
        DarcyReport.Write(page, _mlContext, model, result);
        Summary.Write(result, ("ML.NET model", zip), ("ONNX model", onnx), ("report page", page));
        if (arguments.Json is { } json) File.WriteAllText(json, JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["model"] = arguments.Model,
            ["seed"] = arguments.Seed,
            ["epochs"] = arguments.Epochs,
            ["train_seconds"] = result.Training.Seconds,
            ["seconds_per_epoch"] = result.Training.SecondsPerEpoch,
            ["parameters"] = result.Training.Parameters,
            ["rel_l2"] = test.Metrics.RelativeL2,
            ["rel_h1"] = test.Metrics.RelativeH1,
            ["rel_l2_fine"] = fine?.Metrics.RelativeL2,
            ["inference_ms_per_sample"] = result.Milliseconds,
        }, new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    private DarcyScores Scores(IDataView rows) => new(rows, _mlContext.NeuralOperators().Evaluate(rows, "u"));

    // Whole pipeline, batched, after one pass to warm up.
    private static double Milliseconds(NeuralOperatorTransformer model, IDataView test, int count)
    {
        IDataView scored = model.Transform(test);
        int Rows() => scored.GetColumn<float[]>("Score").Count();
        Rows();
        var clock = Stopwatch.StartNew();
        int passes = 0;
        for (; passes < 3 || clock.ElapsedMilliseconds < 300; passes++) Rows();
        return clock.Elapsed.TotalMilliseconds / passes / count;
    }
}
