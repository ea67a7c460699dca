using System.IO.Enumeration;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>What is wanted of a file.</summary>
/// <param name="Names">The arrays that are wanted, where * stands for any part of a name; null for all.</param>
/// <param name="KeptNumbers">
/// Numbers that may be kept in memory. Arrays for which there is no more room stay in the file where its format allows
/// that; see <see cref="StreamedArray"/>.
/// </param>
internal sealed record ReadRequest(IReadOnlySet<string>? Names = null, long KeptNumbers = long.MaxValue)
{
    /// <summary>
    /// What is subtracted from the numbers of arrays, in double precision before they are rounded, by the arrays'
    /// names.
    /// </summary>
    public IReadOnlyDictionary<string, double> Shifts { get; init; } = new Dictionary<string, double>();

    /// <summary>Every array, in memory.</summary>
    public static ReadRequest Everything { get; } = new();

    /// <summary>Whether an array is wanted, or one inside of it (<c>name.x</c>).</summary>
    public bool Wants(string name)
        => Names is null || Names.Contains(name) || Names.Any(wanted => Fits(wanted, name)
        || wanted.Length > name.Length && wanted[name.Length] == '.'
        && wanted.StartsWith(name, StringComparison.Ordinal));

    /// <summary>Whether a name has the form of another in which * stands for any part of it.</summary>
    public static bool Fits(string form, string name)
        => form.Contains('*', StringComparison.Ordinal)
        && FileSystemName.MatchesSimpleExpression(form.Replace("\\", "\\\\", StringComparison.Ordinal), name,
            ignoreCase: false);
}
