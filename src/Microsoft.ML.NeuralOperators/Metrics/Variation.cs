namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>
/// The squared distances of numbers from their mean. Means and distances of parts are joined (Chan, Golub and LeVeque
/// 1979): sums of squares alone would lose everything to rounding where the mean is large.
/// </summary>
internal struct Variation
{
    private double _mean;

    public double Count { get; private set; }

    public double Squares { get; private set; }

    /// <summary>
    /// Whether numbers differ: rounding gives those that are all one a variation that is not quite 0.
    /// </summary>
    public readonly bool IsConstant => !(Lowest < Highest);

    private double Lowest { get; set; }

    private double Highest { get; set; }

    /// <summary>The variation of some numbers, of which there is at least one.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="valid">Which of them count; empty for all.</param>
    /// <param name="weights">How much each counts; empty for 1.</param>
    public static Variation Of(ReadOnlySpan<double> values, ReadOnlySpan<bool> valid,
        ReadOnlySpan<double> weights = default)
    {
        var result = new Variation { Lowest = double.PositiveInfinity, Highest = double.NegativeInfinity };
        double sum = 0, squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!valid.IsEmpty && !valid[i]) continue;
            double weight = weights.IsEmpty ? 1 : weights[i];
            sum += weight * values[i];
            result.Count += weight;
            (result.Lowest, result.Highest) = (Math.Min(result.Lowest, values[i]), Math.Max(result.Highest, values[i]));
        }
        result._mean = sum / result.Count;
        for (int i = 0; i < values.Length; i++)
            if (valid.IsEmpty || valid[i])
                squares += (weights.IsEmpty ? 1 : weights[i]) * (values[i] - result._mean) * (values[i] - result._mean);
        result.Squares = squares;
        return result;
    }

    public void Join(in Variation other)
    {
        if (other.Count == 0) return;
        if (Count == 0)
        {
            this = other;
            return;
        }
        double distance = other._mean - _mean, total = Count + other.Count;
        Squares += other.Squares + distance * distance * Count * other.Count / total;
        _mean += distance * other.Count / total;
        Count = total;
        (Lowest, Highest) = (Math.Min(Lowest, other.Lowest), Math.Max(Highest, other.Highest));
    }

    /// <summary>1 - Σe²/Σ(t - mean t)²; of one number alone 1 if it is met exactly, otherwise 0.</summary>
    public readonly double RSquared(double errorSquares)
        => !IsConstant || !double.IsFinite(errorSquares) ? 1 - errorSquares / Squares : errorSquares == 0 ? 1 : 0;
}
