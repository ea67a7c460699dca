namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>What is wanted of files.</summary>
/// <param name="Columns">Column names and the arrays they are read from; null for all that fit together.</param>
/// <param name="Layouts">What the axes are; null for samples first.</param>
/// <param name="Limits">What reading may cost.</param>
internal sealed record FieldRequest(Dictionary<string, string>? Columns, FieldLayouts? Layouts, ReadLimits Limits)
{
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
        return new FieldRequest(columns, layouts, limits ?? ReadLimits.Default);
    }

    /// <summary>An error's text without the name of the parameter, which .NET adds.</summary>
    public static string Plain(ArgumentException error)
        => error.ParamName is null ? error.Message
            : error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal);
}
