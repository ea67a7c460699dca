namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>An array that stays in its file, since it is too large to keep: it is read a part at a time.</summary>
/// <param name="name">Its name in the file.</param>
/// <param name="shape">Sizes, outermost first, without that of real and imaginary parts.</param>
/// <param name="parts">Numbers of an element: 2 where they are complex, otherwise 1.</param>
internal abstract class StreamedArray(string name, IReadOnlyList<long> shape, int parts)
{
    /// <summary>Its name in the file.</summary>
    public string Name { get; } = name;

    /// <summary>Sizes, outermost first, without that of real and imaginary parts.</summary>
    public IReadOnlyList<long> Shape { get; } = shape;

    /// <summary>Numbers of an element: 2 where they are complex, otherwise 1.</summary>
    public int Parts { get; } = parts;

    /// <summary>Whether elements have real and imaginary parts.</summary>
    public bool IsComplex => Parts == 2;

    /// <summary>
    /// Indices along an axis that are stored together, such as those of a chunk: reading them one by one would unpack
    /// them again and again.
    /// </summary>
    public virtual long Together(int axis) => 1;

    /// <summary>Reads a part, row-major. Safe from several threads.</summary>
    /// <param name="start">The first index along each axis.</param>
    /// <param name="count">Indices along each axis.</param>
    /// <param name="destination">As many numbers as the counts and <see cref="Parts"/> say.</param>
    /// <exception cref="FormatException">The file is damaged or has changed; the text names it.</exception>
    public abstract void Read(long[] start, long[] count, Span<float> destination);

    /// <summary>A part as an array.</summary>
    public NamedArray Slab(long[] start, long[] count)
    {
        float[] values = GC.AllocateUninitializedArray<float>(checked((int)count.Aggregate((long)Parts,
            (a, b) => a * b)));
        Read(start, count, values);
        return NamedArray.Of(Name, count, Parts, values);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}{(IsComplex ? ", 2" : "")}]";
}
