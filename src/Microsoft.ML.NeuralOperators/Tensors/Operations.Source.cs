namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>Numbers known when the definition is written.</summary>
/// <param name="Values">The numbers, row-major.</param>
/// <param name="Dims">The shape.</param>
internal sealed record Constant(double[] Values, long[] Dims) : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs) => Shape.Of(Dims);

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>0, 1, …, Count-1.</summary>
/// <param name="Count">How many.</param>
internal sealed record Sequence(Dim Count) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs) => new(Count);

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>A size as a number one can calculate with, of shape [1].</summary>
/// <param name="Size">The size.</param>
internal sealed record SizeOf(Dim Size) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs) => Shape.Of(1);

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}
