namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The weights of a spectral convolution of the library neuraloperator, dense or factorised: what names and shapes say
/// of them.
/// </summary>
/// <param name="Sizes">Channels in, channels out, and the modes along each axis.</param>
/// <param name="Factorization">The form.</param>
/// <param name="Ranks">Its ranks, as in <see cref="FnoOptions.Ranks"/>.</param>
internal sealed record SpectralWeights(int[] Sizes, SpectralFactorization Factorization, int[]? Ranks)
{
    /// <summary>The weights under a prefix, or null when there are none.</summary>
    /// <exception cref="FormatException">Their shapes make no weight.</exception>
    public static SpectralWeights? Find(StateDictionary state, string prefix)
    {
        if (state.Find(prefix + "tensor") is { } dense)
        {
            // An SFNO's are saved as pairs of real numbers.
            if (!dense.IsComplex && dense.Shape[^1] != 2 || dense.Shape.Count < 4)
                throw Wrong(prefix + "tensor", dense, "[in, out, modes…]");
            return new([.. dense.Shape.SkipLast(1)], SpectralFactorization.None, null);
        }
        int count = state.Count(prefix + "factors.factor_");
        if (count == 0) return null;
        NamedArray[] factors = [.. Enumerable.Range(0, count).Select(i => state[$"{prefix}factors.factor_{i}"])];
        bool isTrain = factors[0].Shape.Count == 4;
        int expected = isTrain ? 4 : 3, odd = Array.FindIndex(factors, f => f.Shape.Count != expected);
        // Real arrays are complex ones with their two parts in a last axis: the library's own way to save them.
        if (odd >= 0 || count < 3)
            throw Wrong($"{prefix}factors.factor_{Math.Max(odd, 0)}", factors[Math.Max(odd, 0)],
                isTrain ? "[rank, size, rank]" : "[size, rank]");
        int[] sizes = [.. factors.Select(f => f.Shape[isTrain ? 1 : 0])];
        if (isTrain)
            return new(sizes, SpectralFactorization.TensorTrain, [.. factors.Skip(1).Select(f => f.Shape[0])]);
        return state.Find(prefix + "core") is null
            ? new(sizes, SpectralFactorization.Cp, [factors[0].Shape[1]])
            : new(sizes, SpectralFactorization.Tucker, [.. factors.Select(f => f.Shape[1])]);
    }

    private static FormatException Wrong(string name, NamedArray array, string expected)
        => new($"the parameter '{name}' has the shape [{string.Join(", ", array.Shape)}]; expected complex numbers "
            + $"{expected}.");
}
