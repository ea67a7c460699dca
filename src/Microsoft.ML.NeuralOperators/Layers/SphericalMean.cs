namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Means over the sphere of fields [batch, channels, latitudes, longitudes], and fields adjusted to given means, for
/// conserved quantities.
/// </summary>
/// <param name="grid">Where the circles of latitude are.</param>
internal sealed class SphericalMean(SphericalGrid grid) : Layer
{
    /// <summary>[batch, channels, 1, 1].</summary>
    public Value Of(Value x)
    {
        Interpreter interpreter = x.Interpreter;
        Dim latitudes = x.Shape[2];
        Value weights = interpreter.Table($"sphere means {grid} {latitudes}",
            () => Latitudes.WeightsOf(interpreter, grid, latitudes).Reshape(latitudes, 1) * 0.5);
        return (x.Reduce(Reduction.Mean, 3) * weights).Reduce(Reduction.Sum, 2);
    }

    /// <summary>
    /// A field with constants added to some channels, such that their means are those of another one.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="other">The other one, of the same channels.</param>
    /// <param name="channels">The channels.</param>
    public Value Match(Value field, Value other, IReadOnlyList<int> channels)
    {
        int count = (int)field.Shape[1].Value;
        double[] chosen = [.. Enumerable.Range(0, count).Select(c => channels.Contains(c) ? 1.0 : 0)];
        Value isMatched = field.Interpreter.Table($"channels {string.Join(' ', channels)} of {count}",
            () => field.Interpreter.Constant(chosen, 1, count, 1, 1));
        return field.Interpreter.InFullPrecision(field, full => full + Of(other - full) * isMatched);
    }
}
