using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// LaMO, the latent Mamba operator (Tiwari, Dutta, Krishnan, Prathosh 2025, arXiv:2505.19105), on grids and point sets:
/// a few learned slices of the domain are a sequence, along which a state space goes in both directions, where
/// Transolver has attention between them. Parameter names are those of the authors' program.
/// </summary>
/// <remarks>
/// <para>
/// Points are gathered into tokens as by <see cref="Transolver"/>. A state S goes from token to token, S ← exp(Δ a) S +
/// Δ x Bᵀ, and gives S C, with steps Δ and vectors B and C that depend on the token; features go out to
/// the points again. The recurrence is computed as a product of lower triangles, exactly and for all tokens at once.
/// </para>
/// <para>
/// Good at: what Transolver is good at, with fewer errors by its authors' numbers. Bad at: little data, since the order
/// of the slices, which is arbitrary, is learned too; and at time, as each layer has two scans.
/// </para>
/// </remarks>
public sealed class Lamo : MeshOperator
{
    private readonly MeshTransformer _network;

    /// <summary>Declares the operator between fields on a grid.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Lamo(int inputChannels, int outputChannels, LamoOptions? options = null)
        : this(new MeshFields(inputChannels, outputChannels), options ?? new(), addsPlaceholder: true)
    {
    }

    internal Lamo(MeshFields fields, LamoOptions options, bool addsPlaceholder)
        : base(fields, options)
    {
        Options = options;
        int axes = ConvolutionAxes(options);
        SliceEncoder? shared = options.HasSharedSlices
            ? Compose("", new SliceEncoder(options, axes, options.HasBoundedTemperature)) : null;
        _network = Compose("", new MeshTransformer(FeatureChannels, fields.OutputChannels, fields.Parameters,
            options, () => new LatentStateAttention(options, axes, shared), addsPlaceholder));
    }

    /// <summary>The architecture.</summary>
    public LamoOptions Options { get; }

    private protected override Value Forward(Value features, Value? parameters, MeshPoints mesh)
        => _network.Apply(features, parameters, mesh);
}
