using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Microsoft.ML.NeuralOperators.Options;
using Microsoft.ML.NeuralOperators.Views;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Writes a variant of a trained operator after measuring its accuracy.</summary>
internal static class ModelExport
{
    private const string Before = "ScoreBeforeExport";

    public static ExportReport Run(MLContext mlContext, NeuralOperatorTransformer model, string path,
        ExportOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Rules.Require(options);
        RequirePrecision(model, options.Precision);
        ModelProto proto = model.Model.ToProto();
        int weights = 0, products = 0;
        ExportPrecision precision = options.Precision ?? model.Precision;
        if (precision != model.Precision)
        {
            IReadOnlyDictionary<string, ValueRange>? ranges = precision == ExportPrecision.Int8Static
                ? Calibrate(mlContext, model, options) : null;
            (weights, products) = PrecisionPass.Apply(proto, precision, ranges);
        }
        var report = new ExportReport(path, null, 0, precision, weights, products);
        if (options.Test is { } test) report = Measure(mlContext, model, proto, test, options, report);
        options.CancellationToken.ThrowIfCancellationRequested();
        ModelCardFormat.Write(proto, ModelCards.Complete(options.Card ?? model.Card, model.Metadata, proto,
            PrecisionPass.NameOf(precision), [.. Table(report)]));
        using OnnxModel exported = OnnxModel.Of(proto);
        string? data = exported.Write(path, (long)options.MaxFileMegabytes << 20, model.Model.DataPath);
        report = report with
        {
            DataPath = data,
            Bytes = new FileInfo(path).Length + (data is null ? 0 : new FileInfo(data).Length),
        };
        using IChannel channel = ((IHostEnvironment)mlContext).Register(nameof(ModelExport)).Start("Export");
        channel.Info(MessageSensitivity.None, report.ToString());
        return report;
    }

    private static IEnumerable<ModelCardError> Table(ExportReport report)
    {
        string rows = $"{report.Difference?.Count} test rows";
        if (report.Errors is { } errors)
            foreach (ModelCardError error in new ModelCard().WithErrors(rows, errors).Errors) yield return error;
        if (report.ErrorsBefore is { } before && report.Precision != ExportPrecision.Float32)
            yield return new ModelCardError(rows, "relative L2 of the model of float32", before.RelativeL2);
        if (report.Difference is { } difference && report.Precision != ExportPrecision.Float32)
            yield return new ModelCardError(rows, "relative L2 to the scores of float32", difference.RelativeL2);
    }

    private static void RequirePrecision(NeuralOperatorTransformer model, ExportPrecision? asked)
    {
        if (asked is { } precision && precision != model.Precision && model.Precision != ExportPrecision.Float32)
            throw new InvalidOperationException($"The model's weights are {PrecisionPass.NameOf(model.Precision)} "
                + $"already, which cannot become {PrecisionPass.NameOf(precision)}. "
                + "Export the model as it was trained.");
    }

    private static IReadOnlyDictionary<string, ValueRange> Calibrate(MLContext mlContext,
        NeuralOperatorTransformer model, ExportOptions options)
    {
        using var calibrator = new Calibrator(model.Model.ToProto());
        IDataView rows = mlContext.Data.TakeRows(options.Calibration!, options.CalibrationRows);
        int count = Read(model.Observed(rows, calibrator.Observe), options.CancellationToken);
        return count > 0 ? calibrator.Ranges
            : throw new InvalidOperationException("There are no calibration rows; Int8Static needs some to measure "
                + "the ranges of values on.");
    }

    // Scores every row for the sake of the observer, and counts them.
    private static int Read(IDataView scored, CancellationToken cancellation)
    {
        DataViewSchema.Column score = scored.Schema[scored.Schema.Count - 1];
        using DataViewRowCursor cursor = scored.GetRowCursor([score]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> values = default;
        int count = 0;
        for (; cursor.MoveNext(); count++)
        {
            cancellation.ThrowIfCancellationRequested();
            getter(ref values);
        }
        return count;
    }

    private static ExportReport Measure(MLContext mlContext, NeuralOperatorTransformer model, ModelProto proto,
        IDataView test, ExportOptions options, ExportReport report)
    {
        using NeuralOperatorTransformer candidate = model.Variant(OnnxModel.Of(proto.Clone()));
        IDataView scored = model.Transform(test);
        IDataView before = mlContext.Transforms.CopyColumns(Before, model.ScoreColumnName).Fit(scored)
            .Transform(scored);
        IDataView both = candidate.Transform(before);
        var evaluation = new EvaluationOptions { HasFourierBands = false };
        return report with
        {
            Difference = Evaluate(Before, model.ScoreColumnName),
            Errors = options.LabelColumnName is { } label ? Evaluate(label, model.ScoreColumnName) : null,
            ErrorsBefore = options.LabelColumnName is { } truth ? Evaluate(truth, Before) : null,
        };

        FieldMetrics Evaluate(string labelColumn, string scoreColumn)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            return FieldEvaluator.Evaluate(both, new EvaluatedColumns(both.Schema, labelColumn, scoreColumn, null),
                evaluation);
        }
    }
}
