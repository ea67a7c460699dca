namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    public static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Probability of less, to 1.5e-7 (Abramowitz and Stegun 7.1.26).</summary>
    public static double Cumulative(double z)
    {
        double x = Math.Abs(z) / Math.Sqrt(2), t = 1 / (1 + 0.3275911 * x);
        double tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
            * Math.Exp(-x * x);
        return z < 0 ? tail / 2 : 1 - tail / 2;
    }

    /// <summary>Where the probability of less is this one: by bisection.</summary>
    /// <param name="probability">More than 0, less than 1.</param>
    public static double Quantile(double probability)
    {
        double low = -8, high = 8;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (Cumulative(middle) < probability) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }
}
