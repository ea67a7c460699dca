namespace Microsoft.ML.NeuralOperators;

/// <summary>An array of a data file. Numbers of every type are held as single precision.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Sizes, outermost first; complex arrays have a last axis of 2, real and imaginary part.</param>
/// <param name="Values">The numbers, row-major.</param>
public sealed record NamedArray(string Name, IReadOnlyList<int> Shape, float[] Values)
{
    /// <summary>True when the last axis holds real and imaginary parts.</summary>
    public bool IsComplex { get; init; }

    /// <summary>The text of an array that holds one string, otherwise null.</summary>
    public string? Text { get; init; }

    /// <summary>An array of numbers of one or two parts each.</summary>
    internal static NamedArray Of(string name, IEnumerable<long> shape, int parts, float[] values)
        => new(name, [.. shape.Select(n => (int)n), .. parts == 2 ? [2] : Array.Empty<int>()], values)
        {
            IsComplex = parts == 2,
        };

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
