using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>
/// The Factformer of the Python library Neural-Solver-Library (github.com/thuml/Neural-Solver-Library), by whose names its
/// weights are read: factorised attention with softmax kernels in blocks of a transformer. The input holds coordinates and
/// values as channels.
/// </summary>
/// <remarks>
/// It differs from the paper's <see cref="FactorizedTransformer"/>: the softmax normalises the kernels, so that no quadrature is
/// needed on uniform grids, heads share their maps, and nothing encodes positions but the input.
/// </remarks>
public sealed class SoftmaxFactorizedTransformer : GridOperator
{
    private readonly PublishedMlp _lifting;
    private readonly ParameterDeclaration _shift;
    private readonly SoftmaxFactorizedBlock[] _blocks;
    private readonly LayerNormalization _norm;
    private readonly PointwiseLinear _projection;

    /// <summary>Declares the operator.</summary>
    /// <param name="options">The architecture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public SoftmaxFactorizedTransformer(SoftmaxFactorizedTransformerOptions options)
        : base(Valid(options).Dimensions, options.InputChannels, options.OutputChannels)
    {
        Options = options;
        int channels = options.Channels;
        _shift = Declare("placeholder", [channels], Initializer.FanIn((long)channels * channels));
        _lifting = Compose("preprocess", new PublishedMlp(options.InputChannels, 2 * channels, channels));
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i => Compose($"blocks.{i}", new SoftmaxFactorizedBlock(options)))];
        _norm = Compose($"blocks.{options.Layers - 1}.ln_3", new LayerNormalization(channels));
        _projection = Compose($"blocks.{options.Layers - 1}.mlp2", new PointwiseLinear(channels, options.OutputChannels));
    }

    /// <summary>The architecture.</summary>
    public SoftmaxFactorizedTransformerOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value x)
    {
        Value u = _lifting.Apply(ChannelOrder.ToLast(x)) + x.Bind(_shift);
        foreach (SoftmaxFactorizedBlock block in _blocks) u = block.Apply(u);
        return ChannelOrder.ToFirst(_projection.Apply(_norm.Apply(u)));
    }

    private static SoftmaxFactorizedTransformerOptions Valid(SoftmaxFactorizedTransformerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        return faults.Length == 0 ? options : throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
    }
}
