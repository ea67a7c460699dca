namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// -Δu = f on the unit square, u = 0 or u = g at the boundary, whose points are the outermost of the grid: five-point
/// differences, solved exactly by sine transforms.
/// </summary>
public sealed class PoissonEquation : FieldGenerator
{
    private readonly int _size, _inner;
    private readonly GaussianRandomField _source;
    private readonly PeriodicRandomField? _boundary;
    private readonly SineTransform _transform;
    private readonly double[] _eigenvalues;
    private double[]? _sourceSpectra;

    /// <summary>A generator of the fields "f" and "u", with values at the boundary of "f", "g" and "u".</summary>
    /// <param name="size">Points along each axis, the boundary included.</param>
    /// <param name="source">As in <see cref="Generate(int, int, int, GaussianRandomField?)"/>.</param>
    /// <param name="boundary">
    /// The boundary's values along its length, from (0, 0) along the second axis around, whose whole is the period;
    /// "g" is zero inside. Zero, and no field, when null.
    /// </param>
    public PoissonEquation(int size, GaussianRandomField? source = null, PeriodicRandomField? boundary = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 3);
        (_size, _inner, _boundary) = (size, size - 2, boundary);
        _source = source ?? new GaussianRandomField(2, 3, 16);
        _transform = new SineTransform(_inner);
        _eigenvalues = [.. Enumerable.Range(1, _inner)
            .Select(k => Math.Pow(2 * (_inner + 1) * Math.Sin(Math.PI * k / (2.0 * (_inner + 1))), 2))];
        string[] names = boundary is null ? ["f", "u"] : ["f", "g", "u"];
        Fields = [.. names.Select(name => new GeneratedField(name, 1, [size, size]))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields { get; }

    /// <inheritdoc/>
    protected internal override int BatchSize => Math.Min(64, 8 * SampleBatches.Size(_size * _size));

    /// <summary>Random sources with their solutions, which are zero at the boundary.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="size">Points along each axis, the boundary included.</param>
    /// <param name="seed">
    /// Sample i has the seed (seed, i): one source for every size, taken at the grid's points.
    /// </param>
    /// <param name="source">
    /// The sources, scaled by 100; when null N(0, 9(-Δ + 9)^{-2}) with the first 16 cosines along each axis.
    /// </param>
    /// <returns>The fields "f" and "u" with one channel.</returns>
    public static (FieldSamples F, FieldSamples U) Generate(int count, int size, int seed,
        GaussianRandomField? source = null)
    {
        IReadOnlyList<FieldSamples> fields = new PoissonEquation(size, source).Generate(count, seed);
        return (fields[0], fields[1]);
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        torch.Tensor coefficients = _source.Coefficients(seeds), left = SourceSpectra(),
            squares = _eigenvalues.ToTensor(null, _inner);
        torch.Tensor field = _source.Sample(coefficients, _size, _size, PointPlacement.EndPoints).Scale(100);
        torch.Tensor spectrum = MatrixProducts.TwoSided(left, coefficients, left.t()).Scale(100);
        torch.Tensor? g = _boundary is null ? null : Around(_boundary, seeds);
        if (g is not null)
        {
            torch.Tensor right = torch.zeros([seeds.Length, _inner, _inner], torch.float64);
            double scale = (double)(_size - 1) * (_size - 1);
            foreach ((long row, long column) in (ReadOnlySpan<(long, long)>)[(0, 1), (2, 1), (1, 0), (1, 2)])
                right.Add(g.narrow(1, row, _inner).narrow(2, column, _inner), scale);
            torch.Tensor waves = SineTransform.Matrix(_inner).ToTensor(null, _inner, _inner);
            spectrum = spectrum.Plus(MatrixProducts.TwoSided(waves, right, waves));
        }
        torch.Tensor u = _transform.Functions(spectrum / squares.unsqueeze(1).Plus(squares));
        return g is null ? [field.unsqueeze(1), u.unsqueeze(1)]
            : [field.unsqueeze(1), g.unsqueeze(1), u.Plus(g).unsqueeze(1)];
    }

    // The sines of the source's cosines, [inner, modes]: the few coefficients make its spectra.
    private torch.Tensor SourceSpectra()
    {
        if (_sourceSpectra is null)
        {
            torch.Tensor waves = SineTransform.Matrix(_inner).ToTensor(null, _inner, _inner);
            torch.Tensor cosines = _source.Cosines(_size, PointPlacement.EndPoints);
            _sourceSpectra = torch.matmul(waves, cosines.narrow(0, 1, _inner)).data<double>().ToArray();
        }
        return _sourceSpectra.ToTensor(null, _inner, _sourceSpectra.Length / _inner);
    }

    private torch.Tensor Around(PeriodicRandomField boundary, int[] seeds)
    {
        int side = _size - 1, length = 4 * side;
        // Another function than the source's, which has the same seed.
        using torch.Tensor line = boundary.Sample([.. seeds.Select(seed => ~seed)], length);
        double[] values = line.data<double>().ToArray(), g = new double[seeds.Length * _size * _size];
        for (int i = 0; i < values.Length; i++)
        {
            int at = i % length, along = at % side;
            (int row, int column) = (at / side) switch
            {
                0 => (0, along),
                1 => (along, side),
                2 => (side, side - along),
                _ => (side - along, 0),
            };
            g[i / length * _size * _size + row * _size + column] = values[i];
        }
        return g.ToTensor(null, seeds.Length, _size, _size);
    }
}
