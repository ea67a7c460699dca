namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>
/// Independent standard normal numbers from a seed: SplitMix64 (Steele, Lea and Flood 2014) and the Box-Muller
/// transform. System.Random does not serve here: its n-th number is a linear function of the seed, so that the samples
/// of a data set, which have neighbouring seeds, would be correlated.
/// </summary>
internal sealed class SeededNormals(int seed)
{
    private ulong _state = unchecked((ulong)seed);

    /// <summary>The next number.</summary>
    public double Next() => Math.Sqrt(-2 * Math.Log(1 - NextUniform())) * Math.Cos(2 * Math.PI * NextUniform());

    /// <summary>
    /// Coefficients with some standard deviations, [seeds, deviations, parts]. There is one draw for every number and
    /// no other, whatever the grid: the same seed means the same function.
    /// </summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="deviations">Standard deviations, equal for all parts of a coefficient.</param>
    /// <param name="order">Places of the coefficients in the order in which they are drawn.</param>
    /// <param name="parts">Numbers of a coefficient: 2 for complex ones.</param>
    public static double[] Coefficients(ReadOnlySpan<int> seeds, double[] deviations, int[] order, int parts = 1)
    {
        int length = parts * deviations.Length;
        var coefficients = new double[seeds.Length * length];
        for (int i = 0; i < seeds.Length; i++)
        {
            var random = new SeededNormals(seeds[i]);
            foreach (int k in order)
                for (int part = 0; part < parts; part++)
                    coefficients[i * length + parts * k + part] = deviations[k] * random.Next();
        }
        return coefficients;
    }

    /// <summary>The next number between two others, all equally likely.</summary>
    public double NextBetween(double least, double most) => least + (most - least) * NextUniform();

    /// <summary>The next whole number from 1 to a largest one, all equally likely.</summary>
    public int NextWhole(int most) => 1 + (int)(most * NextUniform());

    /// <summary>The next number from [0, 1), all equally likely; a normal one takes two of them.</summary>
    public double NextUniform()
    {
        ulong z = unchecked(_state += 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
    }
}
