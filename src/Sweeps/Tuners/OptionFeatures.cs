namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>A place as numbers to regress on.</summary>
internal static class OptionFeatures
{
    /// <summary>
    /// A number for every option with an order, and one for each value of the others: 1 for that of the place, 0
    /// elsewhere, and everywhere where the option has no effect.
    /// </summary>
    public static double[] Of(SweepSpace space, IReadOnlyList<double> place)
    {
        var features = new List<double>();
        foreach (var (i, option) in space.Options.Index())
        {
            if (option.IsOrdered)
            {
                features.Add(place[i]);
                continue;
            }
            int count = option.Count!.Value;
            int value = space.IsActive(i, place) ? Math.Min((int)(place[i] * count), count - 1) : -1;
            features.AddRange(Enumerable.Range(0, count).Select(v => v == value ? 1.0 : 0));
        }
        return [.. features];
    }
}
