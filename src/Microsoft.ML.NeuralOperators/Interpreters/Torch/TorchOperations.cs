using Microsoft.ML.NeuralOperators.Tensors;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.NeuralOperators.Interpreters.Torch;

/// <summary>Every operation of the abstract language in torch's terms.</summary>
internal static class TorchOperations
{
    public static torch.Tensor Execute(Operation operation, IReadOnlyList<Value> inputs, Shape output, bool isTraining)
    {
        torch.Tensor x = TorchInterpreter.Unwrap(inputs[0]);
        return operation switch
        {
            Unary unary => Apply(unary.Function, x),
            Binary binary => Apply(binary.Function, x, TorchInterpreter.Unwrap(inputs[1])),
            Affine affine => Apply(affine, x),
            MatMul => torch.matmul(x, TorchInterpreter.Unwrap(inputs[1])),
            Linear => Apply(x, TorchInterpreter.Unwrap(inputs[1]), inputs.Count > 2 ? TorchInterpreter.Unwrap(inputs[2]) : null, output),
            Reduce reduce => Apply(reduce, x),
            Softmax softmax => torch.softmax(x, softmax.Axis),
            Dropout dropout => isTraining && dropout.Rate > 0 ? F.dropout(x, dropout.Rate, true) : x,
            Transpose transpose => x.permute(Array.ConvertAll(transpose.Permutation, axis => (long)axis)),
            Reshape => x.reshape(output.ToNumbers()),
            Expand => x.expand(output.ToNumbers()),
            Concat concat => torch.cat([.. inputs.Select(TorchInterpreter.Unwrap)], concat.Axis),
            Slice slice => x.slice(slice.Axis < 0 ? slice.Axis + x.Dimensions : slice.Axis, slice.Start.Value,
                slice.Start.Value + slice.Length.Value, slice.Step),
            Pad pad => TorchPadding.Apply(pad, x),
            Gather gather => Apply(gather, x),
            Convolution convolution => Apply(convolution, x, inputs),
            TransposedConvolution transposed => Apply(transposed, x, inputs),
            _ => throw new NotSupportedException($"The torch interpreter does not know the operation {operation.Name}."),
        };
    }

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
        UnaryFunction.Silu => x.mul(x.sigmoid()),
        UnaryFunction.Erf => x.erf(),
        _ => throw new NotSupportedException($"The torch interpreter does not know the function {function}."),
    };

    private static torch.Tensor Apply(BinaryFunction function, torch.Tensor x, torch.Tensor y) => function switch
    {
        BinaryFunction.Add => x.add(y),
        BinaryFunction.Subtract => x.sub(y),
        BinaryFunction.Multiply => x.mul(y),
        BinaryFunction.Divide => x.div(y),
        BinaryFunction.Power => x.pow(y),
        BinaryFunction.Minimum => torch.minimum(x, y),
        BinaryFunction.Maximum => torch.maximum(x, y),
        BinaryFunction.LessOrEqual => x.le(y).type(x.dtype),
        BinaryFunction.Equal => x.eq(y).type(x.dtype),
        _ => throw new NotSupportedException($"The torch interpreter does not know the function {function}."),
    };

    private static torch.Tensor Apply(Affine affine, torch.Tensor x)
        => affine.Shift == 0 ? x.mul(affine.Scale) : affine.Scale == 1 ? x.add(affine.Shift) : x.mul(affine.Scale).add(affine.Shift);

    // One matrix product over all leading axes: with the bias it is a single fused call.
    private static torch.Tensor Apply(torch.Tensor x, torch.Tensor weight, torch.Tensor? bias, Shape output)
    {
        torch.Tensor rows = x.Dimensions == 2 ? x : x.reshape(-1, weight.shape[1]);
        torch.Tensor columns = weight.t();
        torch.Tensor product = bias is null ? rows.mm(columns) : torch.addmm(bias, rows, columns, 1, 1);
        return x.Dimensions == 2 ? product : product.view(output.ToNumbers());
    }

    private static torch.Tensor Apply(Reduce reduce, torch.Tensor x)
    {
        long[] axes = Array.ConvertAll(reduce.Axes, axis => (long)axis);
        return reduce.Kind switch
        {
            Reduction.Sum => x.sum(axes, keepdim: true),
            Reduction.Mean => x.mean(axes, keepdim: true),
            Reduction.Max => x.amax(axes, keepdim: true),
            _ => throw new NotSupportedException($"The torch interpreter does not know the reduction {reduce.Kind}."),
        };
    }

    private static torch.Tensor Apply(Gather gather, torch.Tensor x)
        => torch.index_select(x, gather.Axis, torch.tensor(gather.Indices, [gather.Indices.Length], torch.ScalarType.Int64, x.device));

    private static torch.Tensor Apply(Convolution convolution, torch.Tensor x, IReadOnlyList<Value> inputs)
    {
        torch.Tensor weight = TorchInterpreter.Unwrap(inputs[1]);
        torch.Tensor? bias = inputs.Count > 2 ? TorchInterpreter.Unwrap(inputs[2]) : null;
        long axes = x.Dimensions - 2;
        long[] stride = Same(convolution.Stride, axes), padding = Same(convolution.Padding, axes), dilation = Same(1, axes);
        return axes switch
        {
            1 => F.conv1d(x, weight, bias, convolution.Stride, convolution.Padding, 1, convolution.Groups),
            2 => F.conv2d(x, weight, bias, stride, padding, dilation, convolution.Groups),
            _ => F.conv3d(x, weight, bias, stride, padding, dilation, convolution.Groups),
        };
    }

    // TorchSharp has no functional form of it in all its versions. A transposed convolution is a convolution, with the kernel
    // turned around, of the field with zeros between its points.
    private static torch.Tensor Apply(TransposedConvolution convolution, torch.Tensor x, IReadOnlyList<Value> inputs)
    {
        torch.Tensor weight = TorchInterpreter.Unwrap(inputs[1]);
        torch.Tensor? bias = inputs.Count > 2 ? TorchInterpreter.Unwrap(inputs[2]) : null;
        int rank = (int)x.Dimensions;
        long stride = convolution.Stride, padding = weight.shape[2] - 1 - convolution.Padding;
        for (int axis = 2; axis < rank && stride > 1; axis++)
        {
            long[] shape = [.. x.shape];
            shape[axis] *= stride;
            x = torch.cat([x.unsqueeze(axis + 1), .. Enumerable.Repeat(torch.zeros_like(x).unsqueeze(axis + 1), (int)stride - 1)], axis + 1)
                .reshape(shape).narrow(axis, 0, shape[axis] - stride + 1);
        }
        weight = weight.transpose(0, 1).flip([.. Enumerable.Range(2, rank - 2).Select(axis => (long)axis)]);
        long axes = rank - 2;
        return axes switch
        {
            1 => F.conv1d(x, weight, bias, 1, padding, 1),
            2 => F.conv2d(x, weight, bias, Same(1, axes), Same(padding, axes), Same(1, axes)),
            _ => F.conv3d(x, weight, bias, Same(1, axes), Same(padding, axes), Same(1, axes)),
        };
    }

    private static long[] Same(long value, long count) => [.. Enumerable.Repeat(value, (int)count)];
}
