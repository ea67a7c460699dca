namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>Every operation of the abstract language as ONNX nodes; a value is the name of a node's result.</summary>
/// <param name="interpreter">Where the nodes are collected.</param>
internal sealed class OnnxOperations(OnnxInterpreter interpreter) : IOperationVisitor<string>
{
    private readonly GraphBuilder _graph = interpreter.Graph;

    public string Visit(Unary unary, IReadOnlyList<Value> inputs, Shape output) => Emit(unary.Function, Name(inputs));

    public string Visit(Binary binary, IReadOnlyList<Value> inputs, Shape output)
        => Emit(binary.Function, Names(inputs));

    public string Visit(Affine affine, IReadOnlyList<Value> inputs, Shape output)
    {
        string x = Name(inputs);
        if (affine.Scale != 1) x = _graph.Node("Mul", [x, _graph.Constant([(float)affine.Scale])]);
        return affine.Shift != 0 ? _graph.Node("Add", [x, _graph.Constant([(float)affine.Shift])]) : x;
    }

    public string Visit(ModeProduct product, IReadOnlyList<Value> inputs, Shape output)
        => OnnxInterpreter.NameOf(ModeProduct.Compose(inputs[0], inputs[1]));

    public string Visit(MatMul product, IReadOnlyList<Value> inputs, Shape output)
        => _graph.Node("MatMul", Names(inputs));

    // With a bias as one product of two matrices: added by itself, it takes half as long as the product.
    public string Visit(LinearProduct linear, IReadOnlyList<Value> inputs, Shape output)
    {
        string[] names = Names(inputs);
        if (names.Length == 2) return _graph.Node("MatMul", [names[0], interpreter.Transposed(names[1])]);
        string rows = inputs[0].Rank == 2 ? names[0]
            : _graph.Node("Reshape", [names[0], _graph.Numbers(-1, inputs[1].Shape[1].Value)]);
        string product = _graph.Node("Gemm", [rows, names[1], names[2]], ("transB", 1L));
        return inputs[0].Rank == 2 ? product : _graph.Node("Reshape", [product, interpreter.Dims.Emit(output)]);
    }

    // Opset 17: ReduceSum takes its axes as an input, the others as an attribute.
    public string Visit(Reduce reduce, IReadOnlyList<Value> inputs, Shape output)
    {
        string x = Name(inputs);
        long[] axes = [.. reduce.Axes.Select(a => (long)inputs[0].Shape.Axis(a))];
        return reduce.Kind switch
        {
            Reduction.Sum => _graph.Node("ReduceSum", [x, _graph.Numbers(axes)], ("keepdims", 1L)),
            Reduction.Mean => _graph.Node("ReduceMean", [x], ("axes", axes), ("keepdims", 1L)),
            Reduction.Max => _graph.Node("ReduceMax", [x], ("axes", axes), ("keepdims", 1L)),
            _ => throw new NotSupportedException($"The ONNX interpreter does not know the reduction {reduce.Kind}."),
        };
    }

    public string Visit(Softmax softmax, IReadOnlyList<Value> inputs, Shape output)
        => _graph.Node("Softmax", Names(inputs), ("axis", (long)softmax.Axis));

    public string Visit(Dropout dropout, IReadOnlyList<Value> inputs, Shape output) => Name(inputs);

    public string Visit(GumbelNoise noise, IReadOnlyList<Value> inputs, Shape output) => Name(inputs);

    public string Visit(Observe observation, IReadOnlyList<Value> inputs, Shape output) => Name(inputs);

    public string Visit(InverseCholesky factor, IReadOnlyList<Value> inputs, Shape output)
    {
        Value matrix = inputs[0];
        int size = (int)output[0].Value;
        float jitter = interpreter.TryGetNumbers(matrix, out ReadOnlySpan<float> numbers)
            ? CholeskyJitter.Of(numbers, size) : 0;
        if (jitter > 0) matrix += InverseCholesky.Unit(interpreter, size) * jitter;
        return OnnxInterpreter.NameOf(InverseCholesky.Compose(matrix));
    }

    public string Visit(Transpose transpose, IReadOnlyList<Value> inputs, Shape output)
        => _graph.Node("Transpose", Names(inputs),
            ("perm", Array.ConvertAll(transpose.Permutation, axis => (long)axis)));

    public string Visit(Reshape reshape, IReadOnlyList<Value> inputs, Shape output)
        => _graph.Node("Reshape", [Name(inputs), interpreter.Dims.EmitTarget(inputs[0].Shape, reshape.Target)]);

    public string Visit(Expand expand, IReadOnlyList<Value> inputs, Shape output)
        => _graph.Node("Expand", [Name(inputs), interpreter.Dims.Emit(output)]);

    public string Visit(Concat concat, IReadOnlyList<Value> inputs, Shape output)
        => _graph.Node("Concat", Names(inputs), ("axis", (long)inputs[0].Shape.Axis(concat.Axis)));

    public string Visit(Slice slice, IReadOnlyList<Value> inputs, Shape output)
        => Cut(Name(inputs), inputs[0].Shape.Axis(slice.Axis), slice.Start, slice.Start + slice.Length, slice.Step);

    // From the last element to before the first, which ONNX calls the smallest number.
    public string Visit(Flip flip, IReadOnlyList<Value> inputs, Shape output)
    {
        string backwards = Each(-1);
        return _graph.Node("Slice", [Name(inputs), backwards, Each(long.MinValue),
            _graph.Numbers(Array.ConvertAll(flip.Axes, axis => (long)axis)), backwards]);

        string Each(long number) => _graph.Numbers(Same(number, flip.Axes.Length));
    }

    public string Visit(Gather gather, IReadOnlyList<Value> inputs, Shape output)
        => _graph.Node("Gather", [Name(inputs), _graph.Numbers(gather.Indices)],
            ("axis", (long)inputs[0].Shape.Axis(gather.Axis)));

    public string Visit(PickRows pick, IReadOnlyList<Value> inputs, Shape output)
    {
        string positions = _graph.Node("Cast", [Names(inputs)[1]], ("to", (long)GraphBuilder.Int64));
        return _graph.Node("Gather", [Name(inputs), positions], ("axis", 0L));
    }

    public string Visit(Convolution convolution, IReadOnlyList<Value> inputs, Shape output)
    {
        int axes = inputs[0].Rank - 2;
        return _graph.Node("Conv", Names(inputs), ("strides", Same(convolution.Stride, axes)),
            ("pads", Same(convolution.Padding, 2 * axes)), ("dilations", Same(convolution.Dilation, axes)),
            ("group", (long)convolution.Groups));
    }

    public string Visit(TransposedConvolution convolution, IReadOnlyList<Value> inputs, Shape output)
        => OnnxInterpreter.NameOf(convolution.Compose(inputs[0], inputs[1], inputs.Count > 2 ? inputs[2] : null));

    public string Visit(MaxPool pool, IReadOnlyList<Value> inputs, Shape output)
    {
        long[] window = Same(pool.Size, inputs[0].Rank - 2);
        return _graph.Node("MaxPool", Names(inputs), ("kernel_shape", window), ("strides", window));
    }

    public string Visit(BatchNormalize norm, IReadOnlyList<Value> inputs, Shape output)
        => _graph.Node("BatchNormalization", Names(inputs), ("epsilon", (float)norm.Epsilon));

    public string Visit(LayerNormalize norm, IReadOnlyList<Value> inputs, Shape output)
    {
        // The operator has no form without a scale.
        long channels = inputs[0].Shape[-1].Value;
        string[] scaled = inputs.Count > 1 ? Names(inputs)
            : [Name(inputs), _graph.Constant([.. Enumerable.Repeat(1f, (int)channels)], channels)];
        return _graph.Node("LayerNormalization", scaled, ("axis", -1L), ("epsilon", (float)norm.Epsilon));
    }

    public string Visit(Constant constant, IReadOnlyList<Value> inputs, Shape output)
        => _graph.Constant(Array.ConvertAll(constant.Values, v => (float)v), constant.Dims);

    public string Visit(SizeOf size, IReadOnlyList<Value> inputs, Shape output)
        => size.Size.Known is { } known ? _graph.Constant([(float)known], 1)
            : _graph.Node("Cast", [interpreter.Dims.Emit(size.Size)], ("to", (long)GraphBuilder.Float));

    public string Visit(Sequence sequence, IReadOnlyList<Value> inputs, Shape output)
    {
        if (sequence.Count.Known is { } known)
            return _graph.Constant([.. Enumerable.Range(0, (int)known).Select(i => (float)i)], known);
        // Range wants scalars.
        string count = _graph.Node("Reshape",
            [interpreter.Dims.Emit(sequence.Count), _graph.Constant(ReadOnlySpan<long>.Empty, 0)]);
        string range = _graph.Node("Range", [_graph.Constant([0L]), count, _graph.Constant([1L])]);
        return _graph.Node("Cast", [range], ("to", (long)GraphBuilder.Float));
    }

    public string Visit(Pad pad, IReadOnlyList<Value> inputs, Shape output)
    {
        string x = Name(inputs);
        Shape shape = inputs[0].Shape;
        bool isNarrow = pad.Before.Concat(pad.After).All(width => width.Known is 0 or 1);
        // Reflection by one cell is written out below: it serves axes of a single point too, which the operator
        // refuses.
        if (pad.Mode == PaddingMode.Zeros || pad.Mode == PaddingMode.Reflect && !isNarrow)
        {
            Dim[] widths = [.. Enumerable.Repeat((Dim)0, 2 * shape.Rank)];
            for (int i = 0; i < pad.Axes.Length; i++)
                (widths[shape.Axis(pad.Axes[i])], widths[shape.Rank + shape.Axis(pad.Axes[i])]) =
                    (pad.Before[i], pad.After[i]);
            return _graph.Node("Pad", [x, interpreter.Dims.Emit(widths)],
                ("mode", pad.Mode == PaddingMode.Zeros ? "constant" : "reflect"));
        }
        for (int i = 0; i < pad.Axes.Length; i++)
        {
            int axis = shape.Axis(pad.Axes[i]);
            Dim size = shape[axis], before = pad.Before[i], after = pad.After[i];
            var parts = new List<string>();
            if (before.Known != 0) parts.Add(Margin(before, (size - before, size), Dim.Min(size - 1, 1), 0));
            parts.Add(x);
            if (after.Known != 0) parts.Add(Margin(after, (0, after), Dim.Max(size - 2, 0), size - 1));
            shape = shape.With(axis, size + before + after);
            x = parts.Count == 1 ? x : _graph.Node("Concat", parts, ("axis", (long)axis));

            string Margin(Dim width, (Dim Start, Dim End) opposite, Dim mirrored, Dim edge) => pad.Mode switch
            {
                PaddingMode.Circular => Cut(x, axis, opposite.Start, opposite.End, 1),
                PaddingMode.Reflect => Cut(x, axis, mirrored, mirrored + 1, 1),
                _ => _graph.Node("Expand",
                    [Cut(x, axis, edge, edge + 1, 1), interpreter.Dims.Emit(shape.With(axis, width))]),
            };
        }
        return x;
    }

    private string Emit(UnaryFunction function, string x)
    {
        switch (function)
        {
            case UnaryFunction.Gelu:
                // The form that ONNX Runtime recognises and runs as one kernel.
                string erf = _graph.Node("Erf", [_graph.Node("Div", [x, _graph.Constant([MathF.Sqrt(2)])])]);
                string sum = _graph.Node("Add", [erf, _graph.Constant([1f])]);
                return _graph.Node("Mul", [_graph.Node("Mul", [x, sum]), _graph.Constant([0.5f])]);
            case UnaryFunction.Silu:
                return _graph.Node("Mul", [x, _graph.Node("Sigmoid", [x])]);
            case UnaryFunction.Negate:
                return _graph.Node("Neg", [x]);
            default:
                // The others have the names of ONNX; OnnxExporter refuses one that it does not know.
                return _graph.Node(function.ToString(), [x]);
        }
    }

    private string Emit(BinaryFunction function, string[] operands)
    {
        // NaN alone differs from itself.
        if (function == BinaryFunction.Coalesce)
            return _graph.Node("Where", [_graph.Node("Equal", [operands[0], operands[0]]), .. operands]);
        string node = _graph.Node(function switch
        {
            BinaryFunction.Add => "Add",
            BinaryFunction.Subtract => "Sub",
            BinaryFunction.Multiply => "Mul",
            BinaryFunction.Divide => "Div",
            BinaryFunction.Power => "Pow",
            BinaryFunction.Minimum => "Min",
            BinaryFunction.Maximum => "Max",
            BinaryFunction.LessOrEqual => "LessOrEqual",
            BinaryFunction.Equal => "Equal",
            _ => throw new NotSupportedException($"The ONNX interpreter does not know the function {function}."),
        }, operands);
        return function is BinaryFunction.LessOrEqual or BinaryFunction.Equal
            ? _graph.Node("Cast", [node], ("to", (long)GraphBuilder.Float)) : node;
    }

    private string Cut(string x, int axis, Dim start, Dim end, int step)
        => interpreter.Cuts.Emit(x, axis, start, end, step);

    private static string Name(IReadOnlyList<Value> inputs) => OnnxInterpreter.NameOf(inputs[0]);

    private static string[] Names(IReadOnlyList<Value> inputs) => [.. inputs.Select(OnnxInterpreter.NameOf)];

    private static long[] Same(long value, int count) => [.. Enumerable.Repeat(value, count)];
}
