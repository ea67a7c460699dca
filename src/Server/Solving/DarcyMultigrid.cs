namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>
/// An approximate inverse of a <see cref="DarcyLevel"/>: one V-cycle over coarser and coarser grids, with corrections
/// that are constant on each coarse cell. It is symmetric, as conjugate gradients require.
/// </summary>
internal sealed class DarcyMultigrid
{
    private readonly List<Level> _levels = [];

    public DarcyMultigrid(DarcyLevel finest)
    {
        for (DarcyLevel level = finest; ;)
        {
            bool isLast = level.Rows * level.Columns == 1;
            int down = 1, across = 1;
            DarcyLevel? coarse = isLast ? null : level.Coarse(out down, out across);
            _levels.Add(new Level(level, down, across, level.NewField(), level.NewField(), level.NewField()));
            if (coarse is null) break;
            level = coarse;
        }
    }

    /// <summary>Applies the approximate inverse.</summary>
    /// <param name="right">A field of the finest grid.</param>
    /// <returns>A field owned by this object, which the next call overwrites.</returns>
    public double[] Apply(double[] right)
    {
        Cycle(0, right);
        return _levels[0].Correction;
    }

    private void Cycle(int depth, double[] right)
    {
        (DarcyLevel flow, int down, int across, double[] u, double[] residual, _) = _levels[depth];
        Array.Clear(u);
        flow.Smooth(u, right, 0);
        // The last grid is one cell, which a sweep solves.
        if (depth + 1 == _levels.Count) return;
        flow.Apply(u, residual);
        Level coarse = _levels[depth + 1];
        Array.Clear(coarse.Right);
        for (int i = 0; i < flow.Rows; i++)
        {
            int first = flow.Index(i, 0), parent = coarse.Flow.Index(i / down, 0);
            for (int j = 0; j < flow.Columns; j++)
                coarse.Right[parent + j / across] += right[first + j] - residual[first + j];
        }
        Cycle(depth + 1, coarse.Right);
        for (int i = 0; i < flow.Rows; i++)
        {
            int first = flow.Index(i, 0), parent = coarse.Flow.Index(i / down, 0);
            for (int j = 0; j < flow.Columns; j++) u[first + j] += coarse.Correction[parent + j / across];
        }
        flow.Smooth(u, right, 1);
    }

    private sealed record Level(DarcyLevel Flow, int Down, int Across, double[] Correction, double[] Residual,
        double[] Right);
}
