using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// MWT, the multiwavelet operator (Gupta, Xiao, Bogdan 2021, arXiv:2109.13459), in one or two dimensions: the kernel of
/// an integral operator is learned in a basis of piecewise polynomial wavelets, on all scales at once. Parameter names
/// are those of the Neural-Solver-Library.
/// </summary>
/// <remarks>
/// <para>
/// The lifted field is taken as coefficients of multiwavelets of the finest cells. A layer goes down its levels by
/// fixed filters, maps details and smooth coefficients on every level (<c>A d + B s</c> and <c>C d</c>)
/// and goes up again; layers follow each other with a nonlinearity between them.
/// </para>
/// <para>
/// The field is padded with zeros after its last point to a multiple of 2^Levels and cut again at the end, axis by
/// axis, so every grid is met. The published programs pad to a square of a power of two, up to four times the points,
/// and go down to a single point; with as many levels as that takes, the numbers are the same.
/// </para>
/// <para>
/// Good at: fields with singularities and steep fronts, smooth elsewhere, on lines above all; few weights. Bad at: wall
/// time, since every layer passes through all levels, and grids just above a multiple of 2^Levels.
/// </para>
/// </remarks>
public sealed class Mwt : GridOperator
{
    private readonly MeshPositions? _positions;
    private readonly Mlp _lifting;
    private readonly MultiwaveletLayer[] _layers;
    private readonly Mlp _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Mwt(int inputChannels, int outputChannels, MwtOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        _positions = options.HasGridEmbedding || options.ReferencePoints > 0
            ? MeshPositions.OnGrid(options.Dimensions, options.ReferencePoints) : null;
        _lifting = Compose("preprocess", Mlp.Published(inputChannels + (_positions?.Channels ?? 0),
            2 * options.Channels, options.Width, activation: options.Activation));
        _layers = [.. Enumerable.Range(0, options.Layers)
            .Select(i => Compose($"spectral_layers.{i}", new MultiwaveletLayer(options)))];
        _projection = Compose("", new Mlp(options.Width, options.Channels, outputChannels, options.Activation, "fc1",
            "fc2"));
    }

    /// <summary>The architecture.</summary>
    public MwtOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value lifted = _lifting.Apply(WithPositions(a.ChannelsLast()));
        Value x = lifted.PadToMultiple(1, Dimensions, 1L << Options.Levels);
        for (int i = 0; i < _layers.Length; i++)
            x = _layers[i].Apply(i == 0 ? x : Options.Activation.Apply(x));
        return _projection.Apply(x.CutTo(1, Dimensions, lifted.Shape)).ChannelsFirst();
    }

    private Value WithPositions(Value x)
    {
        if (_positions is null) return x;
        Shape grid = x.Shape.Range(1, x.Rank - 1);
        Value places = x.Interpreter.Table($"positions {grid} {_positions.Channels}",
            () => _positions.Apply(PointCoordinates.Of(x.Interpreter, grid)));
        return Value.Concat(-1, places.Expand([x.Shape[0], .. grid, _positions.Channels]), x);
    }
}
