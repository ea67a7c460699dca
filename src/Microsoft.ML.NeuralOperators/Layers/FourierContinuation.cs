namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Continues a field after its last point until it meets its first one again: at every new point the polynomial of
/// degree 2p-1 through the last p and the first p points, which lie beyond the new ones. It takes one matrix product
/// for each axis; the matrix is computed from the number of new points, in exported graphs too.
/// </summary>
/// <remarks>
/// A jump at the boundary becomes a jump of the p-th derivative only, so Fourier coefficients decay fast. The price is
/// paid by rough fields: the sum of a row's absolute values grows like (new points/p)^(p-1).
/// </remarks>
internal static class FourierContinuation
{
    /// <summary>A field with more points along an axis.</summary>
    /// <param name="x">The field, with at least p points along the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="width">New points.</param>
    /// <param name="points">p.</param>
    public static Value Extend(Value x, int axis, Dim width, int points)
    {
        if (width.Known == 0) return x;
        Value ends = Value.Concat(axis, x.Slice(axis, x.Shape[axis] - points, points), x.Slice(axis, 0, points));
        return Value.Concat(axis, x, ends.Along(axis, Matrix(x.Interpreter, width, points)));
    }

    /// <summary>[width, 2p]: the values at the new points from those at the last p and the first p points.</summary>
    public static Value Matrix(Interpreter interpreter, Dim width, int points)
        => interpreter.Table($"continuation {width} {points}", () =>
    {
        int count = 2 * points;
        double[] numbers = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        Value places = interpreter.Constant(numbers, count)
            + interpreter.Constant([.. numbers.Select(i => i < points ? 0.0 : 1)], count) * interpreter.Number(width);
        // The barycentric form of Lagrange's polynomials. Weights alternate in sign; their sizes are found by
        // logarithms and matter up to a factor, so that none overflows.
        Value unit = interpreter.Constant(
            [.. Enumerable.Range(0, count * count).Select(i => i % (count + 1) == 0 ? 1.0 : 0)], count, count);
        Value logarithms = -((places.Reshape(count, 1) - places.Reshape(1, count)).Abs() + unit).Log()
            .Reduce(Reduction.Sum, 1).Reshape(1, count);
        Value weights = (logarithms - logarithms.Reduce(Reduction.Mean, 1)).Exp()
            * interpreter.Constant([.. numbers.Select(i => i % 2 == 0 ? 1.0 : -1)], 1, count);
        Value shares = weights / ((interpreter.Sequence(width) + points).Reshape(width, 1) - places.Reshape(1, count));
        return shares / shares.Reduce(Reduction.Sum, 1);
    });
}
