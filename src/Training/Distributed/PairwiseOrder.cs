namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The order in which the parts of a sum are added: in pairs of neighbours, then in pairs of those sums. Workers and
/// ranks use the same order, so two ranks with one worker each give the bits of one rank with two.
/// </summary>
internal static class PairwiseOrder
{
    /// <summary>The additions in order: part From is added to part Into, and the sum ends up in part 0.</summary>
    public static IEnumerable<(int Into, int From)> Of(int count)
    {
        for (int distance = 1; distance < count; distance *= 2)
            for (int into = 0; into + distance < count; into += 2 * distance) yield return (into, into + distance);
    }

    /// <summary>The sum of numbers, rounded to single precision at every step.</summary>
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
