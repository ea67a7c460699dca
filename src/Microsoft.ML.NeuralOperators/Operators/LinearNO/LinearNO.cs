using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// LinearNO, the linear attention neural operator (Hu et al. 2026, arXiv:2511.06294), on grids of one to three axes and
/// on point sets: Transolver's slices without the attention between them, and with projections of their own for the way
/// there and back, which makes a linear attention. Parameter names are those of the authors' program.
/// </summary>
/// <remarks>
/// <para>
/// In every block and head, with u a projection of the points' features: q = softmax(u W_q/τ_q) over the slices, k =
/// softmax(u W_k/τ_k) over the points, v = u W_v, and y = q (kᵀ v).
/// </para>
/// <para>
/// Good at what Transolver is good at, with two fifths fewer parameters and a third less arithmetic. The softmax over
/// points is not weighted: a mesh of another density is another input.
/// </para>
/// </remarks>
public sealed class LinearNO : MeshOperator
{
    private readonly MeshTransformer _network;

    /// <summary>Declares the operator between fields on a grid.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public LinearNO(int inputChannels, int outputChannels, LinearNOOptions? options = null)
        : this(new MeshFields(inputChannels, outputChannels), options ?? new())
    {
    }

    internal LinearNO(MeshFields fields, LinearNOOptions options, bool addsPlaceholder = true)
        : base(fields, options)
    {
        Options = options;
        int axes = ConvolutionAxes(options);
        _network = Compose("", new MeshTransformer(FeatureChannels, fields.OutputChannels, fields.Parameters, options,
            () => new LinearSliceAttention(options, axes), addsPlaceholder));
    }

    /// <summary>The architecture.</summary>
    public LinearNOOptions Options { get; }

    private protected override Value Forward(Value features, Value? parameters, MeshPoints mesh)
        => _network.Apply(features, parameters, mesh);
}
