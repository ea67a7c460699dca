using System.Diagnostics;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>The page of an operator: its sections in order.</summary>
internal static class OperatorReport
{
    private const int TimedRows = 64, MoreSamples = 3;

    public static HtmlReport Make(MLContext context, IDataView scored, string label, string score,
        ReportOptions options, NeuralOperatorTransformer? model = null)
    {
        options = Rules.Require(options);
        string[] names = [.. (options.InputColumnNames ?? []).Where(name => name != options.PlacesColumnName)];
        FieldColumn[] inputs = [.. names.Select(name => Input(scored.Schema, name))];
        TestResult[] tests = [
            TestResult.Read(context, new(options.TestName, scored), label, score, names, options),
            .. from test in options.MoreTests
               let fewer = options with { Samples = Math.Min(options.Samples, MoreSamples) }
               select TestResult.Read(context, test, label, score, names, fewer)];
        string quantity = options.Quantities.GetValueOrDefault(label, label);
        string from = names.Length > 0
            ? $" from {string.Join(", ", names.Select(n => options.Quantities.GetValueOrDefault(n, n)))}" : "";
        string title = options.Title ?? $"{options.Training?.Operator ?? "Prediction"}: {quantity}{from}";
        var page = new HtmlReport(title);
        var errors = new ErrorSections(tests, options, label);
        if (options.Summary is { } summary) page.Paragraph(summary);
        page.Facts([.. errors.Facts(),
            .. options.Training is { } training ? TrainingSections.Facts(training) : [],
            .. options.Milliseconds is { } time ? [("per prediction", $"{ReportNumber.Text(time)} ms")]
                : Array.Empty<(string, string)>()]);
        foreach (TestResult test in tests)
            new SampleSection(test, inputs, options, label).Write(page,
                tests.Length > 1 ? $"Predictions, {test.Name}" : "Predictions");
        errors.Write(page);
        new ModelSections(options, model).Write(page, names, label);
        return page;
    }

    /// <summary>What the options leave to the model.</summary>
    public static ReportOptions Complete(ReportOptions options, NeuralOperatorTransformer model, IDataView scored)
        => options with
        {
            InputColumnNames = options.InputColumnNames ?? model.FeatureColumnNames,
            Training = options.Training ?? model.Report,
            Architecture = options.Architecture ?? model.Options,
            TrainingOptions = options.TrainingOptions ?? model.Training,
            Milliseconds = options.Milliseconds ?? Time(scored, model.ScoreColumnName),
        };

    // Some rows once to warm up, then again for the clock.
    private static double? Time(IDataView scored, string score)
    {
        int Rows() => scored.GetColumn<VBuffer<float>>(score).Take(TimedRows).Count();
        if (Rows() == 0) return null;
        var clock = Stopwatch.StartNew();
        return Rows() is var rows && rows > 0 ? clock.Elapsed.TotalMilliseconds / rows : null;
    }

    // Without an axis of channels a vector has one; an input on another grid is not drawn, so its shape may be any.
    private static FieldColumn Input(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column) throw FieldColumn.Missing("input", name);
        if (column.Type is not VectorDataViewType type || type.ItemType != NumberDataViewType.Single)
            throw FieldColumn.Mismatch("input", name, "Vector<Single>", column.Type.ToString()!);
        int[] dims = [.. type.Dimensions];
        return dims.Length < 2 ? new FieldColumn(name, 1, dims) : new FieldColumn(name, dims[0], dims[1..]);
    }
}
