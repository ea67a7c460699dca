namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>
/// Which points make up each cell: the points of all cells one after the other, and where each begins there, with the
/// end of the last.
/// </summary>
internal static class VtkCells
{
    public const string Connectivity = "connectivity", Offsets = "offsets", Types = "types";

    /// <summary>From the form of old files: before the points of each cell, how many there are.</summary>
    /// <exception cref="FormatException">The numbers do not fit together.</exception>
    public static (float[] Connectivity, float[] Offsets) Of(float[] mixed, long cells, string name)
    {
        var offsets = new float[cells + 1];
        var connectivity = new float[Math.Max(0, mixed.Length - cells)];
        int at = 0, filled = 0;
        for (int cell = 0; cell < cells; cell++)
        {
            int count = at < mixed.Length ? (int)mixed[at++] : -1;
            if (count < 0 || count > mixed.Length - at || count > connectivity.Length - filled)
                throw new FormatException($"the points of '{name}' do not fit its {cells} cells.");
            mixed.AsSpan(at, count).CopyTo(connectivity.AsSpan(filled));
            (at, filled) = (at + count, filled + count);
            offsets[cell + 1] = filled;
        }
        return filled == connectivity.Length ? (connectivity, offsets)
            : throw new FormatException($"the points of '{name}' do not fit its {cells} cells.");
    }
}
