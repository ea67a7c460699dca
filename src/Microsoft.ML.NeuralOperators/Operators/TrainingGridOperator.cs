namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// An operator whose weights belong to the spacing of one grid, on every grid: inputs, which may jump, are interpolated
/// linearly to that grid, and the output by cubics to the grid of the first input. On its own grid it is the operator
/// itself.
/// </summary>
public sealed class TrainingGridOperator : NeuralOperator
{
    private readonly NeuralOperator _inner;
    private readonly Dim[] _grid;
    private readonly PointPlacement _points;

    /// <summary>Wraps an operator between fields on one grid.</summary>
    /// <param name="inner">The operator.</param>
    /// <param name="grid">Points along each axis of its grid.</param>
    /// <param name="points">Where they are.</param>
    /// <exception cref="ArgumentException">A field of the operator has another number of axes.</exception>
    public TrainingGridOperator(NeuralOperator inner, IReadOnlyList<int> grid, PointPlacement points)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(grid);
        if (inner.Inputs.Append(inner.Output).FirstOrDefault(p => p.Axes.Count != grid.Count) is { } odd)
            throw new ArgumentException($"Field '{odd.Name}' has {odd.Axes.Count} axes, the grid {grid.Count}.",
                nameof(grid));
        // Without a name of its own: the parameters keep theirs.
        _inner = Compose("", inner);
        (_grid, _points) = ([.. grid.Select(size => (Dim)size)], points);
        Inputs = [.. inner.Inputs.Select(AnySize)];
        Output = AnySize(inner.Output);

        // What sizes the operator needs, its own grid has.
        static FieldPort AnySize(FieldPort port)
            => port with { Axes = [.. port.Axes.Select(axis => axis with { MultipleOf = 1 })] };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs { get; }

    /// <inheritdoc/>
    public override FieldPort Output { get; }

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        // A value that is missing would spoil a whole line: interpolation is a matrix product.
        if (_inner is NormalizedOperator normalized) inputs = normalized.Fill(inputs);
        Value output = _inner.Run([.. inputs.Select(input => LinearInterpolation.Resize(input, _points, 2, _grid))]);
        return CubicInterpolation.Resize(output, _points, 2, [.. inputs[0].Shape.Skip(2)]);
    }
}
