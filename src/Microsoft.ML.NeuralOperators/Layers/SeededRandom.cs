using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>What a seed is used for: each use has numbers of its own.</summary>
internal enum SeedUse
{
    /// <summary>Initial weights.</summary>
    Weights = 1,
    /// <summary>The order of samples in an epoch.</summary>
    Shuffle,
    /// <summary>The samples held back for validation.</summary>
    Split,
    /// <summary>Dropout and noise of a step.</summary>
    Noise,
    /// <summary>Rows drawn anew for confidence intervals.</summary>
    Resampling,
    /// <summary>Changes of augmented rows.</summary>
    Augmentation,
    /// <summary>What a sweep tries.</summary>
    Sweep,
    /// <summary>Rows that a sweep trains on where it does not take all.</summary>
    Subset,
    /// <summary>Stages of a sum after the first one, and the folds of each.</summary>
    Stage,
}

/// <summary>
/// Random numbers from a seed by SplitMix64 (Steele, Lea and Flood 2014), the seed mixed first, so that neighbouring
/// seeds are independent. The n-th number of <see cref="Random"/> itself is a linear function of its seed.
/// </summary>
internal sealed class SeededRandom : Random
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>The numbers of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="use">What for.</param>
    /// <param name="part">Which part of it, such as the epoch.</param>
    public SeededRandom(int seed, SeedUse use, int part = 0) : base(0) => _state = (ulong)Mix(seed, use, part);

    /// <summary>A hash of a seed with what it is used for: 64 bits, the same in every process.</summary>
    public static long Mix(int seed, SeedUse use, params ReadOnlySpan<int> parts)
    {
        ulong state = Scramble((ulong)(uint)seed + Step);
        state = Scramble(state + (ulong)use + Step);
        foreach (int part in parts) state = Scramble(state + (uint)part + Step);
        return (long)state;
    }

    public override int Next() => (int)(Sample() * int.MaxValue);

    public override void NextBytes(Span<byte> buffer)
    {
        Span<ulong> word = stackalloc ulong[1];
        for (; buffer.Length > 0; buffer = buffer[Math.Min(8, buffer.Length)..])
        {
            word[0] = NextWord();
            MemoryMarshal.AsBytes(word)[..Math.Min(8, buffer.Length)].CopyTo(buffer);
        }
    }

    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    /// <summary>In [0, 1), in steps of 2^-53. The base class makes its other numbers of these.</summary>
    protected override double Sample() => (NextWord() >> 11) * (1.0 / (1L << 53));

    private ulong NextWord() => Scramble(_state = unchecked(_state + Step));

    private static ulong Scramble(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
