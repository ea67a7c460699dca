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
    public static Value PadBoundary(this Value x, BoundaryCondition boundary, int width)
    {
        int[] axes = [.. Enumerable.Range(2, x.Rank - 2)];
        Dim[] widths = [.. axes.Select(_ => (Dim)width)];
        return x.Pad(boundary.Padding(), axes, widths, widths);
    }
}
