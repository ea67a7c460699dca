using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>What is wanted of files.</summary>
/// <param name="Columns">Column names and the arrays they are read from; null for all that fit together.</param>
/// <param name="Layouts">What the axes are; null for samples first.</param>
/// <param name="Limits">What reading may cost.</param>
internal sealed partial record FieldRequest(Dictionary<string, string>? Columns, FieldLayouts? Layouts,
    ReadLimits Limits)
{
    /// <summary>
    /// What is subtracted from the numbers of a column, in double precision; NaN where it is their mean, which is not
    /// known yet.
    /// </summary>
    public IReadOnlyDictionary<string, double> Means { get; init; } = new Dictionary<string, double>();

    /// <summary>What is subtracted from the numbers of an array.</summary>
    public Dictionary<string, double> Shifts
        => Columns?.Where(c => Means.TryGetValue(c.Key, out double mean) && !double.IsNaN(mean))
            .Select(c => (Array: c.Value, Mean: Means[c.Key])).DistinctBy(c => c.Array)
            .ToDictionary(c => c.Array, c => c.Mean, StringComparer.Ordinal) ?? [];

    /// <summary>Numbers that may be kept in memory.</summary>
    public long KeptNumbers => (long)Math.Min(Limits.KeptMegabytes * (1 << 20) / sizeof(float), long.MaxValue / 8);

    /// <exception cref="ArgumentOutOfRangeException">Columns or layout have faults.</exception>
    public static FieldRequest Of(Dictionary<string, string>? columns, string? layout, ReadLimits? limits)
    {
        if (columns is { Count: 0 })
            throw new ArgumentOutOfRangeException(nameof(columns), "No columns were asked for.");
        if (columns?.Any(c => c.Key.Length == 0 || string.IsNullOrEmpty(c.Value)) == true)
            throw new ArgumentOutOfRangeException(nameof(columns), "A column or its array has no name.");
        FieldLayouts? layouts = layout is null ? null : FieldLayouts.Parse(layout);
        if (columns is not null) layouts?.RequireAll(columns.Keys);
        if (columns is null) return new FieldRequest(null, layouts, limits ?? ReadLimits.Default);
        var arrays = new Dictionary<string, string>();
        var means = new Dictionary<string, double>();
        foreach (var (name, array) in columns)
        {
            Match anomaly = Anomaly().Match(array);
            arrays[name] = anomaly.Success ? anomaly.Groups["array"].Value : array;
            if (anomaly.Success)
                means[name] = anomaly.Groups["number"] is { Success: true, Value: var number }
                    ? double.Parse(number, CultureInfo.InvariantCulture) : double.NaN;
        }
        foreach (var twice in arrays.GroupBy(a => a.Value)
            .Where(g => g.Select(a => means.GetValueOrDefault(a.Key)).Distinct().Count() > 1))
            throw new ArgumentOutOfRangeException(nameof(columns), $"The array '{twice.Key}' is read in two ways, "
                + $"with a mean subtracted and without; read it twice with LoadFields.");
        return new FieldRequest(arrays, layouts, limits ?? ReadLimits.Default) { Means = means };
    }

    // "pressure - mean" and "pressure - 101325.25".
    [GeneratedRegex(@"\A(?<array>.*\S)\s+-\s+(?:mean|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))\z")]
    private static partial Regex Anomaly();

    /// <summary>An error's text without the name of the parameter, which .NET adds.</summary>
    public static string Plain(ArgumentException error)
        => error.ParamName is null ? error.Message
            : error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal);
}
