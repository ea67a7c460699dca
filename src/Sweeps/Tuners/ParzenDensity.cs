namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// A density over the places of a space: a mixture of one kernel at each of some points and the uniform density. A
/// kernel is a product over the options, of a normal density cut to [0, 1) for ordered ones, and for others of one that
/// prefers the point's value. Of options that have no effect at its point, a kernel knows nothing: they are uniform.
/// </summary>
internal sealed class ParzenDensity
{
    // Share of the other values in the kernel of options without order.
    private const double Others = 0.3;

    // Deviation of points that say little, and how many points that is worth.
    private const double Wide = 0.25, WidePoints = 2;
    private readonly SweepSpace _space;
    private readonly IReadOnlyList<double>[] _points;
    private readonly bool[][] _active;
    private readonly double[] _widths;

    public ParzenDensity(SweepSpace space, IReadOnlyList<double>[] points)
    {
        (_space, _points) = (space, points);
        _active = [.. points.Select(space.Activity)];
        _widths = [.. space.Options.Select((option, i) => Width(option, i))];
    }

    /// <summary>A place drawn from it.</summary>
    public double[] Draw(Random random)
    {
        int kernel = random.Next(_points.Length + 1);
        double[] place = new double[_widths.Length];
        for (int i = 0; i < place.Length; i++)
        {
            // The uniform one, or a point that knows nothing of this option.
            bool isAnywhere = kernel == _points.Length || !_active[kernel][i];
            double other = random.NextDouble();
            place[i] = isAnywhere ? other
                : _space.Options[i].IsOrdered ? Near(random, _points[kernel][i], _widths[i])
                : other < Others ? random.NextDouble() : _points[kernel][i];
        }
        return _space.Settle(place);
    }

    /// <summary>Logarithm of the density at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="active">Which options have an effect there; the density is over these.</param>
    public double Log(IReadOnlyList<double> place, bool[] active)
    {
        double sum = 1;
        for (int point = 0; point < _points.Length; point++)
        {
            double product = 1;
            for (int i = 0; i < place.Count; i++)
                if (active[i] && _active[point][i])
                    product *= Kernel(_space.Options[i], place[i], _points[point][i], _widths[i]);
            sum += product;
        }
        return Math.Log(sum / (_points.Length + 1));
    }

    // Scott's rule; not narrower than one in fifty, or half the cell of a value.
    private double Width(SweepOption option, int index)
    {
        double[] places = [.. _points.Where((_, point) => _active[point][index]).Select(p => p[index])];
        double mean = places.DefaultIfEmpty(0.5).Average();
        double deviation = Math.Sqrt((places.Sum(p => (p - mean) * (p - mean)) + WidePoints * Wide * Wide)
            / (places.Length + WidePoints));
        return Math.Max(deviation * Math.Pow(Math.Max(places.Length, 1), -1.0 / (4 + _space.Options.Count)),
            Math.Max(0.02, 0.5 / (option.Count ?? int.MaxValue)));
    }

    private static double Kernel(SweepOption option, double place, double centre, double width)
    {
        if (option.IsOrdered)
        {
            double z = (place - centre) / width;
            return Normal.Density(z) / width / Inside(centre, width);
        }
        int count = option.Count!.Value;
        bool isSame = Math.Min((int)(place * count), count - 1) == Math.Min((int)(centre * count), count - 1);
        return Others + (isSame ? (1 - Others) * count : 0);
    }

    // Share of the normal density that lies in [0, 1).
    private static double Inside(double centre, double width)
        => Normal.Cumulative((1 - centre) / width) - Normal.Cumulative(-centre / width);

    private static double Near(Random random, double centre, double width)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            double u = 1 - random.NextDouble(), v = random.NextDouble();
            double place = centre + width * Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
            if (place is >= 0 and < 1) return place;
        }
        return centre;
    }
}
