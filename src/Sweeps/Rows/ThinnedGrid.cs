using Microsoft.ML.NeuralOperators.Columns;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Every n-th point of a field, along each axis of its grid, the first ones included.</summary>
internal sealed class ThinnedGrid
{
    // Where each number comes from.
    private readonly int[] _sources;
    private readonly int[] _grid;

    /// <exception cref="InvalidOperationException">
    /// The points that are taken would not lie in the grid as all of them do.
    /// </exception>
    public ThinnedGrid(FieldColumn field, int stride)
    {
        foreach (var (axis, points) in field.Grid.Index())
            // Periodic axes and cells have n·stride points, those with both ends n·stride + 1.
            if (points % stride != 0 && (points - 1) % stride != 0 || points <= stride)
                throw new InvalidOperationException($"Column '{field.Name}' has {points} points along axis {axis}, of "
                    + $"which every {Ordinal(stride)} makes no grid of the same kind; expected a multiple of {stride} "
                    + $"above it, or one more. Take fewer rungs, or another fidelity than resolution.");
        _grid = [.. field.Grid.Select(points => (points + stride - 1) / stride)];
        int[] offsets = [0];
        foreach (var (points, taken) in field.Grid.Zip(_grid))
            offsets = [.. offsets.SelectMany(first
                => Enumerable.Range(0, taken).Select(i => first * points + i * stride))];
        int all = field.Length / field.Channels;
        _sources = [.. Enumerable.Range(0, field.Channels).SelectMany(c => offsets.Select(o => c * all + o))];
    }

    /// <summary>Numbers of a row.</summary>
    public int Length => _sources.Length;

    /// <summary>The type of a column of such rows: with an axis of channels where it had one.</summary>
    public VectorDataViewType TypeOf(DataViewType type)
    {
        var vector = (VectorDataViewType)type;
        return new VectorDataViewType(NumberDataViewType.Single,
            dimensions: vector.Dimensions.Length > _grid.Length ? [vector.Dimensions[0], .. _grid] : _grid);
    }

    /// <summary>Takes the points.</summary>
    public void Take(ReadOnlySpan<float> all, Span<float> taken)
    {
        for (int i = 0; i < _sources.Length; i++) taken[i] = all[_sources[i]];
    }

    private static string Ordinal(int number) => number switch { 2 => "2nd", 3 => "3rd", _ => $"{number}th" };
}
