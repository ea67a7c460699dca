namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>A Gaussian process over the places of a space, of zero mean and unit variance.</summary>
internal sealed class GaussianProcess
{
    private const int Draws = 40;
    private readonly SweepSpace _space;
    private readonly IReadOnlyList<double>[] _places;
    private readonly double[] _lengths;
    private readonly double _noise;
    // The Cholesky factor of the covariance of the results, and the covariance's inverse times them.
    private readonly double[,] _factor;
    private readonly double[] _weights;

    private GaussianProcess(SweepSpace space, IReadOnlyList<double>[] places, double[] values, double[] lengths,
        double noise)
    {
        (_space, _places, _lengths, _noise) = (space, places, lengths, noise);
        _factor = Factor();
        double[] half = Forward(values);
        _weights = Backward(half);
        LogLikelihood = -0.5 * half.Sum(v => v * v);
        for (int i = 0; i < values.Length; i++) LogLikelihood -= Math.Log(_factor[i, i]);
    }

    /// <summary>Of the results, up to a constant.</summary>
    public double LogLikelihood { get; }

    /// <summary>The process whose lengths and noise make the results most likely, of some drawn at random.</summary>
    public static GaussianProcess Fit(SweepSpace space, IReadOnlyList<double>[] places, double[] values, Random random)
    {
        GaussianProcess? best = null;
        for (int draw = 0; draw < Draws; draw++)
        {
            double[] lengths = [.. space.Options.Select(_ => Math.Exp(Between(Math.Log(0.1), Math.Log(3), random)))];
            double noise = Math.Exp(Between(Math.Log(1e-4), Math.Log(0.3), random));
            var next = new GaussianProcess(space, places, values, lengths, noise);
            if (best is null || next.LogLikelihood > best.LogLikelihood) best = next;
        }
        return best!;
    }

    /// <summary>How much less than the best so far a result is expected to be.</summary>
    public double ExpectedImprovement(IReadOnlyList<double> place, double best)
    {
        double[] covariance = [.. _places.Select(p => Kernel(p, place))];
        double mean = 0;
        for (int i = 0; i < covariance.Length; i++) mean += covariance[i] * _weights[i];
        double[] half = Forward(covariance);
        double deviation = Math.Sqrt(Math.Max(1 - half.Sum(v => v * v), 1e-12)), z = (best - mean) / deviation;
        return deviation * (z * Normal.Cumulative(z) + Normal.Density(z));
    }

    private static double Between(double low, double high, Random random) => low + random.NextDouble() * (high - low);

    // Matérn, 5/2. Different values of an option without order are at distance 1.
    private double Kernel(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        double square = 0;
        for (int i = 0; i < _lengths.Length; i++)
        {
            SweepOption option = _space.Options[i];
            double difference = option.IsOrdered ? one[i] - other[i]
                : (int)(one[i] * option.Count!.Value) == (int)(other[i] * option.Count.Value) ? 0 : 1;
            square += difference * difference / (_lengths[i] * _lengths[i]);
        }
        double r = Math.Sqrt(5 * square);
        return (1 + r + r * r / 3) * Math.Exp(-r);
    }

    private double[,] Factor()
    {
        int n = _places.Length;
        double[,] factor = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                double sum = Kernel(_places[i], _places[j]) + (i == j ? _noise : 0);
                for (int k = 0; k < j; k++) sum -= factor[i, k] * factor[j, k];
                factor[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / factor[j, j];
            }
        return factor;
    }

    private double[] Forward(double[] right)
    {
        double[] solved = new double[right.Length];
        for (int i = 0; i < right.Length; i++)
        {
            double sum = right[i];
            for (int k = 0; k < i; k++) sum -= _factor[i, k] * solved[k];
            solved[i] = sum / _factor[i, i];
        }
        return solved;
    }

    private double[] Backward(double[] right)
    {
        double[] solved = new double[right.Length];
        for (int i = right.Length - 1; i >= 0; i--)
        {
            double sum = right[i];
            for (int k = i + 1; k < right.Length; k++) sum -= _factor[k, i] * solved[k];
            solved[i] = sum / _factor[i, i];
        }
        return solved;
    }
}
