namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The multigrid neural operator MgNO (He, Liu, Xu 2024, arXiv:2310.19809) in one, two or three dimensions: every layer
/// is O_i(u) = σ(Σ_j W_ij u + B_ij) with all W_ij of a layer parametrised by one multigrid cycle. There is neither
/// lifting nor projection, and boundary conditions are those of the convolutions. Parameter names are the authors'.
/// </summary>
public sealed class Mgno : GridOperator
{
    private readonly MultigridLayer[] _layers;
    private readonly Func<Value, Value> _output;
    private readonly BoundaryConstraint? _constraint;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Mgno(int inputChannels, int outputChannels, MgnoOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int channels = options.Channels;
        _layers = new MultigridLayer[options.Layers];
        for (int i = 0; i < _layers.Length; i++)
        {
            int inputs = i == 0 ? inputChannels : channels;
            var cycle = Compose($"conv_list.{i}", new MultigridCycle(options, inputs, channels));
            var bias = options.HasBiasOperator
                ? Compose($"linear_list.{i}", Pointwise(inputs, channels, hasBias: true)) : null;
            _layers[i] = new MultigridLayer(cycle, bias, Norm(i));
        }
        _output = options.Published is { } published
            ? Compose("", new PublishedOutputLayer(options, published, outputChannels)).Apply
            : Compose("linear", Pointwise(channels, outputChannels, hasBias: false)).Apply;
        _constraint = options.HasHardConstraint
            ? Compose("boundary", new BoundaryConstraint(options.Boundary, options.ConstraintPoints)) : null;

        GridConvolution Pointwise(int from, int to, bool hasBias)
            => new(options.Dimensions, from, to, 1, options.Boundary, hasBias);

        Func<Value, Value> Norm(int layer)
        {
            if (options.Published is { NormalizesCycles: true, Grid: { } grid })
                return Compose($"norm_layer_list.{layer}", new GridNormalization(channels, grid)).Apply;
            if (options.Normalization == Normalization.None) return Identity;
            var norm = GroupNormalization.Of(options.Normalization, channels, FieldLayout.ChannelsFirst);
            return Compose($"norm.{layer}", norm).Apply;
        }
    }

    /// <summary>The architecture.</summary>
    public MgnoOptions Options { get; }

    /// <inheritdoc/>
    public override bool IsConstrained => _constraint is not null;

    /// <inheritdoc/>
    public override Value Constrain(Value output, IReadOnlyList<Value> inputs)
    {
        if (_constraint is null) return output;
        Value? given = Options.BoundaryChannel is { } channel ? inputs[0].Slice(1, channel, Output.Channels) : null;
        return _constraint.Apply(output, given);
    }

    // uᵢ = σ(norm(W uᵢ₋₁) + B uᵢ₋₁), W a cycle and B pointwise (section 3); the output layer is linear.
    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Value u = a;
        foreach (MultigridLayer layer in _layers)
        {
            Value w = layer.Norm(layer.Cycle.Apply(u));
            u = Options.Activation.Apply(layer.Bias is null ? w : w + layer.Bias.Apply(u));
        }
        u = _output(u);
        return Options.HasOutputResidual ? u + a : u;
    }

    private sealed record MultigridLayer(MultigridCycle Cycle, GridConvolution? Bias, Func<Value, Value> Norm);
}
