namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Cosine coefficients of fields [grid…, batch, channels] on few modes of every axis (<see cref="CosineBasis"/>). All
/// numbers are real.
/// </summary>
internal static class CosineTransform
{
    /// <summary>[grid…, batch, channels] → [modes…, batch, channels].</summary>
    public static Value ToCoefficients(Value x, IReadOnlyList<int> modes)
    {
        // The last axis first: what the others have to do is less then.
        for (int axis = modes.Count - 1; axis >= 0; axis--)
            x = x.Along(axis, CosineBasis.Forward(x.Interpreter, x.Shape[axis], modes[axis]));
        return x;
    }

    /// <summary>[modes…, batch, channels] → [grid…, batch, channels].</summary>
    /// <param name="coefficients">The coefficients.</param>
    /// <param name="grid">The points along each axis.</param>
    public static Value ToGrid(Value coefficients, Shape grid)
    {
        Value x = coefficients;
        for (int axis = 0; axis < grid.Rank; axis++)
            x = x.Along(axis, CosineBasis.Inverse(x.Interpreter, grid[axis], (int)coefficients.Shape[axis].Value));
        return x;
    }
}
