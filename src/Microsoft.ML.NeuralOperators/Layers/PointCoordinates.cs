namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Coordinates of the points of a grid: i/(n-1) along each axis, from 0 at the first to 1 at the last point.
/// </summary>
public static class PointCoordinates
{
    /// <summary>The coordinates [grid…, axes].</summary>
    /// <param name="interpreter">Who computes them.</param>
    /// <param name="grid">Points along each axis.</param>
    public static Value Of(Interpreter interpreter, Shape grid) => interpreter.Table($"points {grid}", () =>
    {
        var axes = new Value[grid.Rank];
        for (int axis = 0; axis < axes.Length; axis++)
        {
            Dim[] shape = [.. Enumerable.Repeat((Dim)1, grid.Rank + 1)];
            shape[axis] = grid[axis];
            Value line = interpreter.Sequence(grid[axis]) / interpreter.Number(Dim.Max(grid[axis] - 1, 1));
            axes[axis] = line.Reshape(shape).Expand([.. grid, 1]);
        }
        return Value.Concat(-1, axes);
    });

    /// <summary>
    /// Appends the coordinates as channels: [batch, grid…, channels] → [batch, grid…, channels + axes].
    /// </summary>
    public static Value Append(Value x)
    {
        Shape grid = x.Shape.Range(1, x.Rank - 1);
        return Value.Concat(-1, x, Of(x.Interpreter, grid).Expand([x.Shape[0], .. grid, grid.Rank]));
    }
}
