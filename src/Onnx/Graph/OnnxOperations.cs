using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>Every operation of the abstract language as ONNX nodes.</summary>
internal static class OnnxOperations
{
    public static string Emit(OnnxInterpreter run, Operation operation, IReadOnlyList<Value> inputs, Shape output)
    {
        GraphBuilder graph = run.Graph;
        string[] names = [.. inputs.Select(OnnxInterpreter.NameOf)];
        switch (operation)
        {
            case Unary unary:
                return Emit(graph, unary.Function, names[0]);
            case Binary binary:
                return Emit(graph, binary.Function, names[0], names[1]);
            case Affine affine:
                return Emit(graph, affine, names[0]);
            case ModeProduct:
                return (string)ModeProduct.Compose(inputs[0], inputs[1]).Handle;
            case MatMul:
                return graph.Node("MatMul", names);
            case LinearProduct:
                return Product(run, inputs, names, output);
            case Reduce reduce:
                return Emit(graph, reduce, names[0], inputs[0].Rank);
            case Softmax softmax:
                return graph.Node("Softmax", names, ("axis", (long)softmax.Axis));
            case Dropout:
                return names[0];
            case Transpose transpose:
                return graph.Node("Transpose", names, ("perm", Longs(transpose.Permutation)));
            case Reshape reshape:
                return graph.Node("Reshape", [names[0], run.Dims.EmitTarget(inputs[0].Shape, reshape.Target)]);
            case Expand:
                return graph.Node("Expand", [names[0], run.Dims.Emit(output)]);
            case Concat concat:
                return graph.Node("Concat", names, ("axis", (long)inputs[0].Shape.Axis(concat.Axis)));
            case Slice slice:
                return Emit(run, names[0], inputs[0].Shape.Axis(slice.Axis), slice.Start, slice.Start + slice.Length, slice.Step);
            case Pad pad:
                return Emit(run, pad, names[0], inputs[0].Shape);
            case Gather gather:
                return graph.Node("Gather", [names[0], graph.Numbers(gather.Indices)], ("axis", (long)inputs[0].Shape.Axis(gather.Axis)));
            case Convolution convolution:
                return Emit(graph, "Conv", names, inputs[0].Rank - 2, convolution.Stride, convolution.Padding, convolution.Groups);
            case TransposedConvolution transposed:
                return (string)transposed.Compose(inputs[0], inputs[1], inputs.Count > 2 ? inputs[2] : null).Handle;
            case MaxPool pool:
                long[] window = Same(pool.Size, inputs[0].Rank - 2);
                return graph.Node("MaxPool", names, ("kernel_shape", window), ("strides", window));
            case BatchNormalize normalize:
                return graph.Node("BatchNormalization", names, ("epsilon", (float)normalize.Epsilon));
            case LayerNormalize normalize:
                // The operator has no form without a scale.
                long channels = inputs[0].Shape[-1].Value;
                string[] scaled = names.Length > 1 ? names : [names[0], graph.Constant([.. Enumerable.Repeat(1f, (int)channels)], channels)];
                return graph.Node("LayerNormalization", scaled, ("axis", -1L), ("epsilon", (float)normalize.Epsilon));
            case Constant constant:
                return graph.Constant(Array.ConvertAll(constant.Values, v => (float)v), constant.Dims);
            case SizeOf size:
                return size.Size.Known is { } known ? graph.Constant([(float)known], 1)
                    : graph.Node("Cast", [run.Dims.Emit(size.Size)], ("to", (long)GraphBuilder.Float));
            case Sequence sequence:
                return Emit(run, sequence);
            default:
                throw new NotSupportedException($"The ONNX interpreter does not know the operation {operation.Name}.");
        }
    }

    // With a bias as one product of two matrices: added by itself, it takes half as long as the product.
    private static string Product(OnnxInterpreter run, IReadOnlyList<Value> inputs, string[] names, Shape output)
    {
        if (names.Length == 2) return run.Graph.Node("MatMul", [names[0], run.Transposed(names[1])]);
        string rows = inputs[0].Rank == 2 ? names[0] : run.Graph.Node("Reshape", [names[0], run.Graph.Numbers(-1, inputs[1].Shape[1].Value)]);
        string product = run.Graph.Node("Gemm", [rows, names[1], names[2]], ("transB", 1L));
        return inputs[0].Rank == 2 ? product : run.Graph.Node("Reshape", [product, run.Dims.Emit(output)]);
    }

    private static string Emit(GraphBuilder graph, UnaryFunction function, string x)
    {
        switch (function)
        {
            case UnaryFunction.Gelu:
                // The form that ONNX Runtime recognises and runs as one kernel.
                string erf = graph.Node("Erf", [graph.Node("Div", [x, graph.Constant([MathF.Sqrt(2)])])]);
                string sum = graph.Node("Add", [erf, graph.Constant([1f])]);
                return graph.Node("Mul", [graph.Node("Mul", [x, sum]), graph.Constant([0.5f])]);
            case UnaryFunction.Silu:
                return graph.Node("Mul", [x, graph.Node("Sigmoid", [x])]);
            default:
                return graph.Node(function switch
                {
                    UnaryFunction.Negate => "Neg",
                    UnaryFunction.Exp => "Exp",
                    UnaryFunction.Log => "Log",
                    UnaryFunction.Sqrt => "Sqrt",
                    UnaryFunction.Reciprocal => "Reciprocal",
                    UnaryFunction.Abs => "Abs",
                    UnaryFunction.Floor => "Floor",
                    UnaryFunction.Sin => "Sin",
                    UnaryFunction.Cos => "Cos",
                    UnaryFunction.Tanh => "Tanh",
                    UnaryFunction.Sigmoid => "Sigmoid",
                    UnaryFunction.Relu => "Relu",
                    UnaryFunction.Erf => "Erf",
                    _ => throw new NotSupportedException($"The ONNX interpreter does not know the function {function}."),
                }, [x]);
        }
    }

    private static string Emit(GraphBuilder graph, BinaryFunction function, string x, string y)
    {
        string node = graph.Node(function switch
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
        }, [x, y]);
        return function is BinaryFunction.LessOrEqual or BinaryFunction.Equal ? graph.Node("Cast", [node], ("to", (long)GraphBuilder.Float)) : node;
    }

    private static string Emit(GraphBuilder graph, Affine affine, string x)
    {
        if (affine.Scale != 1) x = graph.Node("Mul", [x, graph.Constant([(float)affine.Scale])]);
        return affine.Shift != 0 ? graph.Node("Add", [x, graph.Constant([(float)affine.Shift])]) : x;
    }

    // Opset 17: ReduceSum takes its axes as an input, the others as an attribute.
    private static string Emit(GraphBuilder graph, Reduce reduce, string x, int rank)
    {
        long[] axes = [.. reduce.Axes.Select(a => (long)(a < 0 ? a + rank : a))];
        return reduce.Kind switch
        {
            Reduction.Sum => graph.Node("ReduceSum", [x, graph.Numbers(axes)], ("keepdims", 1L)),
            Reduction.Mean => graph.Node("ReduceMean", [x], ("axes", axes), ("keepdims", 1L)),
            Reduction.Max => graph.Node("ReduceMax", [x], ("axes", axes), ("keepdims", 1L)),
            _ => throw new NotSupportedException($"The ONNX interpreter does not know the reduction {reduce.Kind}."),
        };
    }

    private static string Emit(OnnxInterpreter run, string x, int axis, Dim start, Dim end, int step)
        => run.Cuts.Emit(x, axis, start, end, step);

    private static string Emit(OnnxInterpreter run, Pad pad, string x, Shape shape)
    {
        bool isNarrow = pad.Before.Concat(pad.After).All(width => width.Known is 0 or 1);
        // Reflection by one cell is written out below: it serves axes of a single point too, which the operator refuses.
        if (pad.Mode == PaddingMode.Zeros || pad.Mode == PaddingMode.Reflect && !isNarrow)
        {
            Dim[] widths = [.. Enumerable.Repeat((Dim)0, 2 * shape.Rank)];
            for (int i = 0; i < pad.Axes.Length; i++)
                (widths[shape.Axis(pad.Axes[i])], widths[shape.Rank + shape.Axis(pad.Axes[i])]) = (pad.Before[i], pad.After[i]);
            return run.Graph.Node("Pad", [x, run.Dims.Emit(widths)], ("mode", pad.Mode == PaddingMode.Zeros ? "constant" : "reflect"));
        }
        for (int i = 0; i < pad.Axes.Length; i++)
        {
            int axis = shape.Axis(pad.Axes[i]);
            Dim size = shape[axis], before = pad.Before[i], after = pad.After[i];
            var parts = new List<string>();
            if (before.Known != 0) parts.Add(pad.Mode switch
            {
                PaddingMode.Circular => Part(size - before, size),
                PaddingMode.Reflect => Cell(Dim.Min(size - 1, 1)),
                _ => Repeated(0, before),
            });
            parts.Add(x);
            if (after.Known != 0) parts.Add(pad.Mode switch
            {
                PaddingMode.Circular => Part(0, after),
                PaddingMode.Reflect => Cell(Dim.Max(size - 2, 0)),
                _ => Repeated(size - 1, after),
            });
            shape = shape.With(axis, size + before + after);
            x = parts.Count == 1 ? x : run.Graph.Node("Concat", parts, ("axis", (long)axis));

            string Part(Dim start, Dim end) => Emit(run, x, axis, start, end, 1);

            string Cell(Dim at) => Part(at, at + 1);

            string Repeated(Dim at, Dim width) => run.Graph.Node("Expand", [Part(at, at + 1), run.Dims.Emit(shape.With(axis, width))]);
        }
        return x;
    }

    private static string Emit(GraphBuilder graph, string type, string[] names, int axes, int stride, int padding, int groups)
        => graph.Node(type, names, ("strides", Same(stride, axes)), ("pads", Same(padding, 2 * axes)), ("group", (long)groups));

    private static string Emit(OnnxInterpreter run, Sequence sequence)
    {
        GraphBuilder graph = run.Graph;
        if (sequence.Count.Known is { } known) return graph.Constant([.. Enumerable.Range(0, (int)known).Select(i => (float)i)], known);
        // Range wants scalars.
        string count = graph.Node("Reshape", [run.Dims.Emit(sequence.Count), graph.Constant(ReadOnlySpan<long>.Empty, 0)]);
        string range = graph.Node("Range", [graph.Constant([0L]), count, graph.Constant([1L])]);
        return graph.Node("Cast", [range], ("to", (long)GraphBuilder.Float));
    }

    private static long[] Same(long value, int count) => [.. Enumerable.Repeat(value, count)];

    private static long[] Longs(int[] values) => Array.ConvertAll(values, v => (long)v);
}
