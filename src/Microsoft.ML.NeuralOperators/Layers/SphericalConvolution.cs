namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Convolution on the sphere with a learned kernel that lives on few spherical harmonics (Bonev et al. 2023,
/// arXiv:2306.03838), on values [longitudes, latitudes, batch, in] → [longitudes, latitudes, batch, out].
/// </summary>
internal sealed class SphericalConvolution : Layer, IKernelIntegral
{
    private readonly SphericalBasis _basis;
    private readonly SphericalFilter _filter;
    private readonly int _outputs;
    private readonly Func<Value, Value> _weight;

    /// <summary>Declares the layer.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="basis">The harmonics.</param>
    /// <param name="filter">By what their coefficients are multiplied.</param>
    /// <param name="weight">
    /// Makes the weight of a filter by degree; null for one dense parameter, whatever the filter.
    /// </param>
    public SphericalConvolution(int inputs, int outputs, SphericalBasis basis, SphericalFilter filter,
        Func<SpectralShape, SpectralWeight>? weight = null)
    {
        (_basis, _filter, _outputs) = (basis, filter, outputs);
        double deviation = Math.Sqrt(2.0 / (inputs + outputs));
        var spread = new Initializer.Normal(deviation);
        _weight = weight?.Invoke(new(inputs, outputs, [basis.Degrees], deviation)) is { } made
            ? Compose(made.Name, made).Of : Dense();
        Bias = Declare("bias", [outputs], spread);

        Func<Value, Value> Dense()
        {
            ParameterDeclaration dense = filter switch
            {
                SphericalFilter.Zonal => Declare("weight.tensor", [basis.Degrees, inputs, outputs], spread, [1, 2, 0]),
                SphericalFilter.Degree
                    => Declare("weight.tensor", [basis.Degrees, 2, inputs, outputs], spread, [2, 3, 0, 1]),
                _ => Declare("weight.tensor", [basis.Orders, basis.Degrees, 2, inputs, outputs], spread,
                    [3, 4, 1, 0, 2]),
            };
            return x => x.Bind(dense);
        }
    }

    /// <inheritdoc/>
    public ParameterDeclaration? Bias { get; }

    /// <inheritdoc/>
    public Value Apply(Value x)
        => SphericalTransform.ToGrid(Multiply(SphericalTransform.ToCoefficients(x, _basis)), _basis, x.Shape[0],
            x.Shape[1]);

    // [2, orders, degrees, batch, in] → [2, orders, degrees, batch, out]
    private Value Multiply(Value z)
    {
        Dim batch = z.Shape[3], inputs = z.Shape[4];
        int orders = _basis.Orders, degrees = _basis.Degrees;
        Value weight = _weight(z);
        switch (_filter)
        {
            case SphericalFilter.Zonal:
                return z.Transpose(2, 0, 1, 3, 4).Reshape(degrees, batch * (2 * orders), inputs).MatMul(weight)
                    .Reshape(degrees, 2, orders, batch, _outputs).Transpose(1, 2, 0, 3, 4);
            case SphericalFilter.Degree:
                Value spectrum = z.Transpose(0, 2, 1, 3, 4).Reshape(2, degrees, batch * orders, inputs);
                return z.Interpreter.Apply(new ModeProduct(), spectrum, weight)
                    .Reshape(2, degrees, orders, batch, _outputs).Transpose(0, 2, 1, 3, 4);
            default:
                return ModeTransform.Multiply(z.Reshape(2, (long)orders * degrees, batch, inputs), weight)
                    .Reshape(2, orders, degrees, batch, _outputs);
        }
    }
}
