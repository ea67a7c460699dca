namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>Integrals of the functions that are 1 at one corner of a cell and 0 at the others.</summary>
internal static class CellQuadrature
{
    private static readonly double[] Gauss = [0.5 - Math.Sqrt(1 / 12.0), 0.5 + Math.Sqrt(1 / 12.0)];

    // Places of the corners of quadrilaterals and hexahedra in the unit box.
    private static readonly int[,] Box =
        { { 0, 0, 0 }, { 1, 0, 0 }, { 1, 1, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { 1, 0, 1 }, { 1, 1, 1 }, { 0, 1, 1 } };

    /// <summary>The weight of every corner; together they are the cell's length, area or volume.</summary>
    /// <param name="shape">The cell's shape.</param>
    /// <param name="corners">Coordinates, corner after corner.</param>
    /// <param name="axes">Coordinates of a corner.</param>
    /// <param name="weights">Gets them.</param>
    public static void Weights(CellShape shape, ReadOnlySpan<double> corners, int axes, Span<double> weights)
    {
        weights.Clear();
        Span<double> tangents = stackalloc double[9];
        if (shape.Corners == shape.Dimension + 1)
        {
            for (int k = 0; k < shape.Dimension; k++)
                for (int axis = 0; axis < axes; axis++)
                    tangents[3 * k + axis] = corners[(k + 1) * axes + axis] - corners[axis];
            double measure = Measure(tangents, shape.Dimension) / (shape.Dimension == 3 ? 6 : shape.Dimension);
            weights.Fill(measure / shape.Corners);
            return;
        }
        Span<double> point = stackalloc double[3];
        for (int g = 0; g < 1 << shape.Dimension; g++)
        {
            for (int k = 0; k < 3; k++) point[k] = k < shape.Dimension ? Gauss[g >> k & 1] : 0;
            tangents.Clear();
            for (int corner = 0; corner < shape.Corners; corner++)
                for (int k = 0; k < shape.Dimension; k++)
                {
                    double slope = Value(corner, point, k);
                    for (int axis = 0; axis < axes; axis++)
                        tangents[3 * k + axis] += slope * corners[corner * axes + axis];
                }
            double measure = Measure(tangents, shape.Dimension) / (1 << shape.Dimension);
            for (int corner = 0; corner < shape.Corners; corner++)
                weights[corner] += measure * Value(corner, point, -1);
        }
    }

    // A corner's function at a point of the box, or its slope along an axis.
    private static double Value(int corner, ReadOnlySpan<double> point, int slope)
    {
        double product = 1;
        for (int k = 0; k < 3; k++)
            product *= k == slope ? 2 * Box[corner, k] - 1 : Box[corner, k] == 1 ? point[k] : 1 - point[k];
        return product;
    }

    // Length, area or volume of what the tangents span.
    private static double Measure(ReadOnlySpan<double> t, int dimension)
    {
        double x = t[1] * t[5] - t[2] * t[4], y = t[2] * t[3] - t[0] * t[5], z = t[0] * t[4] - t[1] * t[3];
        return dimension switch
        {
            1 => Math.Sqrt(t[0] * t[0] + t[1] * t[1] + t[2] * t[2]),
            2 => Math.Sqrt(x * x + y * y + z * z),
            _ => Math.Abs(x * t[6] + y * t[7] + z * t[8]),
        };
    }
}
