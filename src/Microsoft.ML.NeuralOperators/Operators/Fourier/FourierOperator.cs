using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Fourier;

/// <summary>
/// The Fourier neural operator in one, two or three dimensions (Li et al. 2021, arXiv:2010.08895), in the layout of the Python
/// library neuraloperator 2: grid embedding, lifting, Fourier layers with channel MLPs, projection. Parameter names are that
/// library's.
/// </summary>
/// <remarks>
/// Inside, values are laid out grid first, [grid…, batch, channels]: pointwise maps are matrix products over the last axis and
/// Fourier transforms over the first ones, none of which rearranges memory.
/// </remarks>
public sealed class FourierOperator : GridOperator
{
    private readonly GridEmbedding? _embedding;
    private readonly ChannelMlp _lifting;
    private readonly DomainPadding? _padding;
    private readonly FourierLayers _layers;
    private readonly ChannelMlp _projection;
    private readonly InitialConstraint? _constraint;

    /// <summary>Declares the operator.</summary>
    /// <param name="options">The architecture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public FourierOperator(FourierOperatorOptions options)
        : base(Valid(options).NumberOfModes.Count, options.InputChannels, options.OutputChannels, Axes(options))
    {
        Options = options;
        int hidden = options.HiddenChannels, dimensions = Dimensions;
        _embedding = options.GridEmbedding ? Compose("positional_embedding", new GridEmbedding(dimensions)) : null;
        _lifting = Compose("lifting", new ChannelMlp(options.InputChannels + (options.GridEmbedding ? dimensions : 0),
            Width(options.LiftingRatio), hidden));
        _padding = options.DomainPadding > 0 ? Compose("domain_padding", new DomainPadding(dimensions, options.DomainPadding, options.PaddedAxes)) : null;
        _layers = Compose("fno_blocks", new FourierLayers(options));
        _projection = Compose("projection", new ChannelMlp(hidden, Width(options.ProjectionRatio), options.OutputChannels));
        _constraint = options.HasInitialConstraint ? Compose("initial", new InitialConstraint()) : null;

        int Width(double ratio) => Math.Max(1, (int)(ratio * hidden));
    }

    /// <summary>The architecture.</summary>
    public FourierOperatorOptions Options { get; }

    /// <inheritdoc/>
    public override bool IsConstrained => _constraint is not null;

    /// <inheritdoc/>
    public override Value Constrain(Value output, IReadOnlyList<Value> inputs)
        => _constraint is null ? output : _constraint.Apply(output, inputs[0].Slice(1, 0, Options.OutputChannels));

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        int axes = Dimensions;
        Value input = x;
        x = x.Transpose([.. Enumerable.Range(2, axes), 0, 1]);
        if (_embedding is not null) x = _embedding.Apply(x);
        x = _lifting.Apply(x);
        Shape original = x.Shape;
        if (_padding is not null) x = _padding.Apply(x);
        x = _layers.Apply(x);
        if (_padding is not null) x = _padding.Remove(x, original);
        x = _projection.Apply(x);
        x = x.Transpose([axes, axes + 1, .. Enumerable.Range(0, axes)]);
        return Options.HasOutputResidual ? x + input.Slice(1, Options.InputChannels - Options.OutputChannels, Options.OutputChannels) : x;
    }

    private static FourierOperatorOptions Valid(FourierOperatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        return faults.Length == 0 ? options : throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
    }

    private static GridAxis[] Axes(FourierOperatorOptions options)
        => [.. GridAxis.Of(options.NumberOfModes.Count).Zip(options.NumberOfModes, (axis, modes) => axis with { MinimumToTrain = modes })];
}
