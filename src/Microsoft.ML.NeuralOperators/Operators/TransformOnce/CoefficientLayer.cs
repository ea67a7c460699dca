namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A layer of <see cref="TransformOnce"/>: z + S_d … S_1 σ(W z), with a matrix of the channels for every mode, W, and a
/// matrix of the modes of each axis for every channel, S. On coefficients [modes…, batch, channels].
/// </summary>
internal sealed class CoefficientLayer : Layer
{
    private readonly IReadOnlyList<int> _modes;
    private readonly Func<Value, Value> _activation;
    private readonly bool _isResidual;
    private readonly ParameterDeclaration _channels;
    private readonly ParameterDeclaration[] _mixings;

    /// <summary>Declares the layer. Initial values keep the variance of what they multiply.</summary>
    /// <param name="channels">Channels in and out.</param>
    /// <param name="modes">Modes of each axis.</param>
    /// <param name="activation">The nonlinearity σ.</param>
    /// <param name="isResidual">Whether z is added.</param>
    public CoefficientLayer(int channels, IReadOnlyList<int> modes, Func<Value, Value> activation,
        bool isResidual = true)
    {
        (_modes, _activation, _isResidual) = (modes, activation, isResidual);
        int axes = modes.Count;
        // The program keeps [in, out, modes…] and [modes in, modes out, channels].
        _channels = Declare("ch_mixing_1", [.. modes.Select(m => (long)m), channels, channels],
            new Initializer.Normal(1 / Math.Sqrt(channels)), [.. Enumerable.Range(2, axes), 0, 1]);
        _mixings = [.. modes.Select((m, axis) => Declare($"spatial_mixing_{axis + 1}", [channels, m, m],
            new Initializer.Normal(1 / Math.Sqrt(m)), [2, 1, 0]))];
    }

    /// <summary>Applies the layer.</summary>
    public Value Apply(Value z)
    {
        Shape shape = z.Shape;
        int axes = _modes.Count;
        Dim batch = shape[axes], channels = shape[axes + 1], count = shape.Product(0, axes);
        Value y = _activation(z.Reshape(count, batch, channels)
            .MatMul(z.Bind(_channels).Reshape(count, channels, channels)));
        // [channels, modes…, batch]; each product takes the first axis of modes and puts it last.
        y = y.Reshape(shape).Transpose([axes + 1, .. Enumerable.Range(0, axes + 1)]);
        for (int axis = 0; axis < axes; axis++)
        {
            Shape turned = y.Shape;
            y = z.Bind(_mixings[axis]).MatMul(y.Reshape(channels, turned[1], turned.Product(2, turned.Rank)))
                .Reshape(turned).Transpose([0, .. Enumerable.Range(2, axes - 1), 1, axes + 1]);
        }
        y = y.Transpose([.. Enumerable.Range(1, axes + 1), 0]);
        return _isResidual ? z + y : y;
    }
}
