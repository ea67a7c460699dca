namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The Galerkin and the Fourier transformer (Cao 2021, arXiv:2105.14995) in one, two or three dimensions: attention
/// without softmax between the points of a coarser grid, and a spectral regressor on the field's own.
/// </summary>
/// <remarks>
/// The coarse grid is a fraction of the field's and coordinates run from 0 at the first to 1 at the last point, so that
/// one model serves every grid. Interpolation is linear with the outermost points on each other.
/// </remarks>
public sealed class GalerkinTransformer : GridOperator
{
    private readonly Func<Value, Value> _toCoarse;
    private readonly GalerkinBlock[] _blocks;
    private readonly Func<Value, Shape, Value> _toFine;
    private readonly SpectralRegressor _regressor;
    private readonly BoundaryConstraint? _constraint;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public GalerkinTransformer(int inputChannels, int outputChannels, GalerkinTransformerOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        bool isCoarse = options.CoarseFraction < 1;
        _toCoarse = isCoarse ? Compose("downscaler", new GridDownscaler(inputChannels, options)).Apply
            : Lift(Compose("lifting", new Linear(inputChannels, options.Channels)));
        _blocks = [.. Enumerable.Range(0, options.Layers)
            .Select(i => Compose($"blocks.{i}", new GalerkinBlock(options)))];
        _toFine = isCoarse ? Compose("upscaler", new GridUpscaler(options)).Apply : (v, _) => v.BatchAfterGrid();
        _regressor = Compose("regressor", new SpectralRegressor(options, outputChannels));
        _constraint = options.IsZeroAtBoundary
            ? Compose("boundary", new BoundaryConstraint(BoundaryCondition.Dirichlet)) : null;

        static Func<Value, Value> Lift(Linear lifting) => a => lifting.Apply(a.ChannelsLast());
    }

    /// <summary>The architecture.</summary>
    public GalerkinTransformerOptions Options { get; }

    /// <inheritdoc/>
    public override bool IsConstrained => _constraint is not null;

    /// <inheritdoc/>
    public override Value Constrain(Value output, IReadOnlyList<Value> inputs)
        => _constraint?.Apply(output, null) ?? output;

    // Attention between the points of the coarse grid (eqs. 4 and 5), then the spectral regressor on the field's own.
    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value v = _toCoarse(a), z = v.AsPoints();
        Shape grid = v.Shape.Range(1, v.Rank - 1);
        Value places = PointCoordinates.Of(v.Interpreter, grid).Reshape(grid.Elements, grid.Rank);
        foreach (GalerkinBlock block in _blocks) z = block.Apply(z, places);
        return _regressor.Apply(_toFine(z.Reshape(v.Shape), a.Shape.Range(2, a.Rank))).GridLast();
    }
}
