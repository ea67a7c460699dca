namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Coordinates of the points of a grid: i/(n-1) along each axis, from 0 at the first to 1 at the last point.
/// </summary>
public static class PointCoordinates
{
    /// <summary>The coordinates [grid…, axes].</summary>
    /// <param name="interpreter">Who computes them.</param>
    /// <param name="grid">Points along each axis.</param>
    public static Value Of(Interpreter interpreter, Shape grid) => interpreter.Table($"points {grid}",
        () => OnGrid(grid, size => interpreter.Sequence(size) / interpreter.Number(Dim.Max(size - 1, 1))));

    /// <summary>
    /// Appends the coordinates as channels: [batch, grid…, channels] → [batch, grid…, channels + axes].
    /// </summary>
    public static Value Append(Value x)
    {
        Shape grid = x.Shape.Range(1, x.Rank - 1);
        return Value.Concat(-1, x, Of(x.Interpreter, grid).Expand([x.Shape[0], .. grid, grid.Rank]));
    }

    /// <summary>Coordinates [grid…, axes], each found from the number of points along its axis.</summary>
    internal static Value OnGrid(Shape grid, Func<Dim, Value> line) => Value.Concat(-1, [.. grid.Select((size, axis)
        => line(size).AlongAxis(axis, grid.Rank + 1).Expand([.. grid, 1]))]);
}
