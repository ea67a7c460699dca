namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>Rearranges axes: axis i of the result is axis Permutation[i] of the operand.</summary>
/// <param name="Permutation">A permutation of 0..rank-1.</param>
internal sealed record Transpose(int[] Permutation) : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape x = inputs[0];
        if (!Permutation.Order().SequenceEqual(Enumerable.Range(0, x.Rank)))
            throw Mismatch($"a value with {Permutation.Length} axes", x);
        return new Shape(Permutation.Select(axis => x[axis]));
    }

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>The same elements in another shape.</summary>
/// <param name="Target">The shape.</param>
internal sealed record Reshape(Shape Target) : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        if (inputs[0].IsKnown && Target.IsKnown && inputs[0].Elements.Value != Target.Elements.Value)
            throw Mismatch($"as many elements as {Target} has", inputs[0]);
        return Target;
    }

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>Repeats axes of size 1 up to a shape.</summary>
/// <param name="Target">The shape.</param>
internal sealed record Expand(Shape Target) : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs) => Broadcast(inputs[0], Target);

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>Values joined along one axis; the other axes agree.</summary>
/// <param name="Axis">The axis; negative counts from the last.</param>
internal sealed record Concat(int Axis) : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        int axis = inputs[0].Axis(Axis);
        for (int i = 1; i < inputs.Count; i++)
            if (inputs[i].Rank != inputs[0].Rank || Enumerable.Range(0, inputs[0].Rank).Any(a => a != axis
                && inputs[i][a].IsKnown && inputs[0][a].IsKnown && inputs[i][a].Value != inputs[0][a].Value))
                throw Mismatch($"shapes that agree outside axis {axis}", inputs);
        return inputs[0].With(axis, inputs.Select(s => s[axis]).Aggregate((a, b) => a + b));
    }

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>Length elements along one axis from Start on, every Step-th one.</summary>
/// <param name="Axis">The axis; negative counts from the last.</param>
/// <param name="Start">The first element.</param>
/// <param name="Length">How many elements are covered (before stepping).</param>
/// <param name="Step">Distance of neighbours, at least 1.</param>
internal sealed record Slice(int Axis, Dim Start, Dim Length, int Step = 1) : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Dim size = inputs[0][Axis];
        if (size.IsKnown && Start.IsKnown && Length.IsKnown
            && (Start.Value < 0 || Start.Value + Length.Value > size.Value))
            throw Mismatch($"at least {Start + Length} elements in axis {Axis}", inputs[0]);
        return inputs[0].With(Axis, Dim.CeilingDivide(Length, Step));
    }

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>The elements along some axes in reverse order.</summary>
/// <param name="Axes">The axes, not negative.</param>
internal sealed record Flip(int[] Axes) : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>Cells added at both ends of axes.</summary>
/// <param name="Mode">What fills them.</param>
/// <param name="Axes">The axes.</param>
/// <param name="Before">Leading cells, for each of the axes.</param>
/// <param name="After">Trailing cells, for each of the axes.</param>
internal sealed record Pad(PaddingMode Mode, int[] Axes, Dim[] Before, Dim[] After) : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape shape = inputs[0];
        for (int i = 0; i < Axes.Length; i++)
        {
            Dim size = shape[Axes[i]];
            Dim limit = Mode == PaddingMode.Reflect ? Dim.Max(size - 1, 1) : size;
            if (Mode is PaddingMode.Reflect or PaddingMode.Circular && limit.IsKnown && Before[i].IsKnown
                && After[i].IsKnown
                && Math.Max(Before[i].Value, After[i].Value) > limit.Value)
                throw Mismatch($"more than {limit} cells for {Mode} padding of {Before[i]} and {After[i]} in axis "
                    + $"{Axes[i]}", shape);
            shape = shape.With(Axes[i], size + Before[i] + After[i]);
        }
        return shape;
    }

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>Elements picked along one axis by constant positions.</summary>
/// <param name="Axis">The axis; negative counts from the last.</param>
/// <param name="Indices">The positions.</param>
internal sealed record Gather(int Axis, long[] Indices) : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Dim size = inputs[0][Axis];
        if (size.IsKnown && Indices.Any(i => i < 0 || i >= size.Value))
            throw Mismatch($"more than {Indices.Max()} elements in axis {Axis}", inputs[0]);
        return inputs[0].With(Axis, Indices.Length);
    }

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>
/// Rows [rows, channels] picked by calculated positions [picks], whole numbers from 0: [picks, channels]. Positions
/// have no gradients.
/// </summary>
internal sealed record PickRows : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
        => inputs[0].Rank == 2 && inputs[1].Rank == 1 ? new(inputs[1][0], inputs[0][1])
            : throw Mismatch("rows [rows, channels] and positions [picks]", inputs);

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}
