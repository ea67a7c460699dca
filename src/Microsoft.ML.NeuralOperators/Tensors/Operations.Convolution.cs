namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>
/// Convolution of [batch, in, grid…] with a weight [out, in/groups, kernel…] and an optional bias [out].
/// Zeros outside the grid; other boundary rules pad first.
/// </summary>
/// <param name="Stride">Distance of the result's points, the same in every axis.</param>
/// <param name="Padding">Zero cells at both ends of every axis.</param>
/// <param name="Groups">Groups of channels that do not mix.</param>
public sealed record Convolution(int Stride, int Padding, int Groups = 1) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape x = inputs[0], w = inputs[1];
        if (x.Rank != w.Rank || x.Rank < 3) throw Mismatch("a field and a kernel of as many axes", x, w);
        if (x[1].Value != w[1].Value * Groups) throw Mismatch($"{w[1].Value * Groups} channels", x);
        Shape shape = x.With(1, w[0]);
        for (int i = 2; i < x.Rank; i++)
        {
            Dim free = x[i] + 2L * Padding - w[i];
            if (free.IsKnown && free.Value < 0) throw Mismatch($"a grid at least as large as the kernel {w}", x);
            shape = shape.With(i, free / Stride + 1);
        }
        return shape;
    }

    /// <inheritdoc/>
    public override double Flops(IReadOnlyList<Shape> inputs, Shape output)
        => 2.0 * output.Elements.Value * inputs[1].Product(1, inputs[1].Rank).Value;
}

/// <summary>Transposed convolution of [batch, in, grid…] with a weight [in, out, kernel…]: n → (n-1)·stride - 2·padding + kernel.</summary>
/// <param name="Stride">Refinement factor.</param>
/// <param name="Padding">Cells cut off at both ends.</param>
public sealed record TransposedConvolution(int Stride, int Padding) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape x = inputs[0], w = inputs[1];
        if (x.Rank != w.Rank || x.Rank < 3) throw Mismatch("a field and a kernel of as many axes", x, w);
        if (x[1].Value != w[0].Value) throw Mismatch($"{w[0]} channels", x);
        Shape shape = x.With(1, w[1]);
        for (int i = 2; i < x.Rank; i++)
            shape = shape.With(i, (x[i] - 1) * Stride + (w[i].Value - 2L * Padding));
        return shape;
    }

    /// <inheritdoc/>
    public override double Flops(IReadOnlyList<Shape> inputs, Shape output)
        => 2.0 * inputs[0].Elements.Value * inputs[1].Product(1, inputs[1].Rank).Value;
}
