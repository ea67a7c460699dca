using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Model;

/// <summary>Exports of fewer bits, in two files, and with a card.</summary>
public sealed class ExportVariantTests : IClassFixture<ExportVariantTests.Trained>, IDisposable
{
    private readonly MLContext _mlContext;
    private readonly TemporaryFolder _folder = new();
    private readonly NeuralOperatorTransformer _model;
    private readonly IDataView _test;

    public ExportVariantTests(Trained trained)
    {
        (_mlContext, _model) = (trained.Context, trained.Model);
        _test = Fixture.Data(_mlContext, 10, seed: 7);
    }

    public static TheoryData<ExportPrecision, double> Variants => new()
    {
        { ExportPrecision.Float16, 0.005 },
        { ExportPrecision.Int8, 0.05 },
        { ExportPrecision.Int8Static, 0.3 },
    };

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Variants))]
    public void A_variant_loads_and_its_loss_of_accuracy_is_the_reported_one(ExportPrecision precision, double most)
    {
        ExportReport report = Export(precision);
        using NeuralOperatorTransformer loaded = Operators.LoadOnnx(_folder["m.onnx"]);
        Assert.Equal(precision, loaded.Precision);
        Assert.True(report.Weights > 0);
        Assert.Equal(precision == ExportPrecision.Int8Static, report.Products > 0);
        Assert.Equal(new FileInfo(_folder["m.onnx"]).Length, report.Bytes);
        Assert.InRange(report.Difference!.RelativeL2, 1e-7, most);
        Assert.Equal(Operators.Evaluate(loaded.Transform(_test), "u").RelativeL2, report.Errors!.RelativeL2);
        Assert.Equal(Operators.Evaluate(_model.Transform(_test), "u").RelativeL2, report.ErrorsBefore!.RelativeL2);
        Assert.Contains($"{report.Weights} weights of", report.ToString());
        Assert.Contains("before", report.ToString());
    }

    [Theory, MemberData(nameof(Variants))]
    public void A_variant_scores_other_grids_and_is_saved_in_a_zip(ExportPrecision precision, double most)
    {
        Export(precision);
        using NeuralOperatorTransformer loaded = Operators.LoadOnnx(_folder["m.onnx"]);
        IDataView fine = Fixture.Data(_mlContext, 4, size: 12, seed: 8);
        float[] expected = Fixture.Scores(_model, fine), actual = Fixture.Scores(loaded, fine);
        Assert.InRange(Distance(expected, actual), 1e-7, 1.5 * most);
        _mlContext.Model.Save(loaded, _test.Schema, _folder["m.zip"]);
        using var zip = (NeuralOperatorTransformer)Operators.Load(_folder["m.zip"]);
        // ML.NET reads no half precision: a zip has the same numbers in single precision.
        Assert.Equal(precision == ExportPrecision.Float16 ? ExportPrecision.Float32 : precision, zip.Precision);
        Assert.Equal(actual, Fixture.Scores(zip, fine));
        // Stock ML.NET runs row by row.
        ITransformer stock = _mlContext.Model.Load(_folder["m.zip"], out _);
        Near.Require(Fixture.Scores(loaded, _test), Fixture.Scores(stock, _test), 0.02, "in stock ML.NET");
        ((IDisposable)stock).Dispose();
    }

    [Theory, MemberData(nameof(Variants))]
    public void A_variant_can_be_trained_further(ExportPrecision precision, double most)
    {
        Assert.True(most > 0);
        Export(precision);
        using NeuralOperatorTransformer loaded = Operators.LoadOnnx(_folder["m.onnx"]);
        TrainingOptions still = Fixture.Training with { Epochs = 1, LearningRate = 1e-12 };
        using NeuralOperatorTransformer further =
            Fixture.Fno(_mlContext, still).ContinueFrom(loaded).Fit(Fixture.Data(_mlContext, 8));
        Assert.Equal(ExportPrecision.Float32, further.Precision);
        // The rounded weights, in single precision: off by what activations of eight bits make of the same ones.
        Assert.InRange(Distance(Fixture.Scores(loaded, _test), Fixture.Scores(further, _test)), 0,
            precision == ExportPrecision.Int8Static ? 0.3 : 1e-4);
    }

    [Fact]
    public void A_variant_cannot_become_another_one()
    {
        Export(ExportPrecision.Int8);
        using NeuralOperatorTransformer loaded = Operators.LoadOnnx(_folder["m.onnx"]);
        var error = Assert.Throws<InvalidOperationException>(()
            => loaded.ExportToOnnx(_folder["n.onnx"], new() { Precision = ExportPrecision.Float16 }));
        Assert.Contains("int8 already", error.Message);
        Assert.False(File.Exists(_folder["n.onnx"]));
        loaded.ExportToOnnx(_folder["n.onnx"]);
        using NeuralOperatorTransformer again = Operators.LoadOnnx(_folder["n.onnx"]);
        Assert.Equal(Fixture.Scores(loaded, _test), Fixture.Scores(again, _test));
    }

    [Fact]
    public void Static_ranges_need_rows()
    {
        Assert.Contains("Calibration is null", Assert.Throws<ArgumentOutOfRangeException>(()
            => _model.ExportToOnnx(_folder["m.onnx"], new() { Precision = ExportPrecision.Int8Static })).Message);
        Assert.Contains("no calibration rows", Assert.Throws<InvalidOperationException>(()
            => _model.ExportToOnnx(_folder["m.onnx"], new()
            {
                Precision = ExportPrecision.Int8Static,
                Calibration = Fixture.Data(_mlContext, 0),
            })).Message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_cancelled_export_leaves_nothing()
    {
        Assert.Throws<OperationCanceledException>(() => _model.ExportToOnnx(_folder["m.onnx"], new()
        {
            Precision = ExportPrecision.Int8,
            Test = _test,
            CancellationToken = new CancellationToken(true),
        }));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Weights_in_a_second_file_load_and_are_saved_in_a_zip()
    {
        ExportReport report = _model.ExportToOnnx(_folder["m.onnx"], new() { MaxFileMegabytes = 0 });
        Assert.Equal(_folder["m.onnx.data"], report.DataPath);
        Assert.Equal(new FileInfo(_folder["m.onnx"]).Length + new FileInfo(_folder["m.onnx.data"]).Length,
            report.Bytes);
        float[] expected = Fixture.Scores(_model, _test);
        using NeuralOperatorTransformer loaded = Operators.LoadOnnx(_folder["m.onnx"]);
        Assert.Equal(expected, Fixture.Scores(loaded, _test));
        _mlContext.Model.Save(loaded, _test.Schema, _folder["m.zip"]);
        using var zip = (NeuralOperatorTransformer)Operators.Load(_folder["m.zip"]);
        Assert.Equal(expected, Fixture.Scores(zip, _test));
        File.Delete(_folder["m.onnx.data"]);
        var error = Assert.Throws<FormatException>(() => Operators.LoadOnnx(_folder["m.onnx"]));
        Assert.Contains("m.onnx.data", error.Message);
    }

    [Fact]
    public void A_model_exported_over_its_own_files_can_be_exported_again()
    {
        _model.ExportToOnnx(_folder["m.onnx"], new() { MaxFileMegabytes = 0 });
        using NeuralOperatorTransformer loaded = Operators.LoadOnnx(_folder["m.onnx"]);
        foreach (ExportPrecision precision in (ExportPrecision[])[ExportPrecision.Int8, ExportPrecision.Float32])
            loaded.ExportToOnnx(_folder["m.onnx"], new() { Precision = precision, MaxFileMegabytes = 0 });
        loaded.ExportToOnnx(_folder["whole.onnx"]);
        using NeuralOperatorTransformer again = Operators.LoadOnnx(_folder["m.onnx"]),
            whole = Operators.LoadOnnx(_folder["whole.onnx"]);
        float[] expected = Fixture.Scores(_model, _test);
        Assert.Equal(expected, Fixture.Scores(again, _test));
        Assert.Equal(expected, Fixture.Scores(whole, _test));
    }

    [Fact]
    public void The_card_holds_what_the_caller_said_and_what_the_model_knows()
    {
        var said = new ModelCard { Licence = "MIT", Units = new Dictionary<string, string> { ["a"] = "m²" } };
        _model.ExportToOnnx(_folder["m.onnx"], new()
        {
            Card = said.WithErrors("train", Operators.Evaluate(_model.Transform(_test), "u")),
            Precision = ExportPrecision.Float16,
            Test = _test,
            LabelColumnName = "u",
        });
        using NeuralOperatorTransformer loaded = Operators.LoadOnnx(_folder["m.onnx"]);
        ModelCard card = loaded.Card!;
        Assert.Equal("MIT", card.Licence);
        Assert.Equal("m²", card.Units["a"]);
        Assert.Equal(("Fno", "float16", _model.Report!.Parameters),
            (card.Architecture!.Name, card.Architecture.Precision, card.Architecture.Parameters));
        Assert.Equal("[4,4]", card.Architecture.Options["Modes"]);
        Assert.Equal((1, 2, 64), (card.Training!.Seed, card.Training.Epochs, card.Training.Samples));
        Assert.Equal(_model.Report.Epochs[^1].Loss, card.Training.Loss);
        Assert.Equal(["train", "train", "train", .. Enumerable.Repeat("10 test rows", 5)],
            card.Errors.Select(e => e.Data));

        Assert.Equal(["a", "Score"], card.Fields.Select(f => f.Name));
        float[] u = [.. Fixture.Rows(64).SelectMany(r => r.u)];
        Assert.Equal(u.Average(), card.Fields[1].Mean[0], 1e-4);
        Assert.Equal(u.Max(), card.Fields[1].Maximum);
        Assert.Equal(Math.Sqrt(u.Average(v => (double)v * v) - Math.Pow(u.Average(), 2)),
            card.Fields[1].StandardDeviation[0], 1e-2);
        Assert.Contains("| a | read | m² | 1 | 8×8 |", loaded.Session.Info.Metadata["model_card"]);
        // Exported again, it keeps its card.
        loaded.ExportToOnnx(_folder["again.onnx"]);
        Assert.Equal(card.ToMarkdown(),
            OnnxModelInfo.Read(File.ReadAllBytes(_folder["again.onnx"])).Card!.ToMarkdown());
    }

    [Fact]
    public void A_missing_provider_is_an_error_or_replaced_with_a_warning()
    {
        Export(ExportPrecision.Float16);
        var options = new ExecutionOptions { Provider = ExecutionProviderKind.CoreMl };
        Assert.Contains("CoreML", Assert.Throws<InvalidOperationException>(()
            => _mlContext.NeuralOperators(options).LoadOnnx(_folder["m.onnx"])).Message);
        var context = new MLContext();
        var warnings = new List<string>();
        context.Log += (_, e) =>
        {
            if (e.Kind == Runtime.ChannelMessageKind.Warning) warnings.Add(e.Message);
        };
        using NeuralOperatorTransformer loaded =
            context.NeuralOperators(options with { FallbackToCpu = true }).LoadOnnx(_folder["m.onnx"]);
        Assert.Equal("CPUExecutionProvider", loaded.ExecutionProvider);
        Assert.Contains("CoreML", Assert.Single(warnings));
        // A trained model predicts as the catalog says, too.
        Assert.Contains("CoreML", Assert.Throws<InvalidOperationException>(()
            => _mlContext.NeuralOperators(options).Fno("u", "a", Fixture.Options, Fixture.Training with { Epochs = 1 })
                .Fit(Fixture.Data(_mlContext, 8))).Message);
    }

    private ExportReport Export(ExportPrecision precision) => _model.ExportToOnnx(_folder["m.onnx"], new()
    {
        Precision = precision,
        Calibration = Fixture.Data(_mlContext, 16),
        Test = _test,
        LabelColumnName = "u",
    });

    private static double Distance(float[] expected, float[] actual)
        => Math.Sqrt(expected.Zip(actual, (e, a) => (double)(e - a) * (e - a)).Sum()
            / expected.Sum(e => (double)e * e));

    /// <summary>A small model, trained once.</summary>
    public sealed class Trained : IDisposable
    {
        public Trained() => Model = Fixture.Fno(Context).Fit(Fixture.Data(Context, 64));

        public MLContext Context { get; } = new(seed: 0);

        public NeuralOperatorTransformer Model { get; }

        public void Dispose() => Model.Dispose();
    }
}
