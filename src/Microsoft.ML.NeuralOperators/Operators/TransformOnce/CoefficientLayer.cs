namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A layer of <see cref="TransformOnce"/>: z + S_d … S_1 σ(W z), with a matrix of the channels for every mode, W, and a
/// matrix of the modes of each axis for every channel, S. On coefficients [modes…, batch, channels].
/// </summary>
internal sealed class CoefficientLayer : Layer
{
    private readonly IReadOnlyList<int> _modes;
    private readonly Activation _activation;
    private readonly ParameterDeclaration _channels;
    private readonly ParameterDeclaration[] _mixings;

    /// <summary>Declares the layer. Initial values keep the variance of what they multiply.</summary>
    /// <param name="channels">Channels in and out.</param>
    /// <param name="modes">Modes of each axis.</param>
    /// <param name="activation">The nonlinearity σ.</param>
    public CoefficientLayer(int channels, IReadOnlyList<int> modes, Activation activation)
    {
        (_modes, _activation) = (modes, activation);
        _channels = Declare("channels", [.. modes.Select(m => (long)m), channels, channels],
            new Initializer.Normal(1 / Math.Sqrt(channels)));
        _mixings = [.. modes.Select((m, axis)
            => Declare($"modes.{axis}", [channels, m, m], new Initializer.Normal(1 / Math.Sqrt(m))))];
    }

    /// <summary>Applies the layer.</summary>
    public Value Apply(Value z)
    {
        Shape shape = z.Shape;
        int axes = _modes.Count;
        Dim batch = shape[axes], channels = shape[axes + 1], count = shape.Product(0, axes);
        Value y = _activation.Apply(z.Reshape(count, batch, channels)
            .MatMul(z.Bind(_channels).Reshape(count, channels, channels)));
        // [channels, modes…, batch]; each product takes the first axis of modes and puts it last.
        y = y.Reshape(shape).Transpose([axes + 1, .. Enumerable.Range(0, axes + 1)]);
        for (int axis = 0; axis < axes; axis++)
        {
            Shape turned = y.Shape;
            y = z.Bind(_mixings[axis]).MatMul(y.Reshape(channels, turned[1], turned.Product(2, turned.Rank)))
                .Reshape(turned).Transpose([0, .. Enumerable.Range(2, axes - 1), 1, axes + 1]);
        }
        return z + y.Transpose([.. Enumerable.Range(1, axes + 1), 0]);
    }
}
