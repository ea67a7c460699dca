using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Data.Writing;

/// <summary>An array in memory; complex numbers take two of its numbers.</summary>
internal sealed class MemoryArray<T>(string name, string code, IReadOnlyList<long> shape, T[] numbers)
    : StoredArray(name, code, shape)
    where T : unmanaged
{
    public override void Read(long start, Span<byte> bytes)
    {
        int parts = ElementDecoder.Parts(Code);
        MemoryMarshal.AsBytes(numbers.AsSpan(checked((int)(start * parts)), bytes.Length / ElementSize * parts))
            .CopyTo(bytes);
    }
}

/// <summary>The arrays of a caller.</summary>
internal static class MemoryArrays
{
    /// <exception cref="ArgumentException">
    /// One holds no numbers, or not as many as its shape says, or two have one name.
    /// </exception>
    public static StoredArray[] Of(IReadOnlyList<NamedArray> arrays)
    {
        if (arrays.Count == 0) throw new ArgumentException("There are no arrays to write.", nameof(arrays));
        if (arrays.FirstOrDefault(a => a.Text is not null) is { } text)
            throw new ArgumentException($"The array '{text.Name}' is a text; only numbers are written.",
                nameof(arrays));
        if (arrays.FirstOrDefault(a
            => a.Shape.Aggregate(1L, (product, size) => product * size) != a.Values.Length
            || a.IsComplex && a.Shape is not [.., 2]) is { } odd)
            throw new ArgumentException($"The array {odd} has {odd.Values.Length} numbers"
                + $"{(odd.IsComplex ? ", in pairs of real and imaginary parts" : "")}.", nameof(arrays));
        if (arrays.CountBy(a => a.Name).FirstOrDefault(n => n.Value > 1).Key is { } twice)
            throw new ArgumentException($"There are several arrays of the name '{twice}'.", nameof(arrays));
        return [.. arrays.Select(a => new MemoryArray<float>(a.Name, a.IsComplex ? "c8" : "f4",
            [.. a.Shape.SkipLast(a.IsComplex ? 1 : 0).Select(n => (long)n)], a.Values))];
    }
}
