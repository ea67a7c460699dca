using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Microsoft.ML.NeuralOperators.Data;

/// <summary>Finds rows with the same bits by their digests, so that no two rows need to be in memory.</summary>
internal sealed class RowDigests
{
    private readonly Dictionary<UInt128, int> _first = [];
    private readonly List<(int First, int Second)> _pairs = [];
    private int _rows;

    /// <summary>Adds a row of the first set.</summary>
    public void Add(int row, RowDigest digest) => _first.TryAdd(digest.Finish(), row);

    /// <summary>Looks for a row of the second set in the first.</summary>
    public void Find(int row, RowDigest digest)
    {
        _rows++;
        if (_first.TryGetValue(digest.Finish(), out int first)) _pairs.Add((first, row));
    }

    /// <summary>What was found.</summary>
    public DuplicateRows ToDuplicates() => new(_pairs.Count, _rows, [.. _pairs]);
}

/// <summary>
/// The digest of a row's numbers, column by column: half of SHA-256, which never meets twice by chance.
/// </summary>
internal sealed class RowDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a column of the row.</summary>
    public void Append(ReadOnlySpan<float> numbers)
    {
        // The length keeps [1, 2], [3] apart from [1], [2, 3].
        _hash.AppendData(MemoryMarshal.AsBytes([numbers.Length]));
        _hash.AppendData(MemoryMarshal.AsBytes(numbers));
    }

    /// <summary>The digest; the next row begins.</summary>
    public UInt128 Finish() => MemoryMarshal.Read<UInt128>(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
