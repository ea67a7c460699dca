namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>What is wanted of a file.</summary>
/// <param name="Names">The arrays that are wanted; null for all.</param>
/// <param name="KeptNumbers">
/// Arrays of more numbers stay in the file where its format allows that; see <see cref="StreamedArray"/>.
/// </param>
internal sealed record ReadRequest(IReadOnlySet<string>? Names = null, long KeptNumbers = long.MaxValue)
{
    /// <summary>Every array, in memory.</summary>
    public static ReadRequest Everything { get; } = new();

    /// <summary>Whether an array is wanted, or one inside of it (<c>name.x</c>).</summary>
    public bool Wants(string name)
        => Names is null || Names.Contains(name)
        || Names.Any(n => n.Length > name.Length && n[name.Length] == '.'
            && n.StartsWith(name, StringComparison.Ordinal));
}
