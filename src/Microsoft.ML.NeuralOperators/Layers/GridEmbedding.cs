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
        Shape grid = x.Shape.Range(0, dimensions);
        Dim batch = x.Shape[dimensions];
        Value coordinates = interpreter.Table($"grid {start} {end} {grid} {batch}", () => PointCoordinates.OnGrid(grid,
            size => interpreter.Sequence(size) / interpreter.Number(size) * (end - start) + start)
            .Reshape([.. grid, 1, dimensions]).Expand([.. grid, batch, dimensions]));
        return Value.Concat(-1, x, coordinates);
    }
}
