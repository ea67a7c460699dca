namespace Microsoft.ML.NeuralOperators.Problems;

internal static class PlacementExtensions
{
    /// <summary>Where the i-th of some points is in [0, 1].</summary>
    public static double Place(this PointPlacement points, int i, int size) => points switch
    {
        PointPlacement.EndPoints => (double)i / Math.Max(1, size - 1),
        PointPlacement.Periodic => (double)i / size,
        _ => (i + 0.5) / size,
    };
}
