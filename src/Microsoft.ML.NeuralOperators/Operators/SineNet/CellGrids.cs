namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>To cells of twice the size and back, for [batch, channels, grid…] at the centres of cells.</summary>
internal static class CellGrids
{
    /// <summary>
    /// Means of two neighbours along every axis, ⌈n/2⌉ of n points; an odd axis gets one more point, as its boundary
    /// condition continues the field.
    /// </summary>
    public static Value HalvedByMeans(this Value x, IReadOnlyList<BoundaryCondition> boundaries)
    {
        x = x.ContinueToMultiple(boundaries, 2);
        for (int axis = 2; axis < x.Rank; axis++)
        {
            Shape shape = x.Shape;
            Dim half = shape[axis] / 2;
            x = x.Reshape([.. shape.Range(0, axis), half, 2, .. shape.Range(axis + 1, shape.Rank)])
                .Reduce(Reduction.Mean, axis + 1).Reshape(shape.With(axis, half));
        }
        return x;
    }

    /// <summary>Linear interpolation, beyond the outermost cells to the field's continuation.</summary>
    /// <param name="x">The field on the coarse grid.</param>
    /// <param name="boundaries">How it continues, along each axis.</param>
    /// <param name="fine">A shape with the fine grid after its first two axes.</param>
    public static Value Doubled(this Value x, IReadOnlyList<BoundaryCondition> boundaries, Shape fine)
    {
        x = x.PadBoundary(boundaries, 1);
        x = LinearInterpolation.Resize(x, PointPlacement.CellCentres, 2,
            [.. x.Shape.Range(2, x.Rank).Select(size => size * 2)]);
        for (int axis = 2; axis < x.Rank; axis++) x = x.Slice(axis, 2, fine[axis]);
        return x;
    }

    /// <summary>
    /// Interpolation as the published program has it: a periodic field is continued by two cells, whose images are cut
    /// off; elsewhere the outermost points are repeated.
    /// </summary>
    /// <param name="x">The field on the coarse grid.</param>
    /// <param name="boundaries">How it continues, alike along all axes.</param>
    /// <param name="fine">A shape with the fine grid, of twice the size, after its first two axes.</param>
    /// <param name="isCubic">Whether by cubics, or else by lines.</param>
    public static Value DoubledAsPublished(this Value x, IReadOnlyList<BoundaryCondition> boundaries, Shape fine,
        bool isCubic)
    {
        int cells = boundaries[0] == BoundaryCondition.Periodic ? 2 : 0;
        if (cells > 0) x = x.PadBoundary(boundaries, cells);
        Dim[] sizes = [.. fine.Range(2, fine.Rank).Select(size => size + 4 * cells)];
        x = isCubic ? TorchCubic.Resize(x, 2, sizes)
            : LinearInterpolation.Resize(x, PointPlacement.CellCentres, 2, sizes);
        for (int axis = 2; axis < x.Rank; axis++) x = x.Slice(axis, 2 * cells, fine[axis]);
        return x;
    }
}
