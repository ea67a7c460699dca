using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>Where a grid lies.</summary>
/// <param name="Lower">The lower corner.</param>
/// <param name="Upper">The upper corner.</param>
internal sealed record GridBox(double[] Lower, double[] Upper)
{
    /// <summary>The box of options, the unit box where they are silent.</summary>
    public static GridBox Of(IReadOnlyList<double>? lower, IReadOnlyList<double>? upper, int axes)
        => new([.. lower ?? [.. new double[axes]]], [.. upper ?? [.. Enumerable.Repeat(1.0, axes)]]);

    /// <summary>A sentence for what is wrong with corners; the number of axes may not be known yet.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<double>? lower, IReadOnlyList<double>? upper, int? axes)
    {
        int count = Math.Max(0, axes ?? lower?.Count ?? upper?.Count ?? 1);
        foreach (var (name, corner) in new[] { ("Lower", lower), ("Upper", upper) })
            if (corner is not null && (corner.Count != count || corner.Any(x => !double.IsFinite(x))))
            {
                yield return Invariant($"{name} is [{string.Join(", ", corner)}]; expected {count} finite numbers");
                yield break;
            }
        GridBox box = Of(lower, upper, count);
        for (int axis = 0; axis < count; axis++)
            if (box.Upper[axis] <= box.Lower[axis])
                yield return Invariant($"The box goes from {box.Lower[axis]} to {box.Upper[axis]} along axis {axis}");
    }

    /// <summary>The grid's points, one after the other.</summary>
    public double[] Points(IReadOnlyList<int> grid, PointPlacement placement)
    {
        int count = grid.Aggregate(1, (a, b) => checked(a * b)), axes = grid.Count;
        var points = new double[checked(count * axes)];
        for (int i = 0; i < count; i++)
            for (int axis = axes - 1, rest = i; axis >= 0; rest /= grid[axis--])
                points[i * axes + axis] = Lower[axis] + (Upper[axis] - Lower[axis])
                    * GridSampler.Coordinate(placement, rest % grid[axis], grid[axis]);
        return points;
    }
}
