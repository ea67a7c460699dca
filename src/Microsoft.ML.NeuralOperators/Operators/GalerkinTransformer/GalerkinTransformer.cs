using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The Galerkin and the Fourier transformer (Cao 2021, arXiv:2105.14995) in one, two or three dimensions: attention without
/// softmax between the points of a coarser grid, and a spectral regressor on the field's own.
/// </summary>
/// <remarks>
/// The coarse grid is a fraction of the field's and coordinates run from 0 at the first to 1 at the last point, so that one
/// model serves every grid. Interpolation is linear with the outermost points on each other.
/// </remarks>
public sealed class GalerkinTransformer : GridOperator
{
    private readonly GridDownscaler? _downscaler;
    private readonly Linear? _lifting;
    private readonly GalerkinBlock[] _blocks;
    private readonly GridUpscaler? _upscaler;
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
        _downscaler = isCoarse ? Compose("downscaler", new GridDownscaler(inputChannels, options)) : null;
        _lifting = isCoarse ? null : Compose("lifting", new Linear(inputChannels, options.Channels));
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i => Compose($"blocks.{i}", new GalerkinBlock(options)))];
        _upscaler = isCoarse ? Compose("upscaler", new GridUpscaler(options)) : null;
        _regressor = Compose("regressor", new SpectralRegressor(options, outputChannels));
        _constraint = options.IsZeroAtBoundary ? Compose("boundary", new BoundaryConstraint(BoundaryCondition.Dirichlet)) : null;
    }

    /// <summary>The architecture.</summary>
    public GalerkinTransformerOptions Options { get; }

    /// <inheritdoc/>
    public override bool IsConstrained => _constraint is not null;

    /// <inheritdoc/>
    public override Value Constrain(Value output, IReadOnlyList<Value> inputs) => _constraint?.Apply(output, null) ?? output;

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        int axes = Dimensions, channels = Options.Channels;
        int[] channelsLast = [0, .. Enumerable.Range(2, axes), 1], gridFirst = [.. Enumerable.Range(2, axes), 0, 1];
        Dim[] fine = [.. x.Shape.Skip(2)], middle = Sizes(Math.Sqrt(Options.CoarseFraction)), coarse = Sizes(Options.CoarseFraction);
        var grid = new Shape(_downscaler is null ? fine : coarse);
        Value u = _downscaler is null ? _lifting!.Apply(x.Transpose(channelsLast)) : _downscaler.Apply(x, middle, coarse).Transpose(channelsLast);

        u = u.Reshape(x.Shape[0], grid.Elements, channels);
        Value coordinates = PointCoordinates.Of(x.Interpreter, grid).Reshape(grid.Elements, axes);
        foreach (GalerkinBlock block in _blocks) u = block.Apply(u, coordinates);
        u = u.Reshape([x.Shape[0], .. grid, channels]);

        if (_upscaler is null) u = u.Transpose([.. Enumerable.Range(1, axes), 0, axes + 1]);
        else u = _upscaler.Apply(u.Transpose([0, axes + 1, .. Enumerable.Range(1, axes)]), middle, fine).Transpose(gridFirst);
        return _regressor.Apply(u).Transpose([axes, axes + 1, .. Enumerable.Range(0, axes)]);

        Dim[] Sizes(double fraction) => [.. fine.Select(n => Dim.Max(Dim.Fraction(n, fraction), 1))];
    }
}
