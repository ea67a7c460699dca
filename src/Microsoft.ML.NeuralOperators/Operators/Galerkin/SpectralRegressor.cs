using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Galerkin;

/// <summary>
/// The decoder of the transformer: a map of values and coordinates, spectral layers SiLU(K x + W x), two pointwise maps.
/// Grid first: [grid…, batch, channels] → [grid…, batch, out].
/// </summary>
internal sealed class SpectralRegressor : Layer
{
    private readonly PointwiseLinear? _lifting;
    private readonly (SpectralConvolution Convolution, PointwiseLinear Skip)[] _layers;
    private readonly ChannelMlp _projection;

    /// <summary>Declares the layer.</summary>
    public SpectralRegressor(GalerkinOperatorOptions options)
    {
        int width = options.RegressorChannels, axes = options.NumberOfModes.Count;
        _lifting = options.HasRegressorLifting ? Compose("lifting", new PointwiseLinear(options.HiddenChannels + axes, width)) : null;
        // The published first values: Glorot's rule over the whole array of real pairs, with the gain 1/(in·out).
        double numbers = 2 * options.NumberOfModes.SkipLast(1).Aggregate(options.NumberOfModes[^1] / 2 + 1.0, (product, m) => product * m);
        _layers = [.. Enumerable.Range(0, options.RegressorLayers).Select(i =>
        {
            int inputs = i == 0 && _lifting is null ? options.HiddenChannels : width;
            double deviation = Math.Sqrt(2 / ((inputs + width) * numbers)) / ((double)inputs * width);
            return (Compose($"layers.{i}.convolution", new SpectralConvolution(inputs, width, options.NumberOfModes, hasBias: false, deviation)),
                Compose($"layers.{i}.skip", new PointwiseLinear(inputs, width)));
        })];
        _projection = Compose("projection", new ChannelMlp(width, options.ProjectionChannels, options.OutputChannels, Activation.Silu));
    }

    /// <summary>Applies the layer.</summary>
    public Value Apply(Value x)
    {
        if (_lifting is not null)
        {
            Shape grid = x.Shape.Range(0, x.Rank - 2);
            Value points = PointCoordinates.Of(x.Interpreter, grid).Reshape([.. grid, 1, grid.Rank]).Expand([.. grid, x.Shape[-2], grid.Rank]);
            x = _lifting.Apply(Value.Concat(-1, x, points));
        }
        foreach (var (convolution, skip) in _layers) x = (convolution.Apply(x) + skip.Apply(x)).Map(UnaryFunction.Silu);
        return _projection.Apply(x);
    }
}
