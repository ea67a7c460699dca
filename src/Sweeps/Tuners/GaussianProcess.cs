namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>A Gaussian process over the places of a space, of zero mean and unit variance.</summary>
internal sealed class GaussianProcess : ISurrogate
{
    private const int Draws = 40;
    private readonly SweepSpace _space;
    private readonly IReadOnlyList<double>[] _places;
    private readonly double[] _lengths;
    // Of the covariance of the results; and its inverse times them.
    private readonly CholeskyFactor _factor;
    private readonly double[] _weights;

    private GaussianProcess(SweepSpace space, IReadOnlyList<double>[] places, double[] values, double[] lengths,
        double noise)
    {
        (_space, _places, _lengths) = (space, places, lengths);
        _factor = new CholeskyFactor(places.Length, (i, j) => Kernel(places[i], places[j]) + (i == j ? noise : 0));
        double[] half = _factor.Forward(values);
        _weights = _factor.Backward(half);
        LogLikelihood = -0.5 * half.Sum(v => v * v) - _factor.HalfLogDeterminant;
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

    public (double Mean, double Deviation) Predict(IReadOnlyList<double> place)
    {
        double[] covariance = [.. _places.Select(p => Kernel(p, place))];
        double mean = 0;
        for (int i = 0; i < covariance.Length; i++) mean += covariance[i] * _weights[i];
        double[] half = _factor.Forward(covariance);
        return (mean, Math.Sqrt(Math.Max(1 - half.Sum(v => v * v), 1e-12)));
    }

    private static double Between(double low, double high, Random random) => low + random.NextDouble() * (high - low);

    // Matérn, 5/2. Different values of an option without order are at distance 1. Options without effect have one and
    // the same place.
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
}
