namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The box around points: half its width along every coordinate (1 where it is flat) and its centre.</summary>
/// <param name="Centre">One number per coordinate.</param>
/// <param name="Extent">One number per coordinate, above zero.</param>
internal sealed record PointBox(float[] Centre, float[] Extent)
{
    /// <summary>The box around all points of a field of coordinates [coordinates, points].</summary>
    public static PointBox Around(FieldSamples points)
    {
        ArgumentNullException.ThrowIfNull(points);
        float[] lowest = [.. Enumerable.Repeat(float.PositiveInfinity, points.Channels)],
            highest = Array.ConvertAll(lowest, v => -v);
        points.ForEachLine((c, values) =>
        {
            foreach (float value in values)
                (lowest[c], highest[c]) = (Math.Min(lowest[c], value), Math.Max(highest[c], value));
        });
        return new PointBox([.. lowest.Zip(highest, (a, b) => (a + b) / 2)],
            [.. lowest.Zip(highest, (a, b) => b > a ? (b - a) / 2 : 1)]);
    }
}
