namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Appends the sine of the latitude, 1 at the north pole, as a channel: [latitudes, longitudes, batch, channels] →
/// [latitudes, longitudes, batch, channels + 1].
/// </summary>
/// <param name="grid">Where the circles of latitude are.</param>
internal sealed class LatitudeEmbedding(SphericalGrid grid) : Layer
{
    /// <summary>Appends the channel.</summary>
    public Value Apply(Value x)
    {
        Interpreter interpreter = x.Interpreter;
        Dim latitudes = x.Shape[0];
        Value sines = interpreter.Table($"sines of latitudes {grid} {latitudes}",
            () => new Latitudes(interpreter, grid, latitudes).Waves(interpreter.Constant([1], 1, 1)).Cos
                .Reshape(latitudes, 1, 1, 1));
        return Value.Concat(-1, x, sines.Expand(latitudes, x.Shape[1], x.Shape[2], 1));
    }
}
