using System.Buffers.Binary;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>What training offers, as ML.NET users reach it.</summary>
public sealed class TrainingFaceTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("training").FullName;

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Data_beyond_the_memory_budget_trains_to_the_same_bits()
    {
        _mlContext.TempFilePath = _folder;
        IDataView data = Fixture.Data(_mlContext, 40);
        Assert.Equal(Scores(null), Scores(0.002));
        Assert.Empty(Directory.GetFiles(_folder));

        float[] Scores(double? megabytes)
        {
            FourierOperatorTrainer.Options options = Fixture.Options();
            (options.MaxMemoryMegabytes, options.ValidationFraction) = (megabytes, 0.2);
            using NeuralOperatorTransformer model = Operators.Fourier(options).Fit(data);
            return [.. model.Transform(data).GetColumn<float[]>("Score").SelectMany(s => s)];
        }
    }

    [Fact]
    public void Checkpoints_resume_a_cancelled_fit()
    {
        IDataView data = Fixture.Data(_mlContext, 24);
        using NeuralOperatorTransformer whole = Operators.Fourier(Fixture.Options()).Fit(data);
        using var source = new CancellationTokenSource();
        FourierOperatorTrainer.Options options = Fixture.Options();
        options.Checkpoints = new TrainingCheckpoints { Folder = Path.Combine(_folder, "states"), EveryMinutes = 0 };
        options.CancellationToken = source.Token;
        options.Progress = p =>
        {
            if (p.Epoch == 2) source.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => Operators.Fourier(options).Fit(data));
        (options.CancellationToken, options.Progress) = (default, null);
        using NeuralOperatorTransformer resumed = Operators.Fourier(options).Fit(data);
        Assert.Equal(whole.Transform(data).GetColumn<float[]>("Score").ToArray(), resumed.Transform(data).GetColumn<float[]>("Score").ToArray());
    }

    [Fact]
    public void A_checkpoint_folder_that_is_lost_is_told_in_the_log()
    {
        var warnings = new List<string>();
        var lines = new List<string>();
        _mlContext.Log += (_, e) => (e.Kind == Runtime.ChannelMessageKind.Warning ? warnings : lines).Add(e.Message);
        FourierOperatorTrainer.Options options = Fixture.Options();
        string folder = Path.Combine(_folder, "states");
        options.Checkpoints = new TrainingCheckpoints { Folder = folder };
        options.Progress = p =>
        {
            if (p is { Epoch: 1, EndsEpoch: true }) Directory.Delete(folder, recursive: true);
        };
        using NeuralOperatorTransformer model = Operators.Fourier(options).Fit(Fixture.Data(_mlContext, 24));
        Assert.Equal(2, warnings.Count);
        Assert.All(warnings, w => Assert.Contains($"was not saved in '{folder}'", w));
        Assert.Contains(lines, l => l.Contains($"Fno has {model.Report!.Parameters} parameters", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_that_cannot_be_made_are_named_with_their_option()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        FourierOperatorTrainer.Options options = Fixture.Options();
        options.TensorBoardFolder = Path.Combine(file, "board");
        Assert.Contains("TensorBoardFolder, '", Assert.Throws<IOException>(() => Operators.Fourier(options).Fit(Fixture.Data(_mlContext, 8))).Message);
        (options.TensorBoardFolder, options.Checkpoints) = (null, new TrainingCheckpoints { Folder = Path.Combine(file, "states") });
        Assert.Contains("folder of the checkpoints, '", Assert.Throws<IOException>(() => Operators.Fourier(options).Fit(Fixture.Data(_mlContext, 8))).Message);
        options.TensorBoardFolder = "a\0b";
        Assert.Contains("TensorBoardFolder holds a NUL", Assert.Throws<ArgumentOutOfRangeException>(() => Operators.Fourier(options)).Message);
    }

    [Fact]
    public void A_fit_that_diverges_returns_its_best_weights_when_asked_to()
    {
        IDataView data = Fixture.Data(_mlContext, 16);
        FourierOperatorTrainer.Options options = Fixture.Options();
        (options.Epochs, options.Schedule) = (6, new Late());
        Assert.Throws<TrainingDivergedException>(() => Operators.Fourier(options).Fit(data));
        options.ReturnBestOnDivergence = true;
        var lines = new List<string>();
        _mlContext.Log += (_, e) => lines.Add(e.Message);
        using NeuralOperatorTransformer model = Operators.Fourier(options).Fit(data);
        Assert.InRange(model.Report!.Epochs.Count, 1, 5);
        Assert.All(Fixture.Scores(model, data), v => Assert.True(float.IsFinite(v)));
        Assert.Contains(lines, l => l.Contains("Training diverged", StringComparison.Ordinal) && l.Contains("best weights before that are returned", StringComparison.Ordinal));
    }

    // A rate that explodes after two epochs.
    private sealed record Late : LearningRateSchedule
    {
        public override double Factor(double epoch, int epochs) => epoch < 2 ? 1e-3 : 1e20;
    }

    [Fact]
    public void Columns_of_one_name_are_refused_before_training()
    {
        FourierOperatorTrainer.Options options = Fixture.Options();
        options.ScoreColumnName = options.FeatureColumnName;
        Assert.Contains("ScoreColumnName is 'a', which is read already", Assert.Throws<ArgumentOutOfRangeException>(() => Operators.Fourier(options)).Message);
        options.ScoreColumnName = options.LabelColumnName;
        Assert.Contains("ScoreColumnName is 'u', which is read already", Assert.Throws<ArgumentOutOfRangeException>(() => Operators.Fourier(options)).Message);
        var points = new DeepOperatorNetworkTrainer.Options { PointColumnName = "Score" };
        Assert.Contains("ScoreColumnName is 'Score', which is read already", Assert.Throws<ArgumentOutOfRangeException>(() => DeepONet(points)).Message);
        points.PointColumnName = points.FeatureColumnName;
        Assert.Contains("The column 'Features' is named twice", Assert.Throws<ArgumentOutOfRangeException>(() => DeepONet(points)).Message);
    }

    [Fact]
    public void A_field_may_be_learned_from_itself()
    {
        FourierOperatorTrainer.Options options = Fixture.Options();
        (options.LabelColumnName, options.Epochs) = (options.FeatureColumnName, 1);
        using NeuralOperatorTransformer model = Operators.Fourier(options).Fit(Fixture.Data(_mlContext, 8));
        Assert.Equal(8 * 64, Fixture.Scores(model, Fixture.Data(_mlContext, 8)).Length);
    }

    [Fact]
    public void Folders_that_are_files_are_named()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        FourierOperatorTrainer.Options options = Fixture.Options();
        options.TensorBoardFolder = file;
        Assert.Contains("TensorBoardFolder is", Assert.Throws<IOException>(() => Operators.Fourier(options).Fit(Fixture.Data(_mlContext, 4))).Message);
        (options.TensorBoardFolder, options.Checkpoints) = (null, new() { Folder = file });
        Assert.Contains("folder of the checkpoints is", Assert.Throws<IOException>(() => Operators.Fourier(options).Fit(Fixture.Data(_mlContext, 4))).Message);
    }

    [Fact]
    public void Roll_outs_refuse_residuals_before_training()
    {
        FourierOperatorTrainer.Options options = Fixture.Options();
        (options.LabelColumnName, options.RollOut) = ("", new RollOut());
        options.Loss = new SumLoss((Loss.RelativeL2, 1), (new HelmholtzResidual(), 1));
        Assert.Contains("roll-outs compare frames alone", Assert.Throws<ArgumentOutOfRangeException>(() => Operators.Fourier(options)).Message);
    }

    [Fact]
    public void A_learned_step_is_rolled_out_through_onnx_runtime()
    {
        // Frames are whole rotations of one wave: row i holds the frames [2, 8, 8], then [1, 8, 8] for the roll-out.
        FourierOperatorTrainer.Options options = Fixture.Options();
        (options.FeatureColumnName, options.LabelColumnName, options.RollOut) = ("a", "", new RollOut { History = 2 });
        (options.Epochs, options.Loss, options.LearningRate) = (60, Loss.RelativeL2, 1e-2);
        using NeuralOperatorTransformer model = Operators.Fourier(options).Fit(Trajectories(12, 0, 6));
        Assert.Equal("applications", Assert.Throws<ArgumentOutOfRangeException>(() => model.RollOut(Trajectories(5, 100, 2), 1 << 28)).ParamName);
        IDataView scored = model.RollOut(Trajectories(5, 100, 2), 4);
        Assert.Equal([4, 8, 8], ((VectorDataViewType)scored.Schema["Score"].Type).Dimensions.ToArray());
        float[][] truth = [.. Trajectories(5, 100, 6).GetColumn<float[]>("a").Select(frames => frames[128..])];
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];
        double error = scores.Zip(truth, (s, t) => Math.Sqrt(s.Zip(t, (x, y) => (x - y) * (x - y)).Sum() / t.Sum(y => y * y))).Average();
        Assert.True(error < 0.15, $"{error}");
        // Applied once by hand, it is the first of the frames.
        float[] once = model.Transform(Trajectories(5, 100, 2)).GetColumn<float[]>("Score").First();
        Assert.Equal(once, scores[0][..64]);
    }

    [Fact]
    public void An_equation_alone_needs_no_label_column()
    {
        FourierOperatorTrainer.Options options = Fixture.Options();
        (options.LabelColumnName, options.Loss) = ("", new SumLoss((new HelmholtzResidual(), 1), (new DirichletPenalty(), 10)));
        IDataView inputs = _mlContext.Transforms.DropColumns("u").Fit(Fixture.Data(_mlContext, 12)).Transform(Fixture.Data(_mlContext, 12));
        using NeuralOperatorTransformer model = Operators.Fourier(options).Fit(inputs);
        Assert.True(model.Report!.Epochs[^1].Loss < model.Report.Epochs[0].Loss);
        // Rows held back have no labels to compare with.
        options.ValidationFraction = 0.25;
        using NeuralOperatorTransformer validated = Operators.Fourier(options).Fit(inputs);
        Assert.All(validated.Report!.Epochs, e => Assert.Null(e.ValidationError));
        (options.Loss, options.LabelColumnName) = (Loss.RelativeL2, "");
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Operators.Fourier(options));
        Assert.Contains("LabelColumnName is empty, and the loss compares with labels", error.Message);
    }

    [Fact]
    public void Tensor_board_reads_the_curves()
    {
        FourierOperatorTrainer.Options options = Fixture.Options();
        (options.TensorBoardFolder, options.ValidationFraction) = (_folder, 0.25);
        using (Operators.Fourier(options).Fit(Fixture.Data(_mlContext, 32)))
        {
        }
        byte[] file = File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder)));
        Assert.Contains(".tfevents.", Path.GetFileName(Directory.GetFiles(_folder)[0]));
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
        foreach (string tag in new[] { "loss/batch", "loss/epoch", "validation/relative_l2", "learning_rate" }) Assert.Contains(tag, text);
    }

    [Fact]
    public void Reports_of_progress_go_to_the_callback_and_to_the_reporter()
    {
        FourierOperatorTrainer.Options options = Fixture.Options();
        var reporter = new Reporter();
        var called = new List<TrainingProgress>();
        (options.ProgressReporter, options.Progress) = (reporter, called.Add);
        using NeuralOperatorTransformer model = Operators.Fourier(options).Fit(Fixture.Data(_mlContext, 16));
        Assert.Equal(4, reporter.Reports.Count);
        Assert.Equal(called, reporter.Reports);
    }

    [Fact]
    public void The_report_is_saved_with_the_model_and_by_itself()
    {
        IDataView data = Fixture.Data(_mlContext, 16);
        using NeuralOperatorTransformer model = Operators.Fourier(Fixture.Options()).Fit(data);
        string zip = Path.Combine(_folder, "model.zip"), json = Path.Combine(_folder, "report.json"), html = Path.Combine(_folder, "report.html");
        _mlContext.Model.Save(model, data.Schema, zip);
        using var loaded = (NeuralOperatorTransformer)Operators.Load(zip);
        loaded.Report!.SaveJson(json);
        TrainingReport report = TrainingReport.LoadJson(json);
        Assert.Equal(model.Report!.Epochs, report.Epochs);
        Assert.Equal(["a", "u"], report.Fields.Select(f => f.Name));
        Assert.Contains("TorchSharp", report.Versions.Keys);
        report.SaveHtml(html);
        string page = File.ReadAllText(html);
        Assert.Contains("<svg", page);
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org", ""));
        Assert.Throws<FormatException>(() => TrainingReport.LoadJson(html));
    }

    private IDataView Trajectories(int count, int seed, int frames)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Fixture.Input));
        definition["a"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, frames, 8, 8);
        var random = new Random(seed);
        return _mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
        {
            double phase = random.NextDouble() * 6, height = 0.5 + random.NextDouble();
            return new Fixture.Input
            {
                a = [.. Enumerable.Range(0, frames * 64).Select(i => (float)(height * Math.Sin(2 * Math.PI * ((i / 8 % 8) - i / 64) / 8.0 + phase)))],
            };
        }).ToArray(), definition);
    }

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
