namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The way back to the fine grid: linear interpolation to a middle grid, a convolution, linear interpolation. [batch,
/// coarse grid…, channels] → [grid…, batch, channels].
/// </summary>
internal sealed class GridUpscaler : Layer
{
    private readonly GridConvolution _convolution;
    private readonly double _fraction;

    public GridUpscaler(GalerkinTransformerOptions options)
    {
        _fraction = options.CoarseFraction;
        _convolution = Compose("convolution",
            new GridConvolution(options.AxisCount, options.Channels, options.Channels, 3,
            BoundaryCondition.Dirichlet, hasBias: true));
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">The field on the coarse grid.</param>
    /// <param name="grid">Points of the fine grid along each axis.</param>
    public Value Apply(Value x, Shape grid)
    {
        Value middle = LinearInterpolation.Resize(x.ChannelsFirst(), 2,
            GridDownscaler.Sizes(grid, Math.Sqrt(_fraction)));
        return LinearInterpolation.Resize(_convolution.Apply(middle).Silu(), 2, [.. grid]).GridFirst();
    }
}
