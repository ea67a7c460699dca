namespace Microsoft.ML.NeuralOperators;

/// <summary>Rearrangements of fields that forward passes are written with.</summary>
public static class Layout
{
    /// <summary>[batch, channels, grid…] → [batch, grid…, channels].</summary>
    public static Value ChannelsLast(this Value x) => x.Transpose([0, .. Enumerable.Range(2, x.Rank - 2), 1]);

    /// <summary>[batch, grid…, channels] → [batch, channels, grid…].</summary>
    public static Value ChannelsFirst(this Value x) => x.Transpose([0, x.Rank - 1, .. Enumerable.Range(1, x.Rank - 2)]);

    /// <summary>
    /// [batch, channels, grid…] → [grid…, batch, channels]: matrix products over the last axis, transforms over the
    /// first.
    /// </summary>
    public static Value GridFirst(this Value x) => x.Transpose([.. Enumerable.Range(2, x.Rank - 2), 0, 1]);

    /// <summary>[batch, grid…, channels] → [grid…, batch, channels].</summary>
    public static Value BatchAfterGrid(this Value x)
        => x.Transpose([.. Enumerable.Range(1, x.Rank - 2), 0, x.Rank - 1]);

    /// <summary>[batch, grid…, channels] → [batch, points, channels].</summary>
    public static Value AsPoints(this Value x) => x.Reshape(x.Shape[0], x.Shape.Product(1, x.Rank - 1), x.Shape[-1]);

    /// <summary>[grid…, batch, channels] → [batch, channels, grid…].</summary>
    public static Value GridLast(this Value x)
        => x.Transpose([x.Rank - 2, x.Rank - 1, .. Enumerable.Range(0, x.Rank - 2)]);

    /// <summary>The last channels of [batch, channels, grid…].</summary>
    public static Value LastChannels(this Value x, int count) => x.Slice(1, x.Shape[1] - count, count);

    /// <summary>[batch, points…, channels] → [batch, heads, points…, channels of a head].</summary>
    public static Value SplitHeads(this Value x, int heads)
    {
        int points = x.Rank - 2;
        return x.Reshape([.. x.Shape.SkipLast(1), heads, x.Shape[-1] / heads])
            .Transpose([0, points + 1, .. Enumerable.Range(1, points), points + 2]);
    }

    /// <summary>[batch, heads, points…, channels of a head] → [batch, points…, channels].</summary>
    public static Value JoinHeads(this Value x)
        => x.Transpose([0, .. Enumerable.Range(2, x.Rank - 3), 1, x.Rank - 1])
            .Reshape([x.Shape[0], .. x.Shape.Range(2, x.Rank - 1), x.Shape[1] * x.Shape[-1]]);

    /// <summary>[.., m, n] → [.., n, m].</summary>
    internal static Value SwapLast(this Value x)
        => x.Transpose([.. Enumerable.Range(0, x.Rank - 2), x.Rank - 1, x.Rank - 2]);

    /// <summary>[n] → [1, .., n, .., 1]: a line that broadcasts along one of the axes.</summary>
    internal static Value AlongAxis(this Value x, int axis, int rank)
        => x.Reshape([.. Enumerable.Repeat((Dim)1, axis), x.Shape[0], .. Enumerable.Repeat((Dim)1, rank - axis - 1)]);

    /// <summary>The product of a matrix [new, old] with one axis: [.., old, .., ..] → [.., new, .., ..].</summary>
    internal static Value Along(this Value x, int axis, Value matrix)
    {
        Shape shape = x.Shape;
        Dim outer = shape.Product(0, axis), inner = shape.Product(axis + 1, shape.Rank);
        Value product = matrix.MatMul(axis == 0 ? x.Reshape(shape[axis], inner) : x.Reshape(outer, shape[axis], inner));
        return product.Reshape(shape.With(axis, matrix.Shape[0]));
    }
}
