namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// A density over the places of a space: a mixture of one kernel at each of some points and the uniform density. A
/// kernel is a product over the options, of a normal density cut to [0, 1) for ordered ones, and for others of one that
/// prefers the point's value.
/// </summary>
internal sealed class ParzenDensity
{
    // Share of the other values in the kernel of options without order.
    private const double Others = 0.3;
    private readonly SweepSpace _space;
    private readonly IReadOnlyList<double>[] _points;
    private readonly double _width;

    public ParzenDensity(SweepSpace space, IReadOnlyList<double>[] points)
    {
        (_space, _points) = (space, points);
        // Scott's rule for points of deviation 0.25, not narrower than one in a hundred.
        _width = Math.Max(0.25 * Math.Pow(Math.Max(points.Length, 1), -1.0 / (4 + space.Options.Count)), 0.01);
    }

    /// <summary>A place drawn from it.</summary>
    public double[] Draw(Random random)
    {
        int kernel = random.Next(_points.Length + 1);
        return [.. _space.Options.Select((option, i) => kernel == _points.Length ? random.NextDouble()
            : option.IsOrdered ? Near(random, _points[kernel][i])
            : random.NextDouble() < Others ? random.NextDouble() : _points[kernel][i])];
    }

    /// <summary>Logarithm of the density at a place.</summary>
    public double Log(IReadOnlyList<double> place)
    {
        double sum = 1;
        foreach (IReadOnlyList<double> point in _points)
        {
            double product = 1;
            for (int i = 0; i < place.Count; i++) product *= Kernel(_space.Options[i], place[i], point[i]);
            sum += product;
        }
        return Math.Log(sum / (_points.Length + 1));
    }

    private double Kernel(SweepOption option, double place, double centre)
    {
        if (option.IsOrdered)
        {
            double z = (place - centre) / _width;
            return Normal.Density(z) / _width / Inside(centre);
        }
        int count = option.Count!.Value;
        bool isSame = Math.Min((int)(place * count), count - 1) == Math.Min((int)(centre * count), count - 1);
        return Others + (isSame ? (1 - Others) * count : 0);
    }

    // Share of the normal density that lies in [0, 1).
    private double Inside(double centre)
        => Normal.Cumulative((1 - centre) / _width) - Normal.Cumulative(-centre / _width);

    private double Near(Random random, double centre)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            double u = 1 - random.NextDouble(), v = random.NextDouble();
            double place = centre + _width * Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
            if (place is >= 0 and < 1) return place;
        }
        return centre;
    }
}
