namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// What the training of a trial takes, learned from those before it: the logarithm of the seconds is linear in the
/// places of the options, since costs are products of widths, depths and numbers of steps.
/// </summary>
internal sealed class CostModel
{
    // Of a regression coefficient against its mean of 0, in units of the noise: few trials tell little of an option.
    private const double Shrinkage = 0.1;

    private readonly SweepSpace _space;
    private readonly double[] _means;
    private readonly double[] _slopes;
    private readonly double _mean;

    private CostModel(SweepSpace space, double[][] features, double[] logarithms)
    {
        _space = space;
        int count = features[0].Length;
        _mean = logarithms.Average();
        _means = [.. Enumerable.Range(0, count).Select(i => features.Average(f => f[i]))];
        foreach (double[] row in features)
            for (int i = 0; i < count; i++) row[i] -= _means[i];
        var factor = new CholeskyFactor(count, (i, j) => features.Sum(f => f[i] * f[j]) + (i == j ? Shrinkage : 0));
        _slopes = factor.Solve([.. Enumerable.Range(0, count).Select(i
            => features.Zip(logarithms, (f, y) => f[i] * (y - _mean)).Sum())]);
    }

    /// <summary>Learns from the trials of a space; null where fewer than three are known.</summary>
    /// <param name="space">The space.</param>
    /// <param name="index">Its index.</param>
    /// <param name="observations">Results of all spaces.</param>
    public static CostModel? Of(SweepSpace space, int index, IReadOnlyList<SweepObservation> observations)
    {
        SweepObservation[] known = [.. observations.Where(o => o.Space == index && o.Seconds > 0)];
        return known.Length < 3 ? null : new CostModel(space,
            [.. known.Select(o => OptionFeatures.Of(space, o.Place))],
            [.. known.Select(o => Math.Log(o.Seconds!.Value))]);
    }

    /// <summary>Seconds of a whole training.</summary>
    public double Seconds(IReadOnlyList<double> place)
    {
        double[] features = OptionFeatures.Of(_space, place);
        double logarithm = _mean;
        for (int i = 0; i < features.Length; i++) logarithm += _slopes[i] * (features[i] - _means[i]);
        return Math.Exp(logarithm);
    }
}
