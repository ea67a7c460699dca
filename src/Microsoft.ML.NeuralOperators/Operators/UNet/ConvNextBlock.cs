namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A block of ConvNeXt (Liu et al. 2022, arXiv:2201.03545): x + γ·W₂ σ(W₁ norm(K x)) with a depth-wise convolution K, a
/// layer norm over the channels and a pointwise perceptron; [batch, C, grid…] → the same shape.
/// </summary>
internal sealed class ConvNextBlock : Layer
{
    private readonly GridConvolution _depthwise;
    private readonly LayerNormalization _norm;
    private readonly Mlp _mlp;
    private readonly ParameterDeclaration? _scale;

    /// <summary>Declares the block.</summary>
    /// <param name="boundaries">How the field continues, along each grid axis.</param>
    /// <param name="channels">C.</param>
    /// <param name="kernel">Points of the depth-wise kernels along every axis.</param>
    /// <param name="expansion">Width of the perceptron's hidden layer over C.</param>
    /// <param name="activation">Nonlinearity σ.</param>
    /// <param name="scale">First value of every factor γ; no factors when null.</param>
    public ConvNextBlock(IReadOnlyList<BoundaryCondition> boundaries, int channels, int kernel, int expansion,
        Activation activation, double? scale)
    {
        if (scale is { } first) _scale = Declare("gamma", [channels], new Initializer.Fill((float)first));
        _depthwise = Compose("dwconv",
            new GridConvolution(boundaries, channels, channels, kernel, hasBias: true, groups: channels));
        _norm = Compose("norm", new LayerNormalization(channels, epsilon: 1e-6));
        _mlp = Compose("",
            new Mlp(channels, expansion * channels, channels, activation, first: "pwconv1", last: "pwconv2"));
    }

    /// <summary>Applies the block.</summary>
    public Value Apply(Value x)
    {
        Value y = _mlp.Apply(_norm.Apply(_depthwise.Apply(x).ChannelsLast()));
        if (_scale is not null) y *= x.Bind(_scale);
        return x + y.ChannelsFirst();
    }
}
