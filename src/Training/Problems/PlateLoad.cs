namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>Tractions as forces on the points of a mesh.</summary>
internal static class PlateLoad
{
    /// <summary>
    /// The forces of a traction on a straight side: its integrals with the parabolas of the elements.
    /// </summary>
    /// <param name="side">
    /// The side's points in order, evenly spaced from one end of length 1 to the other, the first an element's corner.
    /// </param>
    /// <param name="traction">The traction at every point of the mesh, two numbers a point.</param>
    public static double[] Forces(int[] side, double[] traction)
    {
        var force = new double[traction.Length];
        double width = 2.0 / (side.Length - 1);
        for (int i = 0; i + 2 < side.Length; i += 2)
            for (int c = 0; c < 2; c++)
            {
                int first = 2 * side[i] + c, middle = 2 * side[i + 1] + c, last = 2 * side[i + 2] + c;
                double a = traction[first], b = traction[middle], d = traction[last];
                force[first] += width / 30 * (4 * a + 2 * b - d);
                force[middle] += width / 30 * (2 * a + 16 * b + 2 * d);
                force[last] += width / 30 * (-a + 2 * b + 4 * d);
            }
        return force;
    }
}
