using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// FLARE, fast low-rank attention routing (Puri et al. 2025, arXiv:2508.12594), on grids and point sets: every point
/// attends to every other through a few learned latent tokens of each head, at a cost linear in the points. Parameter
/// names are those of the authors' program.
/// </summary>
/// <remarks>
/// <para>
/// A residual network lifts; a block is x ← x + Y W + b with Z = softmax(s·K Qᵀ)ᵀ V over the points and Y =
/// softmax(s·K Qᵀ) Z over the tokens, where Q are learned and K and V come from residual networks of the normalised x;
/// then x ← x + MLP(norm x); a norm and a residual network project.
/// </para>
/// <para>
/// Good at: global dependence on any geometry, with many points. Bad at: sharp local structure on regular grids, which
/// it has to learn from coordinates, where convolutions have it for nothing. The tokens take means over the points, so
/// that a region which is sampled more densely weighs more.
/// </para>
/// <para>Linear layers start as this library's others do; the authors' start from N(0, 0.02²).</para>
/// </remarks>
public sealed class Flare : MeshOperator
{
    private readonly ResidualMlp _lifting;
    private readonly Linear? _parameters;
    private readonly FlareBlock[] _blocks;
    private readonly Func<Value, Value> _norm;
    private readonly ResidualMlp _projection;

    /// <summary>Declares the operator on grids.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Flare(int inputChannels, int outputChannels, FlareOptions? options = null)
        : this(new MeshFields(inputChannels, outputChannels), options ?? new())
    {
    }

    internal Flare(MeshFields fields, FlareOptions options)
        : base(fields, options)
    {
        Options = options;
        int channels = options.Channels;
        _lifting = Compose("in_proj", new ResidualMlp(FeatureChannels, channels, channels, options.ProjectionLayers,
            options.Activation, addsInput: false));
        _parameters = fields.Parameters > 0 ? Compose("embedding", new Linear(fields.Parameters, channels)) : null;
        _blocks = [.. Enumerable.Range(0, options.Layers)
            .Select(i => Compose($"blocks.{i}", new FlareBlock(options)))];
        _norm = options.HasOutputNormalization ? Compose("out_proj.0", new LayerNormalization(channels)).Apply
            : Identity;
        _projection = Compose("out_proj.1", new ResidualMlp(channels, channels, fields.OutputChannels,
            options.ProjectionLayers, options.Activation, addsHidden: false));
    }

    /// <summary>The architecture.</summary>
    public FlareOptions Options { get; }

    private protected override Value Forward(Value features, Value? parameters, MeshPoints mesh)
    {
        Value x = _lifting.Apply(features);
        if (_parameters is not null) x += _parameters.Apply(parameters!);
        foreach (FlareBlock block in _blocks) x = block.Apply(x, mesh);
        return _projection.Apply(_norm(x));
    }
}
