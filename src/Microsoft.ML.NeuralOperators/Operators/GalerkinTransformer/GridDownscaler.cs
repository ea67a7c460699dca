namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The way to a coarser grid in two steps of linear interpolation, with three convolutions on the middle grid whose
/// results are joined (Cao 2021, arXiv:2105.14995, appendix C): [batch, in, grid…] → [batch, coarse grid…, channels].
/// </summary>
internal sealed class GridDownscaler : Layer
{
    private readonly GridConvolution _lifting;
    private readonly GridConvolution[] _convolutions;
    private readonly Activation _activation;
    private readonly double _dropout;
    private readonly double _fraction;

    public GridDownscaler(int inputs, GalerkinTransformerOptions options)
    {
        int axes = options.Modes.Count, channels = options.Channels, third = channels / 3;
        (_activation, _dropout, _fraction) = (options.Activation, options.Dropout, options.CoarseFraction);
        _lifting = Compose("lifting", Convolution(inputs, channels));
        _convolutions = [Compose("convolutions.0", Convolution(channels, third)),
            Compose("convolutions.1", Convolution(third, third)),
            Compose("convolutions.2", Convolution(third, channels - 2 * third))];

        GridConvolution Convolution(int from, int to)
            => new(axes, from, to, 3, BoundaryCondition.Dirichlet, hasBias: true);
    }

    public Value Apply(Value x)
    {
        Shape grid = x.Shape.Range(2, x.Rank);
        Dim[] middle = Sizes(grid, Math.Sqrt(_fraction)), coarse = Sizes(grid, _fraction);
        x = _activation.Apply(LinearInterpolation.Resize(_lifting.Apply(x), 2, middle));
        var parts = new List<Value>();
        foreach (GridConvolution convolution in _convolutions) parts.Add(x = _activation.Apply(convolution.Apply(x)));
        return _activation.Apply(LinearInterpolation.Resize(Value.Concat(1, parts).Drop(_dropout), 2, coarse))
            .ChannelsLast();
    }

    /// <summary>A fraction of the points along each axis, at least one.</summary>
    public static Dim[] Sizes(Shape grid, double fraction)
        => [.. grid.Select(n => Dim.Max(Dim.Fraction(n, fraction), 1))];
}
