using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Lists that are options.</summary>
internal static class OptionList
{
    /// <summary>
    /// The option's own copy: options do not change after they were checked, whatever happens to the array they were
    /// made from. Null stays null, for the rules to report.
    /// </summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static IReadOnlyList<T>? Copied<T>(this IReadOnlyList<T>? values) => values is null ? null : [.. values];
}
