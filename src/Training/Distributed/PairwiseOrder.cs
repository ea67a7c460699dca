namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The order in which the parts of a sum are added: neighbours first, then their sums. Workers of a process and ranks
/// keep it alike, so that two ranks of one worker give the bits of one rank of two.
/// </summary>
internal static class PairwiseOrder
{
    /// <summary>Additions of a sum: the second is added to the first, and the sum ends up in part 0.</summary>
    public static IEnumerable<(int Into, int From)> Of(int count)
    {
        for (int distance = 1; distance < count; distance *= 2)
            for (int into = 0; into + distance < count; into += 2 * distance) yield return (into, into + distance);
    }

    /// <summary>A sum of numbers as they are rounded in single precision.</summary>
    public static double Single(IReadOnlyList<double> parts)
    {
        float[] sums = [.. parts.Select(p => (float)p)];
        foreach (var (into, from) in Of(sums.Length)) sums[into] += sums[from];
        return sums[0];
    }

    /// <summary>A sum of numbers in double precision.</summary>
    public static double Double(IReadOnlyList<double> parts)
    {
        double[] sums = [.. parts];
        foreach (var (into, from) in Of(sums.Length)) sums[into] += sums[from];
        return sums[0];
    }
}
