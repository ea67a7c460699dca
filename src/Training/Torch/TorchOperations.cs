using F = TorchSharp.torch.nn.functional;
using Reduce = Microsoft.ML.NeuralOperators.Tensors.Reduce;

namespace Microsoft.ML.NeuralOperators.Torch;

/// <summary>Every operation of the abstract language in torch's terms.</summary>
/// <param name="interpreter">Where numbers that are not operands come from.</param>
internal sealed class TorchOperations(TorchInterpreter interpreter) : IOperationVisitor<torch.Tensor>
{
    public torch.Tensor Visit(Constant constant, IReadOnlyList<Value> inputs, Shape output)
        => interpreter.FromHost(constant.Values, constant.Dims);

    public torch.Tensor Visit(Sequence sequence, IReadOnlyList<Value> inputs, Shape output)
    {
        using Scalar first = Arithmetic.Held(0), end = Arithmetic.Held(sequence.Count.Value), step = Arithmetic.Held(1);
        return torch.arange(first, end, step, interpreter.Type, interpreter.Device);
    }

    public torch.Tensor Visit(SizeOf size, IReadOnlyList<Value> inputs, Shape output)
        => interpreter.FromHost([size.Size.Value], [1]);

    public torch.Tensor Visit(Dropout dropout, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = First(inputs);
        return !interpreter.IsTraining || dropout.Rate == 0 ? x
            : x * interpreter.RandomUniform(x.shape).IsAtLeast(dropout.Rate).type(interpreter.Type)
            .Times(1 / (1 - dropout.Rate));
    }

    public torch.Tensor Visit(GumbelNoise noise, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = First(inputs);
        return !interpreter.IsTraining ? x : x.sub(interpreter.RandomUniform(x.shape).Plus(GumbelNoise.Epsilon).log()
            .neg().Plus(GumbelNoise.Epsilon).log().type(x.dtype));
    }

    public torch.Tensor Visit(Unary unary, IReadOnlyList<Value> inputs, Shape output)
        => Apply(unary.Function, First(inputs));

    public torch.Tensor Visit(Binary binary, IReadOnlyList<Value> inputs, Shape output)
        => Apply(binary.Function, First(inputs), Second(inputs));

    public torch.Tensor Visit(Affine affine, IReadOnlyList<Value> inputs, Shape output) => affine switch
    {
        { Shift: 0 } => First(inputs).Times(affine.Scale),
        { Scale: 1 } => First(inputs).Plus(affine.Shift),
        _ => First(inputs).Times(affine.Scale).Plus(affine.Shift),
    };

    public torch.Tensor Visit(MatMul product, IReadOnlyList<Value> inputs, Shape output)
        => torch.matmul(First(inputs), Second(inputs));

    // Real and imaginary parts of a spectrum are rows, those of the weights matrices of one batched product: nothing of
    // the weights is rearranged, which would take longer than the product itself in small batches.
    public torch.Tensor Visit(ModeProduct product, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = First(inputs), weight = Second(inputs);
        long modes = x.shape[1], batch = x.shape[2], channels = x.shape[3], outputs = weight.shape[3];
        torch.Tensor rows = x.permute(1, 0, 2, 3).reshape(modes, 1, 2 * batch, channels)
            .expand(modes, 2, 2 * batch, channels);
        torch.Tensor[] parts = rows.reshape(2 * modes, 2 * batch, channels)
            .bmm(weight.reshape(2 * modes, channels, outputs))
            .view(modes, 4, batch, outputs).unbind(1);
        // By R: re, im; by I: re, im.
        return torch.stack([parts[0].sub(parts[3]), parts[1].Plus(parts[2])]);
    }

    // One matrix product over all leading axes: with the bias it is a single fused call.
    public torch.Tensor Visit(LinearProduct linear, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = First(inputs), weight = Second(inputs);
        torch.Tensor rows = x.Dimensions == 2 ? x : x.reshape(-1, weight.shape[1]), columns = weight.t();
        torch.Tensor product = Optional(inputs, 2) is { } bias ? torch.addmm(bias, rows, columns, 1, 1)
            : rows.mm(columns);
        return x.Dimensions == 2 ? product : product.view(output.ToNumbers());
    }

    public torch.Tensor Visit(Reduce reduce, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = First(inputs);
        long[] axes = Array.ConvertAll(reduce.Axes, axis => (long)axis);
        return reduce.Kind switch
        {
            Reduction.Sum => x.sum(axes, keepdim: true),
            // Sums of float16 overflow.
            Reduction.Mean when x.dtype != x.dtype.Full() => x.mean(axes, keepdim: true),
            // The mean's own gradient is divided after it is spread over the field.
            Reduction.Mean => x.sum(axes, keepdim: true)
                .Times(1.0 / axes.Aggregate(1L,
                (count, axis) => count * x.shape[axis < 0 ? axis + x.Dimensions : axis])),
            Reduction.Max => x.amax(axes, keepdim: true),
            _ => throw new NotSupportedException($"The torch interpreter does not know the reduction {reduce.Kind}."),
        };
    }

    public torch.Tensor Visit(InverseCholesky factor, IReadOnlyList<Value> inputs, Shape output)
        => TorchCholesky.InverseFactor(First(inputs));

    public torch.Tensor Visit(Observe observation, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = First(inputs);
        if (interpreter.IsTraining) interpreter.Observed[observation.Statistic] = x.detach().clone();
        return x;
    }

    public torch.Tensor Visit(Softmax softmax, IReadOnlyList<Value> inputs, Shape output)
        => torch.softmax(First(inputs), softmax.Axis);

    public torch.Tensor Visit(Transpose transpose, IReadOnlyList<Value> inputs, Shape output)
        => First(inputs).permute(Array.ConvertAll(transpose.Permutation, axis => (long)axis));

    public torch.Tensor Visit(Reshape reshape, IReadOnlyList<Value> inputs, Shape output)
        => First(inputs).reshape(output.ToNumbers());

    public torch.Tensor Visit(Expand expand, IReadOnlyList<Value> inputs, Shape output)
        => First(inputs).expand(output.ToNumbers());

    public torch.Tensor Visit(Concat concat, IReadOnlyList<Value> inputs, Shape output)
        => torch.cat([.. inputs.Select(TorchInterpreter.Unwrap)], concat.Axis);

    public torch.Tensor Visit(Slice slice, IReadOnlyList<Value> inputs, Shape output)
        => First(inputs).slice(inputs[0].Shape.Axis(slice.Axis), slice.Start.Value,
            slice.Start.Value + slice.Length.Value, slice.Step);

    public torch.Tensor Visit(Flip flip, IReadOnlyList<Value> inputs, Shape output)
        => First(inputs).flip(Array.ConvertAll(flip.Axes, axis => (long)axis));

    public torch.Tensor Visit(Pad pad, IReadOnlyList<Value> inputs, Shape output)
        => TorchPadding.Apply(pad, First(inputs));

    public torch.Tensor Visit(Gather gather, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = First(inputs);
        return torch.index_select(x, gather.Axis, HostNumbers.Of(gather.Indices, x.device));
    }

    public torch.Tensor Visit(PickRows pick, IReadOnlyList<Value> inputs, Shape output)
        => torch.index_select(First(inputs), 0, Second(inputs).detach().type(torch.ScalarType.Int64));

    public torch.Tensor Visit(LayerNormalize norm, IReadOnlyList<Value> inputs, Shape output)
        => F.layer_norm(First(inputs), [inputs[0].Shape[^1].Value], Optional(inputs, 1), Optional(inputs, 2),
            norm.Epsilon);

    public torch.Tensor Visit(BatchNormalize norm, IReadOnlyList<Value> inputs, Shape output)
        => TorchBatchNormalization.Apply(norm, inputs, interpreter.IsTraining);

    private static torch.Tensor First(IReadOnlyList<Value> inputs) => TorchInterpreter.Unwrap(inputs[0]);

    private static torch.Tensor Second(IReadOnlyList<Value> inputs) => TorchInterpreter.Unwrap(inputs[1]);

    private static torch.Tensor? Optional(IReadOnlyList<Value> inputs, int index)
        => index < inputs.Count ? TorchInterpreter.Unwrap(inputs[index]) : null;

    private static torch.Tensor Apply(UnaryFunction function, torch.Tensor x) => function switch
    {
        UnaryFunction.Negate => x.neg(),
        UnaryFunction.Exp => x.exp(),
        UnaryFunction.Log => x.log(),
        UnaryFunction.Sqrt => x.sqrt(),
        UnaryFunction.Reciprocal => x.reciprocal(),
        UnaryFunction.Abs => x.abs(),
        UnaryFunction.Floor => x.floor(),
        UnaryFunction.Sin => x.sin(),
        UnaryFunction.Cos => x.cos(),
        UnaryFunction.Tanh => x.tanh(),
        UnaryFunction.Sigmoid => x.sigmoid(),
        UnaryFunction.Relu => F.relu(x),
        UnaryFunction.Gelu => F.gelu(x),
        UnaryFunction.Silu => F.silu(x),
        // As the logarithm of a sigmoid, which takes no numbers.
        UnaryFunction.Softplus => F.logsigmoid(x.neg()).neg(),
        UnaryFunction.Erf => x.erf(),
        _ => throw new NotSupportedException($"The torch interpreter does not know the function {function}."),
    };

    private static torch.Tensor Apply(BinaryFunction function, torch.Tensor x, torch.Tensor y) => function switch
    {
        BinaryFunction.Add => x.Plus(y),
        BinaryFunction.Subtract => x.sub(y),
        BinaryFunction.Multiply => x.mul(y),
        BinaryFunction.Divide => Divide(x, y),
        BinaryFunction.Power => x.pow(y),
        BinaryFunction.Minimum => torch.minimum(x, y),
        BinaryFunction.Maximum => torch.maximum(x, y),
        BinaryFunction.LessOrEqual => x.le(y).type(x.dtype),
        BinaryFunction.Equal => x.eq(y).type(x.dtype),
        BinaryFunction.Coalesce => torch.where(x.isnan(), y, x),
        _ => throw new NotSupportedException($"The torch interpreter does not know the function {function}."),
    };

    // The gradient of a quotient passes four times over the field; that of a product with the reciprocal of something
    // smaller, twice.
    private static torch.Tensor Divide(torch.Tensor x, torch.Tensor y)
        => (x.requires_grad || y.requires_grad) && y.numel() < x.numel() ? x.mul(y.reciprocal()) : x.div(y);

    public torch.Tensor Visit(Convolution convolution, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = First(inputs), weight = Second(inputs);
        torch.Tensor? bias = Optional(inputs, 2);
        long stride = convolution.Stride, padding = convolution.Padding, dilation = convolution.Dilation,
            groups = convolution.Groups, axes = x.Dimensions - 2;
        if (dilation == 1 && FewPointsConvolution.Suits(inputs[0], inputs[1], output, convolution.Groups))
            return FewPointsConvolution.Apply(inputs[0], inputs[1], bias, output, convolution.Stride,
                convolution.Padding);
        return axes switch
        {
            1 => F.conv1d(x, weight, bias, stride, padding, dilation, groups),
            2 => F.conv2d(ChannelsLast(x), weight, bias, Same(stride, axes), Same(padding, axes),
                Same(dilation, axes), groups),
            _ => F.conv3d(x, weight, bias, Same(stride, axes), Same(padding, axes), Same(dilation, axes), groups),
        };
    }

    public torch.Tensor Visit(TransposedConvolution convolution, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = First(inputs), weight = Second(inputs);
        torch.Tensor? bias = Optional(inputs, 2);
        if (FewPointsConvolution.Suits(inputs[0], inputs[1], output, 1))
            return FewPointsConvolution.ApplyTransposed(inputs[0], inputs[1], bias, output, convolution.Stride,
                convolution.Padding);
        long stride = convolution.Stride, padding = convolution.Padding, axes = x.Dimensions - 2;
        long[] sizes = output.ToNumbers();
        // Torch trims both ends alike. A result that needs more at the end is computed untrimmed.
        bool goesOn = Enumerable.Range(2, (int)axes)
            .Any(i => sizes[i] > (x.shape[i] - 1) * stride - 2 * padding + weight.shape[i]);
        long cut = goesOn ? padding : 0;
        padding -= cut;
        torch.Tensor y = axes switch
        {
            1 => F.conv_transpose1d(x, weight, bias, stride, padding),
            2 => F.conv_transpose2d(ChannelsLast(x), weight, bias, Same(stride, axes), Same(padding, axes)),
            _ => F.conv_transpose3d(x, weight, bias, Same(stride, axes), Same(padding, axes)),
        };
        for (int i = 2; i < sizes.Length; i++)
            if (cut > 0 || y.shape[i] != sizes[i]) y = y.narrow(i, cut, sizes[i]);
        return y;
    }

    // Axis by axis: the members of a window are next to each other and are compared as whole fields.
    public torch.Tensor Visit(MaxPool pool, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = First(inputs);
        for (int axis = 2; axis < x.Dimensions; axis++)
        {
            long windows = x.shape[axis] / pool.Size;
            long[] shape = [.. x.shape[..axis], windows, pool.Size, .. x.shape[(axis + 1)..]];
            x = x.narrow(axis, 0, windows * pool.Size).reshape(shape).unbind(axis + 1).Aggregate(torch.maximum);
        }
        return x;
    }

    // oneDNN is a tenth faster where channels lie next to each other; results keep that layout, so that little is
    // rearranged.
    private static torch.Tensor ChannelsLast(torch.Tensor x)
        => x.dtype == torch.ScalarType.Float64 || !TorchDevice.IsCpu(x.device) || IsChannelsLast(x) ? x
            : x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    // Asking costs less than the two rearrangements that change nothing, forward and backward.
    private static bool IsChannelsLast(torch.Tensor x)
    {
        long[] sizes = x.shape, strides = x.stride();
        return strides[1] == 1 && strides[3] == sizes[1] && strides[2] == sizes[3] * strides[3]
            && strides[0] == sizes[2] * strides[2];
    }

    private static long[] Same(long value, long count) => [.. Enumerable.Repeat(value, (int)count)];
}
