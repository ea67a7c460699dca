namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A convolution on a grid, the field continued by its boundary condition: [batch, in, grid…] → [batch, out, grid…].
/// With stride 2, kernel 3 and padding 1 it is a learned restriction to every second point, ⌈n/2⌉ of n.
/// </summary>
public sealed class GridConvolution : Layer
{
    private readonly int _stride;
    private readonly int _padding;
    private readonly BoundaryCondition _boundary;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration? _bias;

    /// <summary>Declares the layer.</summary>
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
    {
        (_stride, _padding, _boundary) = (stride, padding ?? kernel / 2, boundary);
        long[] shape = [outputs, inputs, .. Enumerable.Repeat((long)kernel, dimensions)];
        Initializer first = Initializer.FanIn(inputs * (long)Math.Pow(kernel, dimensions));
        _weight = Declare("weight", shape, first);
        _bias = hasBias ? Declare("bias", [outputs], first) : null;
    }

    /// <summary>Applies the kernel.</summary>
    public Value Apply(Value x)
    {
        int padding = _padding;
        if (padding > 0 && _boundary != BoundaryCondition.Dirichlet)
            (x, padding) = (x.PadBoundary(_boundary, padding), 0);
        var convolution = new Convolution(_stride, padding);
        return _bias is null ? x.Interpreter.Apply(convolution, x, x.Bind(_weight))
            : x.Interpreter.Apply(convolution, x, x.Bind(_weight), x.Bind(_bias));
    }
}
