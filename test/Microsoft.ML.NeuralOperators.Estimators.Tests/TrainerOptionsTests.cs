using System.Buffers.Binary;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>What training offers, as ML.NET users reach it.</summary>
public sealed class TrainerOptionsTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Data_beyond_the_memory_budget_trains_to_the_same_bits()
    {
        _mlContext.TempFilePath = _folder.Path;
        IDataView data = Fixture.Data(_mlContext, 40);
        Assert.Equal(Scores(null), Scores(0.002));
        Assert.Empty(Directory.GetFiles(_folder.Path));

        float[] Scores(double? megabytes)
        {
            using NeuralOperatorTransformer model
                = Fixture.Fno(_mlContext,
                    Fixture.Training with { MaxMemoryMegabytes = megabytes, ValidationFraction = 0.2 }).Fit(data);
            return [.. model.Transform(data).GetColumn<float[]>("Score").SelectMany(s => s)];
        }
    }

    [Fact]
    public void Checkpoints_resume_a_cancelled_fit()
    {
        IDataView data = Fixture.Data(_mlContext, 24);
        using NeuralOperatorTransformer whole = Fixture.Fno(_mlContext).Fit(data);
        using var source = new CancellationTokenSource();
        TrainingOptions training = Fixture.Training with
        {
            Checkpoints = new() { Folder = _folder["states"], EveryMinutes = 0 },
        };
        TrainingOptions cancelled = training with
        {
            CancellationToken = source.Token,
            Progress = p =>
            {
                if (p.Epoch == 2) source.Cancel();
            },
        };
        Assert.Throws<OperationCanceledException>(() => Fixture.Fno(_mlContext, cancelled).Fit(data));
        using NeuralOperatorTransformer resumed = Fixture.Fno(_mlContext, training).Fit(data);
        Assert.Equal(whole.Transform(data).GetColumn<float[]>("Score").ToArray(),
            resumed.Transform(data).GetColumn<float[]>("Score").ToArray());
    }

    [Fact]
    public void A_checkpoint_folder_that_is_lost_is_told_in_the_log()
    {
        var warnings = new List<string>();
        var lines = new List<string>();
        _mlContext.Log += (_, e) => (e.Kind == Runtime.ChannelMessageKind.Warning ? warnings : lines).Add(e.Message);
        string folder = _folder["states"];
        TrainingOptions training = Fixture.Training with
        {
            Checkpoints = new() { Folder = folder },
            Progress = p =>
            {
                if (p is { Epoch: 1, EndsEpoch: true }) Directory.Delete(folder, recursive: true);
            },
        };
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext, training).Fit(Fixture.Data(_mlContext, 24));
        Assert.Equal(2, warnings.Count);
        Assert.All(warnings, w => Assert.Contains($"was not saved in '{folder}'", w));
        Assert.Contains(lines,
            l => l.Contains($"Fno has {model.Report!.Parameters} parameters", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_that_cannot_be_made_are_named_with_their_option()
    {
        string file = _folder.Write("file", []);
        Assert.Contains("TensorBoardFolder, '",
            Refusal<IOException>(Fixture.Training with { TensorBoardFolder = Path.Combine(file, "board") }));
        Assert.Contains("folder of the checkpoints, '", Refusal<IOException>(
            Fixture.Training with { Checkpoints = new() { Folder = Path.Combine(file, "states") } }));
        Assert.Contains("TensorBoardFolder holds a NUL",
            Refusal<ArgumentOutOfRangeException>(Fixture.Training with { TensorBoardFolder = "a\0b" }));
    }

    [Fact]
    public void A_fit_that_diverges_returns_its_best_weights_when_asked_to()
    {
        IDataView data = Fixture.Data(_mlContext, 16);
        TrainingOptions training = Fixture.Training with { Epochs = 6, Schedule = new Late() };
        Assert.Throws<TrainingDivergedException>(() => Fixture.Fno(_mlContext, training).Fit(data));
        var lines = new List<string>();
        _mlContext.Log += (_, e) => lines.Add(e.Message);
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext, training with { ReturnBestOnDivergence = true })
            .Fit(data);
        Assert.InRange(model.Report!.Epochs.Count, 1, 5);
        Assert.All(Fixture.Scores(model, data), v => Assert.True(float.IsFinite(v)));
        Assert.Contains(lines, l => l.Contains("Training diverged", StringComparison.Ordinal)
            && l.Contains("best weights before that are returned", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fit_that_goes_on_at_a_smaller_rate_says_so_in_log_report_and_page()
    {
        IDataView data = Fixture.Data(_mlContext, 16);
        var lines = new List<string>();
        _mlContext.Log += (_, e) => lines.Add(e.Message);
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext, Fixture.Training with
        {
            Optimizer = OptimizerKind.Sgd,
            LearningRate = 1000,
            DivergenceRetries = 30,
            Epochs = 10,
        }).Fit(data);
        int retries = model.Report!.Retries;
        Assert.InRange(retries, 1, 29);
        Assert.Equal(retries, lines.Count(l => l.Contains("Training diverged", StringComparison.Ordinal)));
        string zip = _folder["retried.zip"], html = _folder["retried.html"];
        _mlContext.Model.Save(model, data.Schema, zip);
        using var loaded = (NeuralOperatorTransformer)Operators.Load(zip);
        Assert.Equal(retries, loaded.Report!.Retries);
        loaded.Report.SaveHtml(html);
        Assert.Contains(retries == 1 ? "It diverged once" : $"It diverged {retries} times", File.ReadAllText(html));
    }

    // A rate that explodes after two epochs.
    private sealed record Late : LearningRateSchedule
    {
        public override double Factor(double epoch, int epochs) => epoch < 2 ? 1e-3 : 1e20;
    }

    [Fact]
    public void Columns_of_one_name_are_refused_before_training()
    {
        Assert.Contains("The score column is 'a', which is read already",
            Message(() => Fixture.Fno(_mlContext, score: "a")));
        Assert.Contains("The score column is 'u', which is read already",
            Message(() => Fixture.Fno(_mlContext, score: "u")));
        Assert.Contains("The score column is 'Score', which is read already",
            Message(() => Operators.DeepONet(pointColumnName: "Score")));
        Assert.Contains("The column 'Features' is named twice",
            Message(() => Operators.DeepONet(pointColumnName: "Features")));

        static string Message(Func<object> make) => Assert.Throws<ArgumentOutOfRangeException>(make).Message;
    }

    [Fact]
    public void A_field_may_be_learned_from_itself()
    {
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext, Fixture.Training with { Epochs = 1 },
            label: "a").Fit(Fixture.Data(_mlContext, 8));
        Assert.Equal(8 * 64, Fixture.Scores(model, Fixture.Data(_mlContext, 8)).Length);
    }

    [Fact]
    public void Folders_that_are_files_are_named()
    {
        string file = _folder.Write("file", []);
        Assert.Contains("TensorBoardFolder is",
            Refusal<IOException>(Fixture.Training with { TensorBoardFolder = file }));
        Assert.Contains("folder of the checkpoints is",
            Refusal<IOException>(Fixture.Training with { Checkpoints = new() { Folder = file } }));
    }

    [Fact]
    public void Roll_outs_refuse_residuals_before_training()
    {
        TrainingOptions training = Fixture.Training with
        {
            RollOut = new(),
            Loss = new SumLoss((Loss.RelativeL2, 1), (new HelmholtzResidual(), 1)),
        };
        Assert.Contains("roll-outs compare frames alone",
            Assert.Throws<ArgumentOutOfRangeException>(() => Fixture.Fno(_mlContext, training, label: "")).Message);
    }

    [Fact]
    public void A_learned_step_is_rolled_out_through_onnx_runtime()
    {
        // Frames are whole rotations of one wave: row i holds the frames [2, 8, 8], then [1, 8, 8] for the roll-out.
        TrainingOptions training = Fixture.Training with
        {
            RollOut = new() { History = 2 },
            Epochs = 60,
            Loss = Loss.RelativeL2,
            LearningRate = 1e-2,
        };
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext, training, label: "")
            .Fit(Fixture.Trajectories(_mlContext, 12, 0, 6));
        Assert.Equal("applications", Assert.Throws<ArgumentOutOfRangeException>(
            () => model.RollOut(Fixture.Trajectories(_mlContext, 5, 100, 2), 1 << 28)).ParamName);
        IDataView scored = model.RollOut(Fixture.Trajectories(_mlContext, 5, 100, 2), 4);
        Assert.Equal([4, 8, 8], ((VectorDataViewType)scored.Schema["Score"].Type).Dimensions.ToArray());
        float[][] truth = [.. Fixture.Trajectories(_mlContext, 5, 100, 6).GetColumn<float[]>("a").Select(
            frames => frames[128..])];
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];
        double error = scores.Zip(truth,
            (s, t) => Math.Sqrt(s.Zip(t, (x, y) => (x - y) * (x - y)).Sum() / t.Sum(y => y * y))).Average();
        Assert.True(error < 0.15, $"{error}");
        // Applied once by hand, it is the first of the frames.
        float[] once = model.Transform(Fixture.Trajectories(_mlContext, 5, 100, 2)).GetColumn<float[]>("Score").First();
        Assert.Equal(once, scores[0][..64]);
    }

    [Fact]
    public void An_equation_alone_needs_no_label_column()
    {
        TrainingOptions training = Fixture.Training with
        {
            Loss = new SumLoss((new HelmholtzResidual(), 1), (new DirichletPenalty(), 10)),
        };
        IDataView inputs = _mlContext.Transforms.DropColumns("u").Fit(Fixture.Data(_mlContext, 12))
            .Transform(Fixture.Data(_mlContext, 12));
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext, training, label: "").Fit(inputs);
        Assert.True(model.Report!.Epochs[^1].Loss < model.Report.Epochs[0].Loss);
        // Rows held back have no labels to compare with.
        using NeuralOperatorTransformer validated = Fixture.Fno(_mlContext, training with { ValidationFraction = 0.25 },
            label: "").Fit(inputs);
        Assert.All(validated.Report!.Epochs, e => Assert.Null(e.ValidationError));
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Fixture.Fno(_mlContext, training with { Loss = Loss.RelativeL2 }, label: ""));
        Assert.Contains("The label column's name is empty, and the loss compares with labels", error.Message);
    }

    [Fact]
    public void Tensor_board_reads_the_curves()
    {
        using (Fixture.Fno(_mlContext,
            Fixture.Training with { TensorBoardFolder = _folder.Path, ValidationFraction = 0.25 })
            .Fit(Fixture.Data(_mlContext, 32)))
        {
        }
        byte[] file = File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder.Path)));
        Assert.Contains(".tfevents.", Path.GetFileName(Directory.GetFiles(_folder.Path)[0]));
        var messages = new List<byte[]>();
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            messages.Add(file[(at + 12)..(at + 12 + length)]);
            Assert.Equal(Masked(messages[^1]), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            at += length + 16;
        }
        string text = string.Concat(messages.Select(m => System.Text.Encoding.Latin1.GetString(m)));
        Assert.StartsWith("brain.Event:2", text[^(text.Length - text.IndexOf("brain", StringComparison.Ordinal))..]);
        foreach (string tag in new[] { "loss/batch", "loss/epoch", "validation/relative_l2", "learning_rate" })
            Assert.Contains(tag, text);
    }

    [Fact]
    public void Reports_of_progress_go_to_the_callback_and_to_the_reporter()
    {
        var reporter = new Reporter();
        var called = new List<TrainingProgress>();
        TrainingOptions training = Fixture.Training with { ProgressReporter = reporter, Progress = called.Add };
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext, training).Fit(Fixture.Data(_mlContext, 16));
        Assert.Equal(4, reporter.Reports.Count);
        Assert.Equal(called, reporter.Reports);
    }

    [Fact]
    public void The_report_is_saved_with_the_model_and_by_itself()
    {
        IDataView data = Fixture.Data(_mlContext, 16);
        using NeuralOperatorTransformer model = Fixture.Fno(_mlContext).Fit(data);
        string zip = _folder["model.zip"], json = _folder["report.json"], html = _folder["report.html"];
        _mlContext.Model.Save(model, data.Schema, zip);
        using var loaded = (NeuralOperatorTransformer)Operators.Load(zip);
        loaded.Report!.SaveJson(json);
        TrainingReport report = TrainingReport.LoadJson(json);
        Assert.Equal(model.Report!.Epochs, report.Epochs);
        Assert.Equal(["a", "u"], report.Fields.Select(f => f.Name));
        Assert.Contains("TorchSharp", report.Versions.Keys);
        report.SaveHtml(html);
        string page = File.ReadAllText(html);
        Assert.Contains("Loss and error by epoch", page);
        // The name of a language loads nothing.
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        Assert.Throws<FormatException>(() => TrainingReport.LoadJson(html));
    }

    private string Refusal<T>(TrainingOptions training)
        where T : Exception
        => Assert.Throws<T>(() => Fixture.Fno(_mlContext, training).Fit(Fixture.Data(_mlContext, 8))).Message;

    private sealed class Reporter : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Reports { get; } = [];

        public void Report(TrainingProgress value) => Reports.Add(value);
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }
}
