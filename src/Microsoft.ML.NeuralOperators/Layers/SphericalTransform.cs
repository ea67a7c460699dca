namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// The spherical harmonic transform of fields [longitudes, latitudes, batch, channels], as two matrix products: Fourier
/// modes along the circles of latitude, then Legendre functions between them.
/// </summary>
/// <remarks>
/// Coefficients are [2, orders, degrees, batch, channels], real and imaginary parts; those of negative order follow,
/// since fields are real. For fields that a grid resolves they do not depend on the grid.
/// </remarks>
internal static class SphericalTransform
{
    /// <summary>Fields to coefficients.</summary>
    public static Value ToCoefficients(Value x, SphericalBasis basis)
    {
        Interpreter interpreter = x.Interpreter;
        Dim longitudes = x.Shape[0], latitudes = x.Shape[1], batch = x.Shape[2], channels = x.Shape[3];
        Value waves = FourierBasis.ForwardHalf(interpreter, longitudes, basis.Orders)
            .MatMul(x.Reshape(longitudes, latitudes * batch * channels))
            .Reshape(2, basis.Orders, latitudes, batch * channels);
        return basis.Forward(interpreter, latitudes).MatMul(waves)
            .Reshape(2, basis.Orders, basis.Degrees, batch, channels);
    }

    /// <summary>Coefficients to fields on a grid with the given numbers of longitudes and latitudes.</summary>
    public static Value ToGrid(Value coefficients, SphericalBasis basis, Dim longitudes, Dim latitudes)
    {
        Interpreter interpreter = coefficients.Interpreter;
        Dim batch = coefficients.Shape[3], channels = coefficients.Shape[4];
        Value waves = basis.Inverse(interpreter, latitudes)
            .MatMul(coefficients.Reshape(2, basis.Orders, basis.Degrees, batch * channels));
        return FourierBasis.InverseHalf(interpreter, longitudes, basis.Orders)
            .MatMul(waves.Reshape(2L * basis.Orders, latitudes * batch * channels))
            .Reshape(longitudes, latitudes, batch, channels);
    }
}
