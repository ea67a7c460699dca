namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>Numbers known when the definition is written.</summary>
/// <param name="Values">The numbers, row-major.</param>
/// <param name="Dims">The shape.</param>
internal sealed record Constant(double[] Values, long[] Dims) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs) => Shape.Of(Dims);

    /// <inheritdoc/>
    public override double Flops(IReadOnlyList<Shape> inputs, Shape output) => 0;
}

/// <summary>0, 1, …, Count-1.</summary>
/// <param name="Count">How many.</param>
internal sealed record Sequence(Dim Count) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs) => new(Count);
}

/// <summary>A size as a number one can calculate with, of shape [1].</summary>
/// <param name="Size">The size.</param>
internal sealed record SizeOf(Dim Size) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs) => Shape.Of(1);
}
