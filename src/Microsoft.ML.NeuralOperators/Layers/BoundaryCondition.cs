namespace Microsoft.ML.NeuralOperators;

/// <summary>What a field does at the boundary of its domain; convolutions continue it accordingly.</summary>
public enum BoundaryCondition
{
    /// <summary>The field is zero outside: convolutions pad with zeros.</summary>
    Dirichlet,
    /// <summary>The field is mirrored, its normal derivative vanishes: convolutions pad by reflection.</summary>
    Neumann,
    /// <summary>The field continues at the other side: convolutions pad circularly.</summary>
    Periodic,
}

internal static class BoundaryConditions
{
    /// <summary>The padding that continues a field.</summary>
    public static PaddingMode Padding(this BoundaryCondition boundary) => boundary switch
    {
        BoundaryCondition.Neumann => PaddingMode.Reflect,
        BoundaryCondition.Periodic => PaddingMode.Circular,
        _ => PaddingMode.Zeros,
    };

    /// <summary>[batch, channels, grid…] with as many cells added at every end of the grid.</summary>
    /// <param name="x">The field.</param>
    /// <param name="boundaries">One condition for each grid axis.</param>
    /// <param name="width">How many.</param>
    public static Value PadBoundary(this Value x, IReadOnlyList<BoundaryCondition> boundaries, int width)
    {
        Dim[] widths = [.. boundaries.Select(_ => (Dim)width)];
        return x.Continue(boundaries, widths, widths);
    }

    /// <summary>[batch, channels, grid…] with cells added before the first and after the last points.</summary>
    /// <param name="x">The field.</param>
    /// <param name="boundaries">One condition for each grid axis.</param>
    /// <param name="before">Cells before the first point of each axis.</param>
    /// <param name="after">Cells after the last point of each axis.</param>
    public static Value Continue(this Value x, IReadOnlyList<BoundaryCondition> boundaries, Dim[] before, Dim[] after)
    {
        foreach (BoundaryCondition boundary in boundaries.Distinct())
        {
            int[] alike = [.. Enumerable.Range(0, boundaries.Count).Where(axis => boundaries[axis] == boundary)];
            x = x.Pad(boundary.Padding(), [.. alike.Select(axis => axis + 2)], [.. alike.Select(axis => before[axis])],
                [.. alike.Select(axis => after[axis])]);
        }
        return x;
    }

    /// <summary>
    /// [batch, channels, grid…] continued after its last points, so that the sizes become multiples of a number.
    /// </summary>
    public static Value ContinueToMultiple(this Value x, IReadOnlyList<BoundaryCondition> boundaries, long multiple)
    {
        Dim[] sizes = [.. x.Shape.Skip(2)];
        return x.Continue(boundaries, [.. sizes.Select(_ => (Dim)0)],
            [.. sizes.Select(size => Dim.CeilingDivide(size, multiple) * multiple - size)]);
    }

    /// <summary>Whether the field is zero beyond every end.</summary>
    public static bool AreZero(this IReadOnlyList<BoundaryCondition> boundaries)
        => boundaries.All(boundary => boundary == BoundaryCondition.Dirichlet);
}
