namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A convolution on a grid, the field continued by its boundary condition: [batch, in, grid…] → [batch, out, grid…].
/// With stride 2, kernel 3 and padding 1 it is a learned restriction to every second point, ⌈n/2⌉ of n.
/// </summary>
public sealed class GridConvolution : Layer
{
    private readonly int _stride;
    private readonly int _padding;
    private readonly int _dilation;
    private readonly int _groups;
    private readonly IReadOnlyList<BoundaryCondition> _boundaries;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration? _bias;

    /// <summary>Declares a layer whose field continues alike along every axis.</summary>
    /// <param name="dimensions">Number of grid axes.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Points of the kernel along every axis.</param>
    /// <param name="boundary">How the field continues outside.</param>
    /// <param name="hasBias">Whether every output channel gets a learned bias.</param>
    /// <param name="stride">Distance of the output's points.</param>
    /// <param name="padding">Cells added at every end; half of the kernel when null.</param>
    public GridConvolution(int dimensions, int inputs, int outputs, int kernel, BoundaryCondition boundary,
        bool hasBias, int stride = 1, int? padding = null)
        : this([.. Enumerable.Repeat(boundary, dimensions)], inputs, outputs, kernel, hasBias, stride, padding)
    {
    }

    /// <summary>Declares the layer.</summary>
    /// <param name="boundaries">How the field continues outside, along each grid axis.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Points of the kernel along every axis.</param>
    /// <param name="hasBias">Whether every output channel gets a learned bias.</param>
    /// <param name="stride">Distance of the output's points.</param>
    /// <param name="padding">Cells added at every end; as far as half of the kernel reaches when null.</param>
    /// <param name="dilation">Distance of the kernel's points.</param>
    /// <param name="groups">Groups of channels that do not mix; as many as channels for a depth-wise one.</param>
    public GridConvolution(IReadOnlyList<BoundaryCondition> boundaries, int inputs, int outputs, int kernel,
        bool hasBias, int stride = 1, int? padding = null, int dilation = 1, int groups = 1)
    {
        (_boundaries, _stride, _dilation, _groups) = (boundaries, stride, dilation, groups);
        _padding = padding ?? kernel / 2 * dilation;
        long[] shape = [outputs, inputs / groups, .. Enumerable.Repeat((long)kernel, boundaries.Count)];
        Initializer first = Initializer.FanIn(inputs / groups * (long)Math.Pow(kernel, boundaries.Count));
        _weight = Declare("weight", shape, first);
        _bias = hasBias ? Declare("bias", [outputs], first) : null;
    }

    /// <summary>Applies the kernel.</summary>
    public Value Apply(Value x)
    {
        int padding = _padding;
        if (padding > 0 && !_boundaries.AreZero())
            (x, padding) = (x.PadBoundary(_boundaries, padding), 0);
        var convolution = new Convolution(_stride, padding, _groups, _dilation);
        return _bias is null ? x.Interpreter.Apply(convolution, x, x.Bind(_weight))
            : x.Interpreter.Apply(convolution, x, x.Bind(_weight), x.Bind(_bias));
    }
}
