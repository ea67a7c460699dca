namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>
/// One primitive of the abstract tensor language: its attributes, the rule that gives the result's shape, and its cost.
/// Interpreters run it; shapes and their errors are decided here, once for all of them.
/// </summary>
internal abstract record Operation
{
    /// <summary>Name used in errors and graphs.</summary>
    public string Name => GetType().Name;

    /// <summary>
    /// The shape of the result; throws <see cref="InvalidOperationException"/> naming the shapes that do not fit.
    /// </summary>
    /// <param name="inputs">The shapes of the operands.</param>
    public abstract Shape Infer(IReadOnlyList<Shape> inputs);

    /// <summary>Floating point operations of one evaluation, a multiply-add counted as two.</summary>
    /// <param name="inputs">The shapes of the operands, all known.</param>
    /// <param name="output">The shape of the result, known.</param>
    public virtual double Flops(IReadOnlyList<Shape> inputs, Shape output) => output.Elements.Value;

    /// <summary>Runs the operation by the visitor's method for it.</summary>
    public abstract T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output);

    /// <summary>The error for shapes that do not fit.</summary>
    protected InvalidOperationException Mismatch(string expected, params IEnumerable<Shape> actual)
        => new($"{Name}: expected {expected}, got {string.Join(" and ", actual)}.");

    /// <summary>The shape of two shapes broadcast against each other, as in NumPy.</summary>
    protected Shape Broadcast(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        var dims = new Dim[rank];
        for (int i = 0; i < rank; i++)
        {
            Dim x = i < rank - a.Rank ? 1 : a[i - rank + a.Rank];
            Dim y = i < rank - b.Rank ? 1 : b[i - rank + b.Rank];
            if (x.IsKnown && y.IsKnown && x.Value != 1 && y.Value != 1 && x.Value != y.Value)
                throw Mismatch("shapes that broadcast", a, b);
            // Two different open sizes are taken to agree at run time; a number is preferred as the more exact one.
            dims[i] = x.Known == 1 ? y : y.Known == 1 || x.IsKnown ? x : y.IsKnown ? y : x;
        }
        return new Shape(dims);
    }
}

/// <summary>An operation without arithmetic.</summary>
internal abstract record ArithmeticFree : Operation
{
    public sealed override double Flops(IReadOnlyList<Shape> inputs, Shape output) => 0;
}
