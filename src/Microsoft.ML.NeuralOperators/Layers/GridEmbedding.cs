namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Appends the coordinates of every point as channels: start + (end - start)·i/n along each axis, the end point
/// excluded. Values are laid out grid first: [grid…, batch, channels] → [grid…, batch, channels + axes].
/// </summary>
/// <param name="dimensions">Number of grid axes.</param>
/// <param name="start">Coordinate of the first point.</param>
/// <param name="end">Coordinate one cell after the last point.</param>
public sealed class GridEmbedding(int dimensions, double start = 0, double end = 1) : Layer
{
    /// <summary>Appends the coordinates.</summary>
    public Value Apply(Value x)
    {
        Interpreter interpreter = x.Interpreter;
        Dim[] grid = [.. x.Shape.Take(dimensions)];
        Dim batch = x.Shape[dimensions];
        Value coordinates = interpreter.Table($"grid {start} {end} {x.Shape.Range(0, dimensions + 1)}", () =>
        {
            var axes = new Value[dimensions];
            for (int axis = 0; axis < dimensions; axis++)
            {
                Value line = interpreter.Sequence(grid[axis]) / interpreter.Number(grid[axis]) * (end - start) + start;
                Dim[] shape = [.. Enumerable.Repeat((Dim)1, dimensions + 2)];
                shape[axis] = grid[axis];
                axes[axis] = line.Reshape(shape).Expand([.. grid, batch, 1]);
            }
            return Value.Concat(-1, axes);
        });
        return Value.Concat(-1, x, coordinates);
    }
}
