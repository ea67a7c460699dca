namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Data of the standard Darcy problem: -∇·(a∇u) = 1 on the unit square, u = 0 at the boundary, a two-valued from a
/// thresholded Gaussian random field (Li et al. 2021, arXiv:2010.08895, appendix), or another random permeability.
/// Values are at cell centres, half a cell from the boundary: residuals and constraints of this data are those with
/// <see cref="PointPlacement.CellCentres"/>.
/// </summary>
/// <remarks>
/// The field has 64 cosines along each axis, or as many as the finest grid has cells: at more than 64 cells a seed's
/// function has detail that coarser grids could not show. Sizes of one call always share one function. Two-valued and
/// smooth permeabilities are solved as <see cref="DarcySolver"/> does, multiscale ones, whose contrast is too large for
/// it, by elimination in the same finite volumes.
/// </remarks>
public sealed class DarcyFlow : FieldGenerator
{
    // Up to this size a seed is the same function at every size.
    private const int FewestModes = 64, FewestMultiscaleCells = 512;
    private readonly int[] _sizes;
    private readonly DarcyFlowOptions _options;
    private readonly int _cells;
    private readonly GaussianRandomField _field;
    private readonly DarcySolver? _solver;
    private readonly DarcySystem? _system;

    /// <summary>A generator of the fields "a" and "u".</summary>
    /// <param name="size">Cells along each axis.</param>
    /// <param name="options">Coefficients.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or an option makes no sense.</exception>
    public DarcyFlow(int size, DarcyFlowOptions? options = null) : this([size], options)
    {
    }

    private DarcyFlow(IReadOnlyList<int> sizes, DarcyFlowOptions? options)
    {
        if (sizes.Count == 0 || sizes.Any(s => s < 1))
            throw new ArgumentOutOfRangeException(nameof(sizes), "Sizes are positive, and there is at least one.");
        _options = Rules.Require(options ?? new DarcyFlowOptions());
        _sizes = [.. sizes];
        int finest = sizes.Max();
        bool isMultiscale = _options.Permeability == DarcyPermeability.Multiscale;
        if (sizes.Any(s => finest % s != 0))
            throw new ArgumentOutOfRangeException(nameof(sizes),
                $"The largest size {finest} is no multiple of every other.");
        _cells = _options.SolvedCells
            ?? finest * (isMultiscale ? (FewestMultiscaleCells + finest - 1) / finest : 1);
        if (_cells % finest != 0)
            throw new ArgumentOutOfRangeException(nameof(options),
                $"SolvedCells is {_cells}; expected a multiple of the size {finest}.");
        _field = new GaussianRandomField(_options.Alpha, _options.Tau, Math.Max(FewestModes, finest));
        if (isMultiscale) _system = new DarcySystem(_cells, _cells);
        else _solver = new DarcySolver(_cells, _cells);
        Fields = [.. sizes.SelectMany(s => new GeneratedField[] { new("a", 1, [s, s]), new("u", 1, [s, s]) })];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields { get; }

    /// <inheritdoc/>
    protected internal override int BatchSize => SampleBatches.Size(_cells * _cells);

    /// <summary>Samples of the same functions at one or several grids.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="sizes">
    /// Cells along each axis, one entry a grid. The largest is solved, and its pressure averaged over the cells of the
    /// others, so that the truths agree; the largest is a whole multiple of every other.
    /// </param>
    /// <param name="seed">Sample i has the seed (seed, i): the result depends on nothing else.</param>
    /// <param name="options">Coefficients.</param>
    /// <param name="cancellation">Stops generating.</param>
    /// <param name="progress">Gets the number of samples done, each once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count, size or permeability makes no sense.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <returns>For each size the fields "a" and "u" with one channel.</returns>
    public static (FieldSamples A, FieldSamples U)[] Generate(int count, IReadOnlyList<int> sizes, int seed,
        DarcyFlowOptions? options = null, CancellationToken cancellation = default, Action<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int done = 0;
        IReadOnlyList<FieldSamples> all = new DarcyFlow(sizes, options).Generate(count, seed, cancellation, now =>
        {
            while (done < now)
            {
                cancellation.ThrowIfCancellationRequested();
                done++;
                progress?.Invoke(done);
            }
        });
        return [.. all.Chunk(2).Select(pair => (pair[0], pair[1]))];
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        Func<int, torch.Tensor> permeability = Permeabilities.Draw(_options, _field, seeds);
        torch.Tensor solved = permeability(_cells), pressure = Solve(solved, cancellation);
        return [.. _sizes.SelectMany(size => new[]
        {
            (size == _cells ? solved : permeability(size)).unsqueeze(1),
            pressure.reshape(-1, size, _cells / size, size, _cells / size).mean([2, 4]).unsqueeze(1),
        })];
    }

    private torch.Tensor Solve(torch.Tensor permeability, CancellationToken cancellation)
    {
        if (_solver is not null) return _solver.Solve(permeability);
        var pressure = new List<double>();
        foreach (double[] sample in permeability.data<double>().ToArray().Chunk(_cells * _cells))
        {
            cancellation.ThrowIfCancellationRequested();
            pressure.AddRange(_system!.Solve(sample));
        }
        return pressure.ToArray().ToTensor(null, permeability.shape[0], _cells, _cells);
    }
}
