using Microsoft.ML.NeuralOperators.CommandLine.Options;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>A model as ONNX.</summary>
internal sealed class ExportCommand : ToolCommand
{
    private static readonly Dictionary<string, ExportPrecision> Precisions = new()
    {
        ["float32"] = ExportPrecision.Float32,
        ["float16"] = ExportPrecision.Float16,
        ["int8"] = ExportPrecision.Int8,
        ["int8-static"] = ExportPrecision.Int8Static,
    };

    private readonly Argument<string> _model = new("model") { Description = "The model: .zip, or published weights." };

    private readonly Option<string> _output = new("--save", "-o")
    {
        Description = "The .onnx file to write.",
        HelpName = "file",
        Required = true,
    };

    private readonly Option<string?> _precision = new("--precision")
    {
        Description = $"The number format of the weights: {string.Join(", ", Precisions.Keys)}. Default: unchanged.",
    };

    private readonly Option<string?> _calibration = new("--calibrate")
    {
        Description = "For int8-static: a file of fields like those to predict, to measure the ranges of values on.",
        HelpName = "file",
    };

    private readonly Option<int> _calibrationRows = new("--calibration-rows")
    {
        Description = "How many rows of the calibration file are read, at most.",
        DefaultValueFactory = _ => new ExportOptions().CalibrationRows,
    };

    private readonly Option<string?> _test = new("--test")
    {
        Description = "A file of fields to measure the loss of accuracy on. Without it, the calibration file.",
        HelpName = "file",
    };

    private readonly Option<string?> _truth = new("--output", "-u")
    {
        Description = "The array of the true field in the test file, to measure errors before and after.",
    };

    private readonly Option<string?> _layout = FieldFileArguments.NewLayout();

    private readonly WeightArguments _weights = new();
    private readonly InputArguments _input = new();
    private readonly CardArguments _card = new();

    public ExportCommand(Terminal terminal)
        : base(terminal, "export", "Writes a model as ONNX, for any program with ONNX Runtime.",
            "neuralop export darcy.zip -o darcy.onnx",
            "neuralop export darcy.zip -o small.onnx --precision int8 --test test.mat -u sol",
            "neuralop export darcy.zip -o static.onnx --precision int8-static --calibrate train.mat --test test.mat",
            "neuralop export darcy.zip -o darcy.onnx --licence MIT --unit Score=Pa --description \"Darcy flow\"",
            "neuralop export fno2d.pt --argument act=gelu padding=9 get_grid=true s=85 -o fno.onnx")
    {
        Add(_model);
        Option[] all = [_output, _precision, _calibration, _calibrationRows, _test, _truth, _layout];
        foreach (Option option in all) Add(option);
        _weights.AddTo(this);
        _input.AddTo(this);
        _card.AddTo(this);
    }

    protected override Answer Run(Invocation call)
    {
        string file = call.Arguments.GetRequiredValue(_output), source = call.Arguments.GetRequiredValue(_model);
        if (Path.GetExtension(file).ToLowerInvariant() != ".onnx")
            throw new ArgumentException($"Models are exported as .onnx, not as '{Path.GetFileName(file)}'.");
        ExportPrecision? precision = call.Arguments.GetValue(_precision) is { } said
            ? Precisions[Nearest.Require("precision", said, Precisions.Keys)] : null;
        string? calibration = call.Arguments.GetValue(_calibration);
        string? test = call.Arguments.GetValue(_test) ?? calibration, truth = call.Arguments.GetValue(_truth);
        if (precision == ExportPrecision.Int8Static && calibration is null)
            throw new ArgumentException("int8-static measures ranges of values on data: name a file with --calibrate.");
        if (truth is not null && test is null)
            throw new ArgumentException($"To measure errors against '{truth}', name its file with --test.");
        OutputFile.Prepare(file, [source, .. new[] { calibration, test }.OfType<string>()]);
        MLContext context = call.Context();
        using LoadedModel model = _weights.Load(call, context, source);
        ExportReport report = model.Operator.ExportToOnnx(file, new ExportOptions
        {
            Precision = precision,
            Calibration = calibration is null ? null : Rows(call, context, model, calibration),
            CalibrationRows = call.Arguments.GetValue(_calibrationRows),
            Test = test is null ? null : Rows(call, context, model, test, truth),
            LabelColumnName = truth is null ? null : NamedColumn.Read(truth).Name,
            Card = _card.Read(call, model.Operator),
            CancellationToken = call.Cancellation,
        });
        return new Answer(Values(report), console => Show(console, report));
    }

    private IDataView Rows(Invocation call, MLContext context, LoadedModel model, string file, string? truth = null)
    {
        IEnumerable<NamedColumn> columns = _input.Columns(call, model);
        if (truth is not null) columns = columns.Append(NamedColumn.Read(truth));
        return context.NeuralOperators().LoadFields(file, columns.DistinctBy(c => c.Name)
            .ToDictionary(c => c.Name, c => c.Array), call.Arguments.GetValue(_layout));
    }

    private static object Values(ExportReport report) => new
    {
        File = report.Path,
        report.DataPath,
        report.Bytes,
        Precision = Precisions.First(p => p.Value == report.Precision).Key,
        report.Weights,
        report.Products,
        Difference = report.Difference?.RelativeL2,
        LargestDifference = report.Difference?.MaximumError,
        RelativeL2 = report.Errors?.RelativeL2,
        RelativeL2Before = report.ErrorsBefore?.RelativeL2,
    };

    private static void Show(IAnsiConsole console, ExportReport report)
    {
        string beside = report.DataPath is { } data ? $" with {Path.GetFileName(data)}" : "";
        console.Line($"{report.Path}{beside}, {(report.Bytes + 1023) / 1024} KiB");
        if (report.Precision == ExportPrecision.Float32) return;
        int bits = report.Precision == ExportPrecision.Float16 ? 16 : 8;
        console.Line(Invariant($"{report.Weights} weights of {bits} bits")
            + (report.Products > 0 ? Invariant($", {report.Products} layers computed in 8 bits") : ""));
        if (report.Difference is not { } difference)
        {
            console.Line("The loss of accuracy was not measured. --test FILE measures it; --output ARRAY adds errors.");
            return;
        }
        console.Line(Invariant($"On {difference.Count} rows the scores differ from the model's by ")
            + $"{ReportNumber.Text(difference.RelativeL2)} (relative L2), at most by "
            + $"{ReportNumber.Text(difference.MaximumError)}");
        if (report is { Errors: { } after, ErrorsBefore: { } before })
            console.Line($"Relative L2 error {ReportNumber.Text(after.RelativeL2, 4)}, before "
                + $"{ReportNumber.Text(before.RelativeL2, 4)}");
    }
}
