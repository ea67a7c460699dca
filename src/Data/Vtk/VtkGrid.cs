namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// How many points and cells a data set of VTK has, and along which axes. Its x axis runs fastest, so that arrays have
/// the axes z, y, x; axes of one point are left out.
/// </summary>
internal sealed class VtkGrid
{
    private readonly long[] _points, _cells;

    /// <summary>A grid with axes.</summary>
    /// <param name="x">Points along x.</param>
    /// <param name="y">Points along y.</param>
    /// <param name="z">Points along z.</param>
    public VtkGrid(long x, long y, long z)
    {
        if (x < 1 || y < 1 || z < 1) throw new FormatException($"the grid has {x}×{y}×{z} points.");
        long[] all = [.. new[] { z, y, x }.Where(n => n > 1)];
        _points = all.Length > 0 ? all : [1];
        _cells = all.Length > 0 ? [.. all.Select(n => n - 1)] : [1];
    }

    /// <summary>Points and cells without axes.</summary>
    public VtkGrid(long points, long cells) => (_points, _cells) = ([points], [cells]);

    /// <summary>The shape of what is given at each point.</summary>
    /// <param name="components">Numbers of each; those of one have no axis.</param>
    public long[] Points(long components) => Shape(_points, components);

    /// <summary>The shape of what is given for each cell.</summary>
    public long[] Cells(long components) => Shape(_cells, components);

    private static long[] Shape(long[] axes, long components) => components == 1 ? axes : [.. axes, components];
}
