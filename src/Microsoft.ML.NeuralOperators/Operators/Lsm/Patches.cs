namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>A field cut into equal patches, as many along each axis, and put together again.</summary>
/// <param name="field">The shape [batch, channels, grid…].</param>
/// <param name="count">Patches along each axis; divides the grid.</param>
internal sealed class Patches(Shape field, int count)
{
    private readonly int _axes = field.Rank - 2;
    private readonly Dim[] _sizes = [.. field.Skip(2).Select(n => n / count)];

    /// <summary>[batch, channels, grid…] → [batch·patches, points of a patch, channels].</summary>
    public Value Split(Value x)
    {
        Value parts = x.Reshape([field[0], field[1], .. _sizes.SelectMany(Cut)]);
        Dim patches = field[0] * (long)Math.Pow(count, _axes), points = _sizes.Aggregate((a, b) => a * b);
        return parts.Transpose([0, .. Every(2), .. Every(3), 1]).Reshape(patches, points, field[1]);
    }

    /// <summary>[batch·patches, points of a patch, channels] → [batch, channels, grid…].</summary>
    public Value Join(Value x)
    {
        int axes = _axes;
        Value parts = x.Reshape([field[0], .. Enumerable.Repeat((Dim)count, axes), .. _sizes, field[1]]);
        return parts.Transpose([0, 2 * axes + 1, .. Enumerable.Range(1, axes).SelectMany(a => (int[])[a, axes + a])])
            .Reshape(field);
    }

    private IEnumerable<int> Every(int first) => Enumerable.Range(0, _axes).Select(a => first + 2 * a);

    private Dim[] Cut(Dim size) => [count, size];
}
