namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A map of coefficients on one level, [batch, grid…, channels] both ways: on lines a convolution on few Fourier modes;
/// on planes such a convolution, or one with a kernel of 3×3 points, a nonlinearity and a linear layer.
/// </summary>
internal sealed class MultiwaveletKernel : Layer
{
    private readonly Activation _activation;
    private readonly LowModes? _modes;
    private readonly GridConvolution? _convolution;
    private readonly Linear? _output;

    public MultiwaveletKernel(MwtOptions options, bool isGlobal)
    {
        int axes = options.Dimensions, width = options.Width;
        _activation = options.KernelActivation;
        if (isGlobal || axes == 1) _modes = Compose("", new LowModes(axes, width, options.Modes));
        else
            _convolution = Compose("conv.0",
                new GridConvolution(axes, width, width, 3, BoundaryCondition.Dirichlet, hasBias: true));
        if (axes > 1) _output = Compose("Lo", new Linear(width, width));
    }

    public Value Apply(Value x)
    {
        Value y = _modes is not null ? _modes.Apply(x) : _convolution!.Apply(x.ChannelsFirst()).ChannelsLast();
        return _output is null ? y : _output.Apply(_activation.Apply(y));
    }
}
