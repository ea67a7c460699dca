namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The 2^axes grid points around every query point: the field's values there, the distances in cells, and the weights
/// of linear interpolation. Beyond the ends of axes that are not periodic, the outermost points stand in for those
/// outside.
/// </summary>
internal sealed class GridCorners
{
    private readonly Value _rows;
    private readonly Shape _grid;
    private readonly Dim _batch, _points;
    // For each axis and side: which point it is, the query's distance from it, its weight; [batch, points, 1].
    private readonly (Value Place, Value Offset, Value Weight)[][] _sides;

    /// <summary>Finds the corners.</summary>
    /// <param name="field">[batch, grid…, channels].</param>
    /// <param name="points">Query points in the unit cube, [batch, points, axes].</param>
    /// <param name="placement">Where the field's points are.</param>
    /// <param name="shift">
    /// How far before a grid point a query point counts as at it, as a fraction of half of the domain.
    /// </param>
    public GridCorners(Value field, Value points, PointPlacement placement, double shift = 0)
    {
        _grid = field.Shape.Range(1, field.Rank - 1);
        (_batch, _points) = (field.Shape[0], points.Shape[1]);
        _rows = field.Reshape(field.Shape.Product(0, field.Rank - 1), field.Shape[-1]);
        _sides = [.. _grid.Select((size, axis) => Sides(points.Slice(2, axis, 1), size, placement, shift))];
    }

    /// <summary>How many corners there are.</summary>
    public int Count => 1 << _sides.Length;

    /// <summary>The field at a corner, [batch, points, channels].</summary>
    public Value Rows(int corner)
    {
        Value place = _rows.Interpreter.Sequence(_batch).Reshape(_batch, 1, 1);
        for (int axis = 0; axis < _sides.Length; axis++)
            place = place * _rows.Interpreter.Number(_grid[axis]) + Side(corner, axis).Place;
        return _rows.Interpreter.Apply(new PickRows(), _rows, place.Reshape(_batch * _points))
            .Reshape(_batch, _points, _rows.Shape[1]);
    }

    /// <summary>The weight of a corner, [batch, points, 1].</summary>
    public Value Weight(int corner) => Enumerable.Range(0, _sides.Length).Select(axis => Side(corner, axis).Weight)
        .Aggregate((product, weight) => product * weight);

    /// <summary>How far the query point is from a corner along each axis, in cells: [batch, points, axes].</summary>
    public Value Offset(int corner)
        => Value.Concat(2, [.. Enumerable.Range(0, _sides.Length).Select(axis => Side(corner, axis).Offset)]);

    private (Value Place, Value Offset, Value Weight) Side(int corner, int axis) => _sides[axis][corner >> axis & 1];

    private static (Value, Value, Value)[] Sides(Value x, Dim size, PointPlacement placement, double shift)
    {
        Value n = x.Interpreter.Number(size);
        Value position = placement switch
        {
            PointPlacement.EndPoints => x * (n - 1),
            PointPlacement.Periodic => x * n,
            _ => x * n - 0.5,
        };
        Value low = (shift == 0 ? position : position + n * (shift / 2)).Floor(), part = position - low;
        return [Side(low, -part + 1), Side(low + 1, part)];

        (Value, Value, Value) Side(Value place, Value weight)
        {
            if (placement == PointPlacement.Periodic)
                return (place - (place / n).Floor() * n, position - place, weight);
            Value inside = place.AtLeast(0).With(BinaryFunction.Minimum, n - 1);
            return (inside, position - inside, weight);
        }
    }
}
