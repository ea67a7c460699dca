namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// What the authors' program takes from around every query point of a plane: the distances from the four points in
/// half cells, their features, weighed by the areas between the query and the opposite points, and the interpolated
/// field.
/// </summary>
internal static class PublishedCorners
{
    // The program shifts its queries by this before it looks for neighbours, so that rounding does not decide which of
    // two cells a query at a point belongs to, and adds the other to areas.
    private const double Shift = 1e-6, LeastArea = 1e-9;
    private const int Corners = 4;

    /// <summary>[batch, points, 8 + 4·features + field].</summary>
    /// <param name="rows">Features, then the field: [batch, height, width, channels].</param>
    /// <param name="features">How many of the channels are features.</param>
    /// <param name="points">Query points in the unit square, [batch, points, 2].</param>
    public static Value Around(Value rows, int features, Value points)
    {
        Dim channels = rows.Shape[-1] - features;
        var around = new GridCorners(rows.Slice(3, 0, features), points, PointPlacement.CellCentres, Shift);
        // Unlike here, the first axis is the slow one there.
        int[] order = [0, 2, 1, 3];
        Value[] offsets = [.. order.Select(corner => around.Offset(corner) * 2)];
        Value[] areas = [.. offsets.Select(o => (o.Slice(2, 0, 1) * o.Slice(2, 1, 1)).Abs() + LeastArea)];
        Value total = areas.Aggregate((sum, area) => sum + area);
        var field = new GridCorners(rows.Slice(3, features, channels), points, PointPlacement.CellCentres);
        return Value.Concat(2, [.. offsets,
            .. order.Select((corner, i) => around.Rows(corner) * (areas[Corners - 1 - i] / total)),
            order.Select(corner => field.Rows(corner) * field.Weight(corner)).Aggregate((sum, part) => sum + part)]);
    }

    /// <summary>The size of a target's cell in half cells of the field, at every point: [batch, points, 2].</summary>
    /// <param name="field">[batch, channels, height, width].</param>
    /// <param name="cell">Sizes in the unit square, [batch, 2].</param>
    /// <param name="points">How many.</param>
    public static Value Cells(Value field, Value cell, Dim points)
    {
        Interpreter interpreter = field.Interpreter;
        Value size = Value.Concat(0, interpreter.Number(field.Shape[2]), interpreter.Number(field.Shape[3]));
        return (cell * size * 2).Reshape(cell.Shape[0], 1, 2).Expand(cell.Shape[0], points, 2);
    }
}
