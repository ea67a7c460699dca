using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Transolver (Wu et al. 2024, arXiv:2402.02366), on grids of one to three axes and on point sets: attention between a
/// few learned slices of the domain, whose points behave alike, instead of between points. Parameter names are those of
/// the Neural-Solver-Library.
/// </summary>
/// <remarks>
/// <para>
/// In every block and head, with x̃ and f̃ projections of the points' features: slice weights w = softmax((x̃ W + b)/τ)
/// over the slices (eq. 1), tokens z = Σₙ wₙ f̃ₙ / Σₙ wₙ (eq. 2), attention between the tokens (eq. 3), and back to the
/// points, yₙ = Σ wₙ z' (eq. 4). The cost is linear in the points.
/// </para>
/// <para>
/// Good at irregular meshes, at fields with regions of their own (shocks, wakes, boundary layers), and with few data.
/// Slower a step than operators that work on coarser grids or few modes, and the sums over points are not weighted: a
/// mesh of another density is another input.
/// </para>
/// </remarks>
public sealed class Transolver : MeshOperator
{
    private readonly MeshTransformer _network;

    /// <summary>Declares the operator between fields on a grid.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Transolver(int inputChannels, int outputChannels, TransolverOptions? options = null)
        : this(new MeshFields(inputChannels, outputChannels), options ?? new())
    {
    }

    internal Transolver(MeshFields fields, TransolverOptions options, bool addsPlaceholder = true)
        : base(fields, options)
    {
        Options = options;
        int axes = ConvolutionAxes(options);
        _network = Compose("", new MeshTransformer(FeatureChannels, fields.OutputChannels, fields.Parameters, options,
            () => new SliceAttention(options, axes), addsPlaceholder));
    }

    /// <summary>The architecture.</summary>
    public TransolverOptions Options { get; }

    private protected override Value Forward(Value features, Value? parameters, MeshPoints mesh)
        => _network.Apply(features, parameters, mesh);
}
