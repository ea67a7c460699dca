namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The way back to the fine grid: linear interpolation, a convolution, linear interpolation. [batch, channels, coarse grid…] → [batch, channels, grid…].</summary>
internal sealed class GridUpscaler : Layer
{
    private readonly GridConvolution _convolution;

    /// <summary>Declares the layer.</summary>
    public GridUpscaler(GalerkinTransformerOptions options)
        => _convolution = Compose("convolution", new GridConvolution(options.Modes.Count, options.Channels,
            options.Channels, 3, BoundaryCondition.Dirichlet, hasBias: true));

    /// <summary>Applies the layer.</summary>
    /// <param name="x">The field on the coarse grid.</param>
    /// <param name="middle">Points of the middle grid along each axis.</param>
    /// <param name="fine">Points of the fine grid along each axis.</param>
    public Value Apply(Value x, Dim[] middle, Dim[] fine)
        => LinearInterpolation.Resize(_convolution.Apply(LinearInterpolation.Resize(x, 2, middle)).Silu(), 2, fine);
}
