using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Fourier;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Multigrid;

/// <summary>
/// The multigrid neural operator MgNO (He, Liu, Xu 2024, arXiv:2310.19809) in one, two or three dimensions: every layer is
/// O_i(u) = σ(Σ_j W_ij u + B_ij) with all W_ij of a layer parametrised by one multigrid cycle. There is neither lifting nor
/// projection, and boundary conditions are those of the convolutions. Parameter names are the authors'.
/// </summary>
public sealed class MultigridOperator : GridOperator
{
    private readonly MultigridLayer[] _layers;
    private readonly GridConvolution[] _output;
    private readonly MultigridCycle? _outputCycle;
    private readonly BoundaryConstraint? _constraint;

    /// <summary>Declares the operator.</summary>
    /// <param name="options">The architecture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public MultigridOperator(MultigridOperatorOptions options)
        : base(Valid(options).Dimensions, options.InputChannels, options.OutputChannels, Axes(options))
    {
        Options = options;
        PublishedForm? published = options.Published;
        int axes = options.Dimensions, channels = options.Channels;
        _layers = new MultigridLayer[options.Layers];
        for (int i = 0; i < _layers.Length; i++)
        {
            int inputs = i == 0 ? options.InputChannels : channels;
            _layers[i] = new MultigridLayer(
                Compose($"conv_list.{i}", new MultigridCycle(options, inputs, channels)),
                options.HasBiasOperator ? Compose($"linear_list.{i}", Pointwise(inputs, channels, hasBias: true)) : null,
                Normalization(i),
                published is { NormalizesCycles: true } ? Compose($"norm_layer_list.{i}", new GridNormalization(channels, published.Grid!)) : null);
        }
        string name = published?.OutputName ?? "linear";
        switch (published?.Output ?? PublishedOutput.Linear)
        {
            case PublishedOutput.Cycle:
                _outputCycle = Compose(name, new MultigridCycle(options, channels, options.OutputChannels));
                _output = [];
                break;
            case PublishedOutput.Mlp:
                _output = [Compose($"{name}.0", Pointwise(channels, published!.OutputWidth, hasBias: true)),
                    Compose($"{name}.2", Pointwise(published.OutputWidth, options.OutputChannels, hasBias: false))];
                break;
            default:
                _output = [Compose(name, Pointwise(channels, options.OutputChannels, hasBias: published?.Output == PublishedOutput.Affine))];
                break;
        }
        _constraint = options.HasHardConstraint ? Compose("boundary", new BoundaryConstraint(options.Boundary, options.ConstraintPoints)) : null;

        GridConvolution Pointwise(int from, int to, bool hasBias) => new(axes, from, to, 1, options.Boundary, hasBias);

        GroupNormalization? Normalization(int layer) => options.Normalization switch
        {
            NormalizationKind.Group => Compose($"norm.{layer}", new GroupNormalization(1, channels, layout: FieldLayout.ChannelsFirst)),
            NormalizationKind.Instance => Compose($"norm.{layer}", new GroupNormalization(channels, channels, isAffine: false, layout: FieldLayout.ChannelsFirst)),
            _ => null,
        };
    }

    /// <summary>The architecture.</summary>
    public MultigridOperatorOptions Options { get; }

    /// <inheritdoc/>
    public override bool IsConstrained => _constraint is not null;

    /// <inheritdoc/>
    public override Value Constrain(Value output, IReadOnlyList<Value> inputs)
    {
        if (_constraint is null) return output;
        Value? given = Options.BoundaryChannel is { } channel ? inputs[0].Slice(1, channel, Options.OutputChannels) : null;
        return _constraint.Apply(output, given);
    }

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        Value u = x;
        foreach (MultigridLayer layer in _layers)
        {
            Value y = layer.Cycle.Apply(u);
            if (layer.Norm is not null) y = layer.Norm.Apply(y);
            if (layer.GridNorm is not null) y = layer.GridNorm.Apply(y);
            u = Options.Activation.Apply(layer.Bias is null ? y : y + layer.Bias.Apply(u));
        }
        if (_outputCycle is not null) u = _outputCycle.Apply(u);
        for (int i = 0; i < _output.Length; i++) u = _output[i].Apply(i == 0 ? u : u.Map(UnaryFunction.Gelu));
        return Options.HasOutputResidual ? u + x : u;
    }

    private static MultigridOperatorOptions Valid(MultigridOperatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        return faults.Length == 0 ? options : throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
    }

    private static GridAxis[] Axes(MultigridOperatorOptions options)
        => [.. GridAxis.Of(options.Dimensions).Select((axis, i) => axis with
        {
            Size = options.Published?.Grid?[i],
            MinimumToTrain = 3,
            MultipleOf = options.CoarsestSpacing,
        })];

    private sealed record MultigridLayer(MultigridCycle Cycle, GridConvolution? Bias, GroupNormalization? Norm, GridNormalization? GridNorm);
}
