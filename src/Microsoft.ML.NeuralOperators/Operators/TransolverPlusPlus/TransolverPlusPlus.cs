using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Transolver++ (Luo et al. 2025, arXiv:2502.02414), on grids of one to three axes and on point sets: Transolver with
/// sharper slices and half of its memory for points. Parameter names are those of the authors' program.
/// </summary>
/// <remarks>
/// <para>
/// In every block and head, with x̃ a projection of the points' features: a temperature for every point, τ = max(0.01,
/// GELU(MLP(x̃)) + b), slice weights w = softmax((x̃ W + c + g)/τ) with Gumbel noise g in training, tokens z = Σₙ wₙ
/// x̃ₙ / Σₙ wₙ, attention between the tokens, and back to the points, yₙ = Σ wₙ z'.
/// </para>
/// <para>
/// Good at large meshes with sharp regions. Training is noisier than Transolver's, small temperatures make slices
/// nearly hard, and an independent test found no use in temperatures of single points.
/// </para>
/// </remarks>
public sealed class TransolverPlusPlus : MeshOperator
{
    private readonly MeshTransformer _network;

    /// <summary>Declares the operator between fields on a grid.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public TransolverPlusPlus(int inputChannels, int outputChannels, TransolverPlusPlusOptions? options = null)
        : this(new MeshFields(inputChannels, outputChannels), options ?? new())
    {
    }

    internal TransolverPlusPlus(MeshFields fields, TransolverPlusPlusOptions options)
        : base(fields, options)
    {
        Options = options;
        int axes = ConvolutionAxes(options);
        _network = Compose("", new MeshTransformer(FeatureChannels, fields.OutputChannels, fields.Parameters, options,
            () => new SharpSliceAttention(options, axes)));
    }

    /// <summary>The architecture.</summary>
    public TransolverPlusPlusOptions Options { get; }

    private protected override Value Forward(Value features, Value? parameters, MeshPoints mesh)
        => _network.Apply(features, parameters, mesh);
}
