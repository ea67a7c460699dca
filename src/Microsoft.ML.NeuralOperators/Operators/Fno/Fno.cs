using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The Fourier neural operator in one, two or three dimensions (Li et al. 2021, arXiv:2010.08895), in the layout of the Python
/// library neuraloperator 2: grid embedding, lifting, Fourier layers with channel MLPs, projection. Parameter names are that
/// library's.
/// </summary>
/// <remarks>
/// Inside, values are laid out grid first, [grid…, batch, channels]: pointwise maps are matrix products over the last axis and
/// Fourier transforms over the first ones, none of which rearranges memory.
/// </remarks>
public sealed class Fno : GridOperator
{
    private readonly GridEmbedding? _embedding;
    private readonly Mlp _lifting;
    private readonly DomainPadding? _padding;
    private readonly FourierLayers _layers;
    private readonly Mlp _projection;
    private readonly InitialConstraint? _constraint;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Fno(int inputChannels, int outputChannels, FnoOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int hidden = options.Channels, dimensions = Dimensions;
        _embedding = options.HasGridEmbedding ? Compose("positional_embedding", new GridEmbedding(dimensions)) : null;
        _lifting = Compose("lifting", new Mlp(inputChannels + (options.HasGridEmbedding ? dimensions : 0),
            Width(options.LiftingRatio), hidden));
        _padding = options.DomainPadding > 0 ? Compose("domain_padding", new DomainPadding(dimensions, options.DomainPadding, options.PaddedAxes)) : null;
        _layers = Compose("fno_blocks", new FourierLayers(options));
        _projection = Compose("projection", new Mlp(hidden, Width(options.ProjectionRatio), outputChannels));
        _constraint = options.HasInitialConstraint ? Compose("initial", new InitialConstraint()) : null;

        int Width(double ratio) => Math.Max(1, (int)(ratio * hidden));
    }

    /// <summary>The architecture.</summary>
    public FnoOptions Options { get; }

    /// <inheritdoc/>
    public override bool IsConstrained => _constraint is not null;

    /// <inheritdoc/>
    public override Value Constrain(Value output, IReadOnlyList<Value> inputs)
        => _constraint is null ? output : _constraint.Apply(output, inputs[0].Slice(1, 0, Output.Channels));

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        int axes = Dimensions;
        Value input = x;
        x = x.GridFirst();
        if (_embedding is not null) x = _embedding.Apply(x);
        x = _lifting.Apply(x);
        Shape original = x.Shape;
        if (_padding is not null) x = _padding.Apply(x);
        x = _layers.Apply(x);
        if (_padding is not null) x = _padding.Remove(x, original);
        x = _projection.Apply(x);
        x = x.GridLast();
        return Options.HasOutputResidual ? x + input.Slice(1, Inputs[0].Channels - Output.Channels, Output.Channels) : x;
    }
}
