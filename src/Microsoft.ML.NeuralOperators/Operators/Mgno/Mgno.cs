using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The multigrid neural operator MgNO (He, Liu, Xu 2024, arXiv:2310.19809) in one, two or three dimensions: every layer is
/// O_i(u) = σ(Σ_j W_ij u + B_ij) with all W_ij of a layer parametrised by one multigrid cycle. There is neither lifting nor
/// projection, and boundary conditions are those of the convolutions. Parameter names are the authors'.
/// </summary>
public sealed class Mgno : GridOperator
{
    private readonly MultigridLayer[] _layers;
    private readonly GridConvolution[] _output;
    private readonly MultigridCycle? _outputCycle;
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
        PublishedForm? published = options.Published;
        int axes = options.AxisCount, channels = options.Channels;
        _layers = new MultigridLayer[options.Layers];
        for (int i = 0; i < _layers.Length; i++)
        {
            int inputs = i == 0 ? inputChannels : channels;
            _layers[i] = new MultigridLayer(
                Compose($"conv_list.{i}", new MultigridCycle(options, inputs, channels)),
                options.HasBiasOperator ? Compose($"linear_list.{i}", Pointwise(inputs, channels, hasBias: true)) : null,
                Norm(i),
                published is { NormalizesCycles: true } ? Compose($"norm_layer_list.{i}", new GridNormalization(channels, published.Grid!)) : null);
        }
        string name = published?.OutputName ?? "linear";
        switch (published?.Output ?? PublishedOutput.Linear)
        {
            case PublishedOutput.Cycle:
                _outputCycle = Compose(name, new MultigridCycle(options, channels, outputChannels));
                _output = [];
                break;
            case PublishedOutput.Mlp:
                _output = [Compose($"{name}.0", Pointwise(channels, published!.OutputWidth, hasBias: true)),
                    Compose($"{name}.2", Pointwise(published.OutputWidth, outputChannels, hasBias: false))];
                break;
            default:
                _output = [Compose(name, Pointwise(channels, outputChannels, hasBias: published?.Output == PublishedOutput.Affine))];
                break;
        }
        _constraint = options.HasHardConstraint ? Compose("boundary", new BoundaryConstraint(options.Boundary, options.ConstraintPoints)) : null;

        GridConvolution Pointwise(int from, int to, bool hasBias) => new(axes, from, to, 1, options.Boundary, hasBias);

        GroupNormalization? Norm(int layer) => options.Normalization switch
        {
            Normalization.Group => Compose($"norm.{layer}", new GroupNormalization(1, channels, layout: FieldLayout.ChannelsFirst)),
            Normalization.Instance => Compose($"norm.{layer}", new GroupNormalization(channels, channels, isAffine: false, layout: FieldLayout.ChannelsFirst)),
            _ => null,
        };
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
        for (int i = 0; i < _output.Length; i++) u = _output[i].Apply(i == 0 ? u : u.Gelu());
        return Options.HasOutputResidual ? u + x : u;
    }

    private sealed record MultigridLayer(MultigridCycle Cycle, GridConvolution? Bias, GroupNormalization? Norm, GridNormalization? GridNorm);
}
