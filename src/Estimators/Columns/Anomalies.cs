using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>
/// Columns of differences from a mean, which the column's annotation has in double precision: single precision cannot
/// tell apart numbers that differ by less than a ten-millionth of their mean.
/// </summary>
internal static class Anomalies
{
    /// <summary>The annotation with the mean.</summary>
    public const string Mean = "Mean";

    /// <summary>The mean that a column's numbers are anomalies from; null where they are the quantity itself.</summary>
    public static double? MeanOf(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column || column.Annotations.Schema.GetColumnOrNull(Mean) is not
            { Type: NumberDataViewType { RawType: var type } } || type != typeof(double)) return null;
        double mean = 0;
        column.Annotations.GetValue(Mean, ref mean);
        return mean;
    }

    /// <summary>Adds the annotation.</summary>
    public static void AddTo(DataViewSchema.Annotations.Builder annotations, double? mean)
    {
        if (mean is { } number)
            annotations.Add<double>(Mean, NumberDataViewType.Double, (ref double value) => value = number);
    }

    /// <summary>A mean with all its digits, as layouts take it.</summary>
    public static string Text(double mean) => mean.ToString("r", CultureInfo.InvariantCulture);

    /// <summary>
    /// Refuses anomalies from another mean. Columns that say nothing, such as those of prediction engines, are taken at
    /// their word.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The means differ; the text says how to read the column.
    /// </exception>
    public static void RequireSame(string name, double? expected, double? found, string what)
    {
        if (found is null || found == expected) return;
        throw new ArgumentOutOfRangeException("inputSchema",
            $"Column '{name}' has anomalies from {Text(found.Value)}, but {what} " + (expected is { } mean
            ? $"anomalies from {Text(mean)}. Read the column as \"array - {Text(mean)}\"."
            : "the quantity itself. Read the column without subtracting its mean."));
    }
}
