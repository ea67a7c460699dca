namespace Microsoft.ML.NeuralOperators.Fuzz;

/// <summary>A reader of files, with files that it reads.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Files">Whole files to begin with.</param>
/// <param name="Read">Reads a file; throws only what is documented.</param>
/// <param name="Mutate">Changes a file in ways of its own format, checksums included; null for none.</param>
internal sealed record Reader(string Name, byte[][] Files, Action<string> Read, Func<byte[], Random,
    byte[]>? Mutate = null)
{
    /// <summary>Whether all changes are the format's own, such as single bits of weights.</summary>
    public bool IsFlip { get; init; }

    /// <summary>
    /// The part of changed files that is refused at least. Where numbers have no checksum, many changes are only other
    /// numbers.
    /// </summary>
    public double LeastRefused { get; init; } = 0.5;

    /// <summary>
    /// Whether its memory counts where it is touched, not where it is asked for: the library beneath asks for as much
    /// as a damaged length says before it looks whether so much is there.
    /// </summary>
    public bool IsResident { get; init; }

    /// <summary>Whether an exception is one that the reader documents.</summary>
    public Func<Exception, string, bool> IsDocumented { get; init; } = (error, path)
        => error is FormatException && error.Message.Contains(path, StringComparison.Ordinal);
}
