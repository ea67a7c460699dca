using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// ONO, the orthogonal neural operator (Xiao et al. 2024, arXiv:2310.12487), on grids of one to three axes and on point
/// sets: one stream of features learns an orthonormal basis of functions, another one, the prediction, is updated by
/// projections on that basis. Parameter names are those of the Neural-Solver-Library.
/// </summary>
/// <remarks>
/// <para>
/// In every block x ← x + attention(x), x ← x + MLP(x), ψ = x W, and with Σ = E[ψ ψᵀ] = L Lᵀ the basis ψ L⁻ᵀ, which is
/// orthonormal; f ← f + ψ diag(softplus μ) E[ψ f], f ← MLP(f). Σ is a running mean over the batches of the training;
/// the published program takes each batch's own while it trains (<see cref="OnoOptions.HasBatchBasis"/>).
/// </para>
/// <para>
/// Good with few data, since the basis keeps features from collapsing. Batches should be several times the number of
/// workers, as for batch normalisation, and the grid's weights are equal: a mesh of another density is another input.
/// </para>
/// </remarks>
public sealed class Ono : MeshOperator
{
    private readonly ParameterDeclaration _placeholder;
    private readonly Mlp _features;
    private readonly Mlp _prediction;
    private readonly OnoBlock[] _blocks;

    /// <summary>Declares the operator between fields on a grid.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Ono(int inputChannels, int outputChannels, OnoOptions? options = null)
        : this(new MeshFields(inputChannels, outputChannels), options ?? new())
    {
    }

    internal Ono(MeshFields fields, OnoOptions options)
        : base(fields, options)
    {
        if (fields.HasMask && options.Attention == OnoAttention.Nystrom)
            throw new ArgumentOutOfRangeException(nameof(options), "Attention is Nystrom, which groups consecutive "
                + "points; expected Normalized or Linear where rows differ in their number of points.");
        Options = options;
        int channels = options.Channels, inputs = FeatureChannels + fields.Parameters;
        _placeholder = Declare("placeholder", [channels], new Initializer.UniformAboveZero(1.0 / channels));
        _features = Lifting("preprocess_x");
        _prediction = Lifting("preprocess_z");
        _blocks = [.. Enumerable.Range(0, options.Layers).Select(i => Compose($"blocks.{i}",
            new OnoBlock(options, i == options.Layers - 1 ? fields.OutputChannels : null)))];

        Mlp Lifting(string name) => Compose(name, Mlp.Published(inputs, 2 * channels, channels,
            activation: options.Activation));
    }

    /// <summary>The architecture.</summary>
    public OnoOptions Options { get; }

    private protected override Value Forward(Value features, Value? parameters, MeshPoints mesh)
    {
        if (parameters is not null)
            features = Value.Concat(-1, features,
                parameters.Expand(features.Shape[0], features.Shape[1], parameters.Shape[2]));
        Value x = _features.Apply(features), f = _prediction.Apply(features) + features.Bind(_placeholder);
        foreach (OnoBlock block in _blocks) (x, f) = block.Apply(x, f, mesh);
        return f;
    }
}
