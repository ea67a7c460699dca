using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Sweeps.Reports;

/// <summary>Metrics and trials in words.</summary>
internal static class MetricNames
{
    public static string Of(SweepMetric metric) => metric switch
    {
        SweepMetric.RelativeL2 => "relative L2 error",
        SweepMetric.RelativeH1 => "relative H1 error",
        SweepMetric.RootMeanSquaredError => "root mean squared error",
        SweepMetric.MaximumError => "largest error",
        SweepMetric.Milliseconds => "ms a prediction",
        SweepMetric.Parameters => "parameters",
        SweepMetric.Bytes => "bytes of the model",
        _ => $"{metric}",
    };

    public static string Value(SweepTrial trial, SweepMetric metric)
        => !trial.Metrics.TryGetValue(metric, out double value) || !double.IsFinite(value) ? "–"
            : metric is SweepMetric.Parameters or SweepMetric.Bytes ? Invariant($"{value:n0}")
            : ReportNumber.Text(value);

    public static string Trial(SweepTrial trial) => $"trial {trial.Number}, {trial.Space}";

    /// <summary>Its options in a line.</summary>
    public static string Options(SweepTrial trial) => string.Join(", ",
        trial.Options.Select(o => $"{SweptDimension.ShortName(o.Key)} {Text(o.Value)}"));

    public static string Text(object value) => value switch
    {
        double number => ReportNumber.Text(number),
        float number => ReportNumber.Text(number),
        bool yes => yes ? "yes" : "no",
        _ => OptionAccess.Text(value),
    };
}
