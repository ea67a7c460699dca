namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// The disc that local kernels live on, and how offsets between points of a grid are measured on it, so that kernels
/// follow the grid.
/// </summary>
/// <param name="Radius">Its radius: a fraction of the domain, or whole cells of the reference grid.</param>
/// <param name="Reference">The grid whose cells are the units along the axes; null for the domain itself.</param>
internal sealed record LocalDisc(double Radius, IReadOnlyList<int>? Reference = null)
{
    private const long Unit = 1_000_000;

    /// <summary>Names the disc in keys of tables.</summary>
    public string Key => Reference is null ? $"{Radius}" : $"{Radius} of {string.Join('x', Reference)}";

    /// <summary>The farthest taps within the radius along each axis.</summary>
    public Dim[] Reach(Shape grid) => [.. grid.Select((n, axis) => Reference is null
        ? n * (long)Math.Round(Radius * Unit) / Unit : n * (long)Radius / Reference[axis])];

    /// <summary>The taps' offsets along each axis, over all taps.</summary>
    public Value[] Offsets(Interpreter interpreter, Shape grid, Dim[] reach)
    {
        Dim[] taps = [.. reach.Select(h => h * 2 + 1)];
        return [.. grid.Select((n, axis) =>
        {
            Value steps = (interpreter.Sequence(taps[axis]) - interpreter.Number(reach[axis])) / interpreter.Number(n);
            return (Reference is null ? steps : steps * Reference[axis]).AlongAxis(axis, grid.Rank).Expand(taps);
        })];
    }

    /// <summary>1 on the reference grid and 0 on others, as [1, 1].</summary>
    public Value IsReference(Interpreter interpreter, Shape grid)
        => grid.Select((n, axis) => interpreter.Number(n)
            .With(BinaryFunction.Equal, interpreter.Constant([Reference![axis]], 1))).Aggregate((a, b) => a * b)
            .Reshape(1, 1);

    /// <summary>The squared distances of offsets.</summary>
    public static Value Squared(Value[] offsets) => offsets.Select(y => y * y).Aggregate((a, b) => a + b);

    /// <summary>1 where a value is zero, otherwise 0.</summary>
    public static Value IsZero(Value x)
        => x.With(BinaryFunction.Equal, x.Interpreter.Constant([0], [.. Enumerable.Repeat(1L, x.Rank)]));
}
