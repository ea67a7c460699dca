using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators;

/// <summary>A field an operator reads or writes: values of the shape [batch, channels, grid…].</summary>
/// <param name="Name">Name in errors and exported graphs.</param>
/// <param name="Channels">Channels at every point.</param>
/// <param name="Axes">The grid axes. Axes of the same name, in other fields too, have the same size.</param>
public sealed record FieldPort(string Name, int Channels, IReadOnlyList<GridAxis> Axes)
{
    /// <summary>Refuses a shape that is not one of this field.</summary>
    /// <exception cref="InvalidOperationException">The text names the field, the expected and the actual shape.</exception>
    public void Check(Shape shape)
    {
        bool fits = shape.Rank == Axes.Count + 2 && shape[1].Known == Channels;
        for (int i = 0; fits && i < Axes.Count; i++) fits = shape[i + 2].Known is not { } size || Axes[i].Allows(size);
        if (!fits) throw new InvalidOperationException($"Field '{Name}': expected the shape {this}, got {shape}.");
    }

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

    /// <summary>The fewest points a field needs for training, such as the number of Fourier modes.</summary>
    public int MinimumToTrain { get; init; } = 1;

    /// <summary>Whether the axis may have a size.</summary>
    public bool Allows(long size) => size >= 1 && (Size is null || Size == size);

    /// <inheritdoc/>
    public override string ToString() => Size is { } size ? $"{size}" : Name;
}
