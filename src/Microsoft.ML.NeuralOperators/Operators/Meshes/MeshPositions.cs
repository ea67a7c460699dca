namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// What an operator on a mesh is told of the place of its points: their coordinates, or the distances to a reference
/// grid (the "unified position" of Wu et al. 2024, arXiv:2402.02366), of as many points along every coordinate.
/// </summary>
/// <param name="coordinates">Coordinates of a point.</param>
/// <param name="referencePoints">Points of the reference grid along every coordinate; 0 for coordinates.</param>
/// <param name="start">The reference grid's first coordinate, along every axis.</param>
/// <param name="end">Its last one.</param>
internal sealed class MeshPositions(int coordinates, int referencePoints, double start, double end)
{
    /// <summary>Of grids, whose coordinates run from 0 to 1.</summary>
    public static MeshPositions OnGrid(int axes, int referencePoints) => new(axes, referencePoints, 0, 1);

    /// <summary>
    /// Of point sets. Their coordinates come with mean 0 and standard deviation 1; those of points spread evenly over a
    /// box then end at ±√3.
    /// </summary>
    public static MeshPositions OnPoints(int coordinates, int referencePoints)
        => new(coordinates, referencePoints, -Math.Sqrt(3), Math.Sqrt(3));

    /// <summary>Channels that are told of a point.</summary>
    public int Channels => referencePoints == 0 ? coordinates : checked((int)Math.Pow(referencePoints, coordinates));

    /// <summary>[.., points, coordinates] → [.., points, channels].</summary>
    public Value Apply(Value points)
    {
        if (referencePoints == 0) return points;
        Interpreter interpreter = points.Interpreter;
        // [coordinates, reference points], the last coordinate fastest.
        Value reference = interpreter.Table($"reference points {coordinates} {referencePoints} {start} {end}",
            () => interpreter.Constant([.. Enumerable.Range(0, coordinates).SelectMany(Line)], coordinates, Channels));
        Value sum = Square(0);
        for (int axis = 1; axis < coordinates; axis++) sum += Square(axis);
        return sum.Sqrt();

        Value Square(int axis)
        {
            Value difference = points.Slice(-1, axis, 1) - reference.Slice(0, axis, 1).Reshape(Channels);
            return difference * difference;
        }
    }

    private IEnumerable<double> Line(int axis)
    {
        int stride = (int)Math.Pow(referencePoints, coordinates - 1 - axis);
        return Enumerable.Range(0, Channels).Select(i => start + (end - start) * (i / stride % referencePoints)
            / Math.Max(1, referencePoints - 1));
    }
}
