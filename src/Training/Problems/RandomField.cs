namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Gaussian random functions from N(0, σ²(-Δ + τ²)^{-α}) on [0, 1] or the unit square, periodic or with Neumann's or
/// Dirichlet's boundary: series of the Laplacian's orthonormal waves with independent normal coefficients. A seed gives
/// one function, which can be sampled at any grid.
/// </summary>
/// <remarks>
/// One interface for the three kinds. <see cref="PeriodicRandomField"/> and <see cref="GaussianRandomField"/> have the
/// factors of published programs; here they give the same functions with the factor of the stated law.
/// </remarks>
public sealed class RandomField
{
    private readonly double _sigma;
    private readonly PeriodicRandomField? _periodic;
    private readonly GaussianRandomField? _plane;
    private readonly WaveSeries? _series;

    /// <summary>A law.</summary>
    /// <param name="options">Periodic on the unit square with α = 2, τ = 3 when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public RandomField(RandomFieldOptions? options = null)
    {
        Options = options = Rules.Require(options ?? new RandomFieldOptions());
        int dimensions = options.Dimensions;
        _sigma = options.Sigma ?? Math.Pow(options.Tau, options.Alpha - dimensions / 2.0);
        if (options.Boundary == RandomFieldBoundary.Periodic)
            _periodic = new PeriodicRandomField(options.Alpha, options.Tau, _sigma / Math.Sqrt(dimensions),
                options.Modes);
        // Its modes begin with the constant, which it leaves out.
        else if (options.Boundary == RandomFieldBoundary.Neumann && dimensions == 2)
            _plane = new GaussianRandomField(options.Alpha, options.Tau, options.Modes + 1);
        else
            _series = new WaveSeries(options.Boundary == RandomFieldBoundary.Dirichlet, dimensions, options.Modes,
                Deviation);
    }

    /// <summary>The law.</summary>
    public RandomFieldOptions Options { get; }

    /// <summary>The functions of several seeds on a grid.</summary>
    /// <param name="seeds">One a function.</param>
    /// <param name="grid">Points along each axis, as many numbers as the law has dimensions.</param>
    /// <param name="points">
    /// Where the points are. When null i/n for periodic functions, and otherwise i/(n - 1), with both ends.
    /// </param>
    /// <param name="device">Where the values are computed; the CPU when null.</param>
    /// <returns>The values [seeds, grid…] in double precision; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">
    /// The grid has another number of axes, or a periodic function is asked for at other points than i/n.
    /// </exception>
    public torch.Tensor Sample(ReadOnlySpan<int> seeds, IReadOnlyList<int> grid, PointPlacement? points = null,
        torch.Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Count != Options.Dimensions || grid.Any(n => n < 1))
            throw new ArgumentException($"Expected {Options.Dimensions} positive numbers of points, got "
                + $"[{string.Join(", ", grid)}].", nameof(grid));
        PointPlacement placement = points ?? PointPlacement.EndPoints;
        if (_periodic is not null)
        {
            if (points is not (null or PointPlacement.Periodic))
                throw new ArgumentException($"Periodic fields have periodic points, got {points}.", nameof(points));
            return grid.Count == 1 ? _periodic.Sample(seeds, grid[0], device)
                : _periodic.Sample(seeds, grid[0], grid[1], device);
        }
        return _plane is null ? _series!.Sample(seeds, grid, placement, device)
            : _plane.Sample(seeds, grid[0], grid[1], device, placement)
                .Scale(_sigma / Math.Pow(Options.Tau, Options.Alpha - 1));
    }

    /// <summary>The covariance of the values at two places, by the series.</summary>
    /// <param name="x">Coordinates in [0, 1], one a dimension.</param>
    /// <param name="y">The same of the other place.</param>
    public double Covariance(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != Options.Dimensions || y.Count != Options.Dimensions)
            throw new ArgumentException($"Expected {Options.Dimensions} coordinates of each place, got {x.Count} and "
                + $"{y.Count}.");
        double sum = 0;
        int first = Options.Boundary switch
        {
            RandomFieldBoundary.Periodic => -Options.Modes,
            RandomFieldBoundary.Neumann => 0,
            _ => 1,
        };
        // In one dimension the other axis has one wave, the constant.
        (int From, int To) second = Options.Dimensions == 1 ? (0, 0) : (first, Options.Modes);
        for (int k = first; k <= Options.Modes; k++)
            for (int l = second.From; l <= second.To; l++)
                if (k != 0 || l != 0)
                    sum += Math.Pow(Deviation(k, l), 2) * Product(k, 0, l) * (l == 0 ? 1 : Product(l, 1, k));
        return sum;

        // Of both places' waves. A periodic wave and its mirror image stand for sine and cosine of their sum.
        double Product(int wave, int axis, int other) => Options.Boundary switch
        {
            RandomFieldBoundary.Periodic => axis == 1 ? 1 : Math.Cos(2 * Math.PI * (wave * (x[0] - y[0])
                + (Options.Dimensions == 1 ? 0 : other * (x[1] - y[1])))),
            RandomFieldBoundary.Neumann => wave == 0 ? 1
                : 2 * Math.Cos(Math.PI * wave * x[axis]) * Math.Cos(Math.PI * wave * y[axis]),
            _ => 2 * Math.Sin(Math.PI * wave * x[axis]) * Math.Sin(Math.PI * wave * y[axis]),
        };
    }

    private double Deviation(int k, int l)
    {
        double wave = Options.Boundary == RandomFieldBoundary.Periodic ? 2 * Math.PI : Math.PI;
        return _sigma * Math.Pow(wave * wave * (k * k + l * l) + Options.Tau * Options.Tau, -Options.Alpha / 2);
    }
}
