namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The way to the grid of twice the spacing, ⌈n/2⌉ of n points, in ConvNeXt: a layer norm over the channels and a
/// convolution of 2 points. An odd axis gets one more point, as its boundary condition continues the field.
/// </summary>
internal sealed class PatchRestriction : Layer
{
    private readonly IReadOnlyList<BoundaryCondition> _boundaries;
    private readonly LayerNormalization _norm;
    private readonly GridConvolution _convolution;

    public PatchRestriction(IReadOnlyList<BoundaryCondition> boundaries, int inputs, int outputs)
    {
        _boundaries = boundaries;
        _norm = Compose("norm", new LayerNormalization(inputs, epsilon: 1e-6));
        _convolution = Compose("conv",
            new GridConvolution(boundaries, inputs, outputs, 2, hasBias: true, stride: 2, padding: 0));
    }

    public Value Apply(Value x)
        => _convolution.Apply(_norm.Apply(x.ChannelsLast()).ChannelsFirst().ContinueToMultiple(_boundaries, 2));
}

/// <summary>The way back: a layer norm over the channels and a transposed convolution of 2 points.</summary>
internal sealed class PatchProlongation : Layer
{
    private readonly LayerNormalization _norm;
    private readonly Prolongation _prolongation;

    public PatchProlongation(IReadOnlyList<BoundaryCondition> boundaries, int inputs, int outputs)
    {
        _norm = Compose("norm", new LayerNormalization(inputs, epsilon: 1e-6));
        _prolongation = Compose("conv",
            new Prolongation(boundaries, inputs, outputs, kernel: 2, padding: 0, hasBias: true));
    }

    public Value Apply(Value x, Shape fine)
        => _prolongation.Apply(_norm.Apply(x.ChannelsLast()).ChannelsFirst(), fine);
}
