namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>Coordinates as columns hold them, [axes, points].</summary>
internal static class PointCloud
{
    /// <summary>The coordinates point after point, in double precision.</summary>
    /// <param name="coordinates">[axes, points].</param>
    /// <param name="axes">Axes: 1, 2 or 3.</param>
    /// <param name="name">The argument, for errors.</param>
    /// <exception cref="ArgumentException">The numbers are not whole points, or one is not finite.</exception>
    public static double[] Transposed(ReadOnlySpan<float> coordinates, int axes, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(axes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(axes, 3);
        if (coordinates.Length % axes != 0)
            throw new ArgumentException($"{coordinates.Length} numbers are no points of {axes} coordinates.", name);
        int points = coordinates.Length / axes;
        var result = new double[coordinates.Length];
        for (int axis = 0; axis < axes; axis++)
            for (int i = 0; i < points; i++)
            {
                float value = coordinates[axis * points + i];
                if (!float.IsFinite(value))
                    throw new ArgumentException($"Coordinate {axis} of point {i} is {value}; expected a finite number.",
                        name);
                result[i * axes + axis] = value;
            }
        return result;
    }
}
