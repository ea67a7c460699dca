namespace Microsoft.ML.NeuralOperators;

/// <summary>A field an operator reads or writes: values of the shape [batch, channels, grid…].</summary>
/// <param name="Name">Name in errors and exported graphs.</param>
/// <param name="Channels">Channels at every point.</param>
/// <param name="Axes">The grid axes. Axes of the same name, in other fields too, have the same size.</param>
public sealed record FieldPort(string Name, int Channels, IReadOnlyList<GridAxis> Axes)
{
    /// <summary>Refuses a shape that is not one of this field.</summary>
    /// <exception cref="InvalidOperationException">
    /// The text names the field, the expected and the actual shape.
    /// </exception>
    public void Check(Shape shape)
    {
        bool fits = shape.Rank == Axes.Count + 2 && shape[1].Known == Channels;
        for (int i = 0; fits && i < Axes.Count; i++) fits = shape[i + 2].Known is not { } size || Axes[i].Allows(size);
        if (!fits) throw new InvalidOperationException($"Field '{Name}': expected the shape {this}, got {shape}.");
    }

    /// <summary>
    /// Whether this port is a padding mask: 1 at valid points, 0 at padding. Masks are generated for training and
    /// scoring, never read from data.
    /// </summary>
    public bool IsMask { get; init; }

    /// <summary>Whether the field is normalised by its statistics on the way in. Masks never are.</summary>
    public bool IsNormalized { get; init; } = true;

    /// <summary>
    /// Whether single values may be missing: those of a field on a grid. A place or a parameter that is missing is no
    /// place and no parameter.
    /// </summary>
    internal bool MayMissValues => Axes.Count > 0 && !Axes.Any(a => a.IsPointSet);

    /// <summary>The mask of a point set, [batch, 1, points].</summary>
    /// <param name="name">Name in errors and exported graphs.</param>
    /// <param name="axis">The axis of the points.</param>
    public static FieldPort Mask(string name, GridAxis axis)
        => new(name, 1, [axis]) { IsMask = true, IsNormalized = false };

    /// <summary>The shape of one sample, as text: [channels, grid…].</summary>
    public string SampleShape => $"[{Channels}{string.Concat(Axes.Select(a => $", {a}"))}]";

    /// <inheritdoc/>
    public override string ToString() => $"[batch, {SampleShape[1..]}";
}

/// <summary>One axis of a grid.</summary>
/// <param name="Name">Its name, which becomes the name of the open size in exported graphs.</param>
/// <param name="Size">Its size where the operator is bound to one, otherwise null.</param>
public sealed record GridAxis(string Name, int? Size = null)
{
    /// <summary>The names of the axes of 1-D, 2-D and 3-D grids, outermost first.</summary>
    public static IReadOnlyList<GridAxis> Of(int dimensions) => dimensions switch
    {
        1 => [new("width")],
        2 => [new("height"), new("width")],
        3 => [new("depth"), new("height"), new("width")],
        _ => throw new ArgumentOutOfRangeException(nameof(dimensions), $"Grids have 1, 2 or 3 axes, not {dimensions}."),
    };

    /// <summary>An axis whose points have no order and no grid: sensors, nodes of a mesh, places of a query.</summary>
    /// <param name="name">Its name. Fields with an axis of the same name are given at the same points.</param>
    /// <param name="size">The number of points where the operator is bound to one, otherwise null.</param>
    /// <param name="allowsPadding">See <see cref="AllowsPadding"/>.</param>
    public static GridAxis Points(string name, int? size = null, bool allowsPadding = false)
        => new(name, size) { IsPointSet = true, AllowsPadding = allowsPadding };

    /// <summary>Whether the points have no order, so that nothing may be differenced along the axis.</summary>
    public bool IsPointSet { get; init; }

    /// <summary>
    /// Whether samples may be padded to a common number of points: the operator treats every point independently, or
    /// takes a mask, so that the values at other points do not change.
    /// </summary>
    public bool AllowsPadding { get; init; }

    /// <summary>The fewest points a field needs for training, such as the number of Fourier modes.</summary>
    public int MinimumToTrain { get; init; } = 1;

    /// <summary>
    /// What every size is a multiple of, such as the spacing of the coarsest level on a periodic axis.
    /// </summary>
    public int MultipleOf { get; init; } = 1;

    /// <summary>Whether the axis may have a size.</summary>
    public bool Allows(long size) => size >= 1 && (Size is null || Size == size) && size % MultipleOf == 0;

    /// <inheritdoc/>
    public override string ToString()
        => Size is { } size ? $"{size}" : MultipleOf > 1 ? $"{Name} (a multiple of {MultipleOf})" : Name;
}
