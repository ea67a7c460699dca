namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>
/// Matrix product over the last two axes, the leading ones broadcast: [.., m, k] × [.., k, n] → [.., m, n].
/// </summary>
internal sealed record MatMul : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape a = inputs[0], b = inputs[1];
        if (a.Rank < 2 || b.Rank < 2) throw Mismatch("two values of at least two axes", a, b);
        if (a[-1].IsKnown && b[-2].IsKnown && a[-1].Value != b[-2].Value) throw Mismatch("equal inner sizes", a, b);
        Shape batch = Broadcast(a.Range(0, a.Rank - 2), b.Range(0, b.Rank - 2));
        return new Shape([.. batch, a[-2], b[-1]]);
    }

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output)
        => 2.0 * output.Elements.Value * inputs[0][-1].Value;

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>
/// Affine map of the last axis: x·Wᵀ + b with W [out, in] and an optional b [out]: [.., in] → [.., out].
/// </summary>
internal sealed record LinearProduct : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape x = inputs[0], w = inputs[1];
        if (x.Rank < 1 || w.Rank != 2) throw Mismatch("a value and a weight [out, in]", x, w);
        if (x[-1].IsKnown && x[-1].Value != w[1].Value) throw Mismatch($"{w[1]} elements in the last axis", x);
        if (inputs.Count > 2 && !inputs[2].Equals(w.Range(0, 1))) throw Mismatch($"a bias {w.Range(0, 1)}", inputs[2]);
        return x.With(-1, w[0]);
    }

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output)
        => 2.0 * output.Elements.Value * inputs[1][1].Value;

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>A reduction over some axes, which stay with size 1.</summary>
/// <param name="Kind">How.</param>
/// <param name="Axes">The axes; negative count from the last.</param>
internal sealed record Reduce(Reduction Kind, int[] Axes) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
        => Axes.Aggregate(inputs[0], (shape, axis) => shape.With(axis, 1));

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output) => inputs[0].Elements.Value;

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>
/// L⁻¹ of the factor L of a symmetric positive matrix A = L Lᵀ, lower triangular with a positive diagonal (Cholesky):
/// [n, n] → [n, n].
/// </summary>
internal sealed record InverseCholesky : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape a = inputs[0];
        if (a.Rank != 2 || a[0].Known is not { } size || a[1].Known != size) throw Mismatch("a square matrix", a);
        return a;
    }

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output) => Math.Pow(output[0].Value, 3);

    /// <summary>The unit matrix.</summary>
    public static Value Unit(Interpreter interpreter, long size)
        => interpreter.Constant([.. Enumerable.Range(0, (int)(size * size))
            .Select(i => i % (size + 1) == 0 ? 1.0 : 0.0)], size, size);

    /// <summary>The same in other operations, column by column. For graphs, where the matrix is a constant.</summary>
    public static Value Compose(Value matrix)
    {
        long size = matrix.Shape[0].Value;
        Interpreter interpreter = matrix.Interpreter;
        var rows = new List<Value>();
        // What is left of A below and right of the columns that are done, and of the identity left of it.
        Value rest = matrix, solved = Unit(interpreter, size);
        for (long done = 0; done < size; done++)
        {
            Value scale = rest.Slice(0, 0, 1).Slice(1, 0, 1).Sqrt().Reciprocal();
            Value column = rest.Slice(1, 0, 1) * scale, row = solved.Slice(0, 0, 1) * scale;
            rows.Add(row);
            long left = size - done - 1;
            if (left == 0) break;
            column = column.Slice(0, 1, left);
            rest = rest.Slice(0, 1, left).Slice(1, 1, left) - column.MatMul(column.SwapLast());
            solved = solved.Slice(0, 1, left) - column * row;
        }
        return Value.Concat(0, rows);
    }

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}
