namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Linear elasticity in plane stress: the unit square with a hole in the middle, held at the bottom and drawn at the
/// top by a random load. The points are those of an unstructured mesh, whose triangles all samples share.
/// </summary>
/// <remarks>
/// Square, hole and support are those of the elasticity set of Li et al. 2022 (arXiv:2207.05209), whose material is a
/// soft one under large strains and whose load is constant; ours is linear and its load random. Triangles of six
/// points with sides that follow the hole: displacements are of third order, stresses of second.
/// </remarks>
public sealed class ElasticPlate : FieldGenerator
{
    private readonly ElasticPlateOptions _options;
    private readonly PeriodicRandomField _hole;
    private readonly PlateSystem _system;

    /// <summary>A generator of points "x", tractions "t", displacements "u" and von Mises stresses "s".</summary>
    /// <param name="options">A random hole and load when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public ElasticPlate(ElasticPlateOptions? options = null)
    {
        _options = options = Rules.Require(options ?? new ElasticPlateOptions());
        if (options.Load is { Options.Dimensions: not 1 } load)
            throw new ArgumentOutOfRangeException(nameof(options),
                $"Load has {load.Options.Dimensions} dimensions; expected 1, along the top.");
        // Angles in turns: (2πk)² + (2π·3)², and a wave cos kθ has the norm √π.
        _hole = new PeriodicRandomField(1, 6 * Math.PI, 4 * Math.Sqrt(2 * Math.PI), options.HoleWaves);
        _system = new PlateSystem(new PlateMesh(options.Around, options.Across),
            new PlaneStress(options.YoungsModulus, options.PoissonRatio));
        int points = _system.Mesh.Points;
        Fields = [new("x", 2, [points]), new("t", 2, [points]), new("u", 2, [points]), new("s", 1, [points])];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields { get; }

    /// <summary>
    /// The points of each element: three corners and the middles of the sides after each of them. The same for all
    /// samples.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Triangles => _system.Mesh.Triangles;

    /// <inheritdoc/>
    protected internal override int BatchSize => 4;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        int points = _system.Mesh.Points;
        double[][] fields = Array.ConvertAll(new[] { 2, 2, 2, 1 }, channels => new double[seeds.Length * channels
            * points]);
        for (int i = 0; i < seeds.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            (double[] x, double[] y) = _system.Mesh.Place(Hole(seeds[i]));
            (double[] held, double[] force, double[] traction) = Load(seeds[i], x, y);
            double[] u = _system.Solve(x, y, held, force);
            x.CopyTo(fields[0], 2 * i * points);
            y.CopyTo(fields[0], (2 * i + 1) * points);
            for (int p = 0; p < 2 * points; p++)
            {
                int at = (2 * i + p % 2) * points + p / 2;
                (fields[1][at], fields[2][at]) = (traction[p], u[p]);
            }
            (double Xx, double Yy, double Xy)[] stresses = _system.Stresses(x, y, u);
            for (int p = 0; p < points; p++) fields[3][i * points + p] = VonMises(stresses[p]);
        }
        return [.. fields.Select((f, field) => f.ToTensor(null, seeds.Length, Fields[field].Channels, points))];
    }

    internal static double VonMises((double Xx, double Yy, double Xy) s)
        => Math.Sqrt(s.Xx * s.Xx - s.Xx * s.Yy + s.Yy * s.Yy + 3 * s.Xy * s.Xy);

    private double[] Hole(int seed)
    {
        int count = _system.Mesh.Hole.Length;
        if (_options.Radius is { } radius) return [.. Enumerable.Repeat(radius, count)];
        return Array.ConvertAll(_hole.Sample(seed, count), r => 0.2 + 0.2 / (1 + Math.Exp(r)));
    }

    private (double[] Held, double[] Force, double[] Traction) Load(int seed, double[] x, double[] y)
    {
        int[] outer = _system.Mesh.Outer;
        int side = outer.Length / 4 + 1;
        double[] held = new double[2 * x.Length], traction = new double[held.Length];
        Array.Fill(held, double.NaN);
        foreach (int p in outer)
            if (y[p] == 0) held[2 * p] = held[2 * p + 1] = 0;
        // From the right to the left, as the points go.
        int[] top = [.. outer.Where(p => y[p] == 1)];
        double[] across = new double[side], upwards = new double[side];
        if (_options.Load is not null)
        {
            // The hole has the seed itself.
            across = Draw(unchecked(seed + 1_500_000_001));
            upwards = Draw(~seed);
        }
        for (int i = 0; i < side; i++)
        {
            int place = (int)Math.Round(x[top[i]] * (side - 1));
            traction[2 * top[i]] = across[place];
            traction[2 * top[i] + 1] = _options.Traction + upwards[place];
        }
        return (held, PlateLoad.Forces(top, traction), traction);

        double[] Draw(int own)
        {
            using torch.Tensor values = _options.Load.Sample([own], [side],
                _options.Load.Options.Boundary == RandomFieldBoundary.Periodic ? null : PointPlacement.EndPoints);
            return values.data<double>().ToArray();
        }
    }
}
