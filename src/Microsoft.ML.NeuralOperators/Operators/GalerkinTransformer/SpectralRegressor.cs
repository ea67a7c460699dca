namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The decoder of the transformer: a linear layer of values and coordinates, spectral layers SiLU(K x + W x), and an
/// MLP. Grid first: [grid…, batch, channels] → [grid…, batch, out].
/// </summary>
internal sealed class SpectralRegressor : Layer
{
    private readonly Linear? _lifting;
    private readonly (SpectralConvolution Convolution, Linear Skip)[] _layers;
    private readonly Mlp _projection;

    public SpectralRegressor(GalerkinTransformerOptions options, int outputs)
    {
        int width = options.RegressorChannels, axes = options.Modes.Count;
        _lifting = options.HasRegressorLifting ? Compose("lifting", new Linear(options.Channels + axes, width)) : null;
        // The published initial values: Glorot's rule over the whole array of real pairs, with the gain 1/(in·out).
        double numbers = 2 * options.Modes.SkipLast(1)
            .Aggregate(options.Modes[^1] / 2 + 1.0, (product, m) => product * m);
        _layers = [.. Enumerable.Range(0, options.RegressorLayers).Select(i =>
        {
            int inputs = i == 0 && _lifting is null ? options.Channels : width;
            double deviation = Math.Sqrt(2 / ((inputs + width) * numbers)) / ((double)inputs * width);
            return (Compose($"layers.{i}.convolution",
                new SpectralConvolution(inputs, width, options.Modes, hasBias: false, deviation)),
                Compose($"layers.{i}.skip", new Linear(inputs, width)));
        })];
        _projection = Compose("projection", new Mlp(width, options.ProjectionChannels, outputs, Activation.Silu));
    }

    public Value Apply(Value x)
    {
        if (_lifting is not null)
        {
            Shape grid = x.Shape.Range(0, x.Rank - 2);
            Value points = PointCoordinates.Of(x.Interpreter, grid).Reshape([.. grid, 1, grid.Rank])
                .Expand([.. grid, x.Shape[-2], grid.Rank]);
            x = _lifting.Apply(Value.Concat(-1, x, points));
        }
        foreach (var (convolution, skip) in _layers) x = (convolution.Apply(x) + skip.Apply(x)).Silu();
        return _projection.Apply(x);
    }
}
