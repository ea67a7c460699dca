namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>
/// Convolution of [batch, in, grid…] with a weight [out, in/groups, kernel…] and an optional bias [out].
/// Zeros outside the grid; other boundary rules pad first.
/// </summary>
/// <param name="Stride">Distance of the result's points, the same in every axis.</param>
/// <param name="Padding">Zero cells at both ends of every axis.</param>
/// <param name="Groups">Groups of channels that do not mix.</param>
/// <param name="Dilation">Distance of the kernel's points, the same in every axis.</param>
internal sealed record Convolution(int Stride, int Padding, int Groups = 1, int Dilation = 1) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape x = inputs[0], w = inputs[1];
        if (x.Rank != w.Rank || x.Rank < 3) throw Mismatch("a field and a kernel of as many axes", x, w);
        if (x[1].Value != w[1].Value * Groups) throw Mismatch($"{w[1].Value * Groups} channels", x);
        Shape shape = x.With(1, w[0]);
        for (int i = 2; i < x.Rank; i++)
        {
            Dim free = x[i] + 2L * Padding - ((w[i] - 1) * Dilation + 1);
            if (free.IsKnown && free.Value < 0)
                throw Mismatch($"a grid at least as large as the kernel {w}"
                    + (Dilation > 1 ? $", its points {Dilation} apart" : ""), x);
            shape = shape.With(i, free / Stride + 1);
        }
        return shape;
    }

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output)
        => 2.0 * output.Elements.Value * inputs[1].Product(1, inputs[1].Rank).Value;

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>
/// Transposed convolution of [batch, in, grid…] with a weight [in, out, kernel…] and an optional bias [out]:
/// n → (n-1)·stride - 2·padding + kernel, or the sizes asked for.
/// </summary>
/// <param name="Stride">Refinement factor.</param>
/// <param name="Padding">
/// Cells trimmed from both ends, or from the start alone where <paramref name="Grid"/> is given.
/// </param>
/// <param name="Grid">Sizes of the result, no larger than the kernel reaches; points beyond them are dropped.</param>
internal sealed record TransposedConvolution(int Stride, int Padding, IReadOnlyList<Dim>? Grid = null) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape x = inputs[0], w = inputs[1];
        if (x.Rank != w.Rank || x.Rank < 3) throw Mismatch("a field and a kernel of as many axes", x, w);
        if (x[1].Value != w[0].Value) throw Mismatch($"{w[0]} channels", x);
        if (Grid is not null && Grid.Count != x.Rank - 2) throw Mismatch($"a grid of {Grid.Count} axes", x);
        Shape shape = x.With(1, w[1]);
        for (int i = 2; i < x.Rank; i++)
        {
            Dim reach = (x[i] - 1) * Stride + (w[i].Value - Padding), size = Grid?[i - 2] ?? reach - Padding;
            if (reach.IsKnown && size.IsKnown && size.Value > reach.Value)
                throw Mismatch($"a field whose kernel reaches {size} points", x, w);
            shape = shape.With(i, size);
        }
        return shape;
    }

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output)
        => 2.0 * inputs[0].Elements.Value * inputs[1].Product(1, inputs[1].Rank).Value;

    /// <summary>
    /// The same as one ordinary convolution, which gives all cells of the fine grid that belong to a coarse one in
    /// channels of their own, and a rearrangement: the weights are split by the remainder of their taps. ONNX Runtime's
    /// ordinary convolutions are several times faster than its transposed ones.
    /// </summary>
    public Value Compose(Value x, Value weight, Value? bias)
    {
        int axes = x.Rank - 2, last = 2 * axes;
        Dim inputs = weight.Shape[0], outputs = weight.Shape[1];
        Shape size = Infer([x.Shape, weight.Shape]);
        int[] kernelAxes = [.. Enumerable.Range(2, axes)];
        // [in, out, k…] → [in, out, taps, stride, taps, stride, …], the taps backwards, as in an ordinary convolution.
        int[] taps = [.. kernelAxes.Select(axis => (int)((weight.Shape[axis].Value + Stride - 1) / Stride))];
        Dim[] missing = [.. kernelAxes.Select((axis, i) => (Dim)(taps[i] * Stride) - weight.Shape[axis])];
        Value split = missing.All(m => m.Known == 0) ? weight
            : weight.Pad(PaddingMode.Zeros, kernelAxes, [.. missing.Select(_ => (Dim)0)], missing);
        split = split.Reshape([inputs, outputs, .. taps.SelectMany(t => new Dim[] { t, Stride })]);
        for (int i = 0; i < axes; i++)
            split = split.Gather(2 + 2 * i, [.. Enumerable.Range(0, taps[i]).Reverse().Select(t => (long)t)]);
        // [stride…, out, in, taps…]
        split = split.Transpose([.. kernelAxes.Select((_, i) => 3 + 2 * i), 1, 0,
            .. kernelAxes.Select((_, i) => 2 + 2 * i)]);
        long cells = (long)Math.Pow(Stride, axes);
        split = split.Reshape([outputs * cells, inputs, .. taps.Select(t => (Dim)t)]);
        Dim[] widths = [.. taps.Select(t => (Dim)(t - 1))];
        bool isEven = taps.Distinct().Count() == 1;
        if (!isEven) x = x.Pad(PaddingMode.Zeros, kernelAxes, widths, widths);
        Value y = x.Interpreter.Apply(new Convolution(1, isEven ? taps[0] - 1 : 0), x, split);
        // Channels last, so that whole points are moved: [batch, coarse…, stride…, out] → [batch, coarse, stride, …,
        // out].
        Shape coarse = y.Shape.Range(2, y.Rank);
        y = y.Transpose([0, .. kernelAxes, 1]);
        y = y.Reshape([x.Shape[0], .. coarse, .. Enumerable.Repeat((Dim)Stride, axes - 1), outputs * Stride]);
        if (axes > 1)
            y = y.Transpose([0, .. Enumerable.Range(1, axes - 1).SelectMany(i => new[] { i, axes + i }), axes, last]);
        y = y.Reshape([x.Shape[0], .. coarse.Select(n => n * Stride), outputs]);
        for (int axis = 1; axis <= axes; axis++) y = y.Slice(axis, Padding, size[axis + 1]);
        if (bias is not null) y += bias;
        return y.Transpose([0, axes + 1, .. Enumerable.Range(1, axes)]);
    }

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}
