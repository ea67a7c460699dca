namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>
/// Complex matrix products of channels, one a Fourier mode, on real pairs: a spectrum [2, modes, batch, in] and weights
/// [modes, 2, in, out] → [2, modes, batch, out]. An operation of its own, since the fastest way depends on where it
/// runs.
/// </summary>
internal sealed record ModeProduct : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape x = inputs[0], w = inputs[1];
        if (x.Rank != 4 || w.Rank != 4 || x[1].Value != w[0].Value || x[3].Value != w[2].Value)
            throw Mismatch("a spectrum [2, modes, batch, in] and weights [modes, 2, in, out]", x, w);
        return x.With(3, w[3]);
    }

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output)
        => 4.0 * output.Elements.Value * inputs[0][3].Value;

    /// <summary>
    /// The product in other operations: [re im]·[[R, I], [-I, R]] a mode. For graphs, where the blocks of the weights
    /// are constants.
    /// </summary>
    public static Value Compose(Value spectrum, Value weight)
    {
        Dim modes = weight.Shape[0], batch = spectrum.Shape[2], inputs = weight.Shape[2], outputs = weight.Shape[3];
        Value pairs = spectrum.Transpose(1, 2, 0, 3).Reshape(modes, batch, inputs * 2);
        Value real = weight.Slice(1, 0, 1).Reshape(modes, inputs, outputs);
        Value imaginary = weight.Slice(1, 1, 1).Reshape(modes, inputs, outputs);
        Value block = Value.Concat(1, Value.Concat(2, real, imaginary), Value.Concat(2, -imaginary, real));
        return pairs.MatMul(block).Reshape(modes, batch, 2, outputs).Transpose(2, 0, 1, 3);
    }

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}
