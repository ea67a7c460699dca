namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Zeros after the last point of every grid axis up to a multiple, as published programs have it, and their removal:
/// [.., grid…, ..] with the grid axes from one axis on. Every axis is cut by itself, whether or not it was padded.
/// </summary>
internal static class EndPadding
{
    /// <summary>The field with as many points along each axis as a multiple asks for.</summary>
    public static Value PadToMultiple(this Value x, int first, int dimensions, long multiple)
    {
        if (multiple == 1) return x;
        int[] grid = [.. Enumerable.Range(first, dimensions)];
        Dim[] after = [.. grid.Select(axis => Dim.CeilingDivide(x.Shape[axis], multiple) * multiple - x.Shape[axis])];
        return x.Pad(PaddingMode.Zeros, grid, [.. grid.Select(_ => (Dim)0)], after);
    }

    /// <summary>The first points along each axis, as many as a shape has.</summary>
    public static Value CutTo(this Value x, int first, int dimensions, Shape original)
    {
        for (int axis = first; axis < first + dimensions; axis++) x = x.Slice(axis, 0, original[axis]);
        return x;
    }
}
