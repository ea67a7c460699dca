using Microsoft.ML.NeuralOperators.Tensors;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Reduce = Microsoft.ML.NeuralOperators.Tensors.Reduce;

namespace Microsoft.ML.NeuralOperators.Interpreters.Torch;

/// <summary>Every operation of the abstract language in torch's terms.</summary>
internal static class TorchOperations
{
    public static torch.Tensor Execute(Operation operation, IReadOnlyList<Value> inputs, Shape output)
    {
        torch.Tensor x = TorchInterpreter.Unwrap(inputs[0]);
        return operation switch
        {
            Unary unary => Apply(unary.Function, x),
            Binary binary => Apply(binary.Function, x, TorchInterpreter.Unwrap(inputs[1])),
            Affine affine => Apply(affine, x),
            MatMul => torch.matmul(x, TorchInterpreter.Unwrap(inputs[1])),
            Linear => Apply(x, TorchInterpreter.Unwrap(inputs[1]), Optional(inputs, 2), output),
            Reduce reduce => Apply(reduce, x),
            Softmax softmax => torch.softmax(x, softmax.Axis),
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
            MaxPool pool => Apply(pool, x),
            LayerNormalize normalize => F.layer_norm(x, [x.shape[^1]], Optional(inputs, 1), Optional(inputs, 2), normalize.Epsilon),
            BatchNormalize normalize => TorchBatchNormalization.Apply(normalize, inputs, inputs[0].Interpreter.IsTraining),
            _ => throw new NotSupportedException($"The torch interpreter does not know the operation {operation.Name}."),
        };
    }

    private static torch.Tensor? Optional(IReadOnlyList<Value> inputs, int index) => index < inputs.Count ? TorchInterpreter.Unwrap(inputs[index]) : null;

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
        UnaryFunction.Gelu => Gelu(x),
        UnaryFunction.Silu => x.mul(x.sigmoid()),
        UnaryFunction.Erf => x.erf(),
        _ => throw new NotSupportedException($"The torch interpreter does not know the function {function}."),
    };

    // Where the input of GELU is contiguous and the gradient that comes back is not, libtorch 1.13 on the CPU computes the
    // gradient into memory of oneDNN's own and returns memory that nobody wrote. Over a flat view gradients come back flat.
    private static torch.Tensor Gelu(torch.Tensor x) => x.is_contiguous() ? F.gelu(x.view(-1)).view(x.shape) : F.gelu(x);

    private static torch.Tensor Apply(BinaryFunction function, torch.Tensor x, torch.Tensor y) => function switch
    {
        BinaryFunction.Add => x.add(y),
        BinaryFunction.Subtract => x.sub(y),
        BinaryFunction.Multiply => x.mul(y),
        BinaryFunction.Divide => Divide(x, y),
        BinaryFunction.Power => x.pow(y),
        BinaryFunction.Minimum => torch.minimum(x, y),
        BinaryFunction.Maximum => torch.maximum(x, y),
        BinaryFunction.LessOrEqual => x.le(y).type(x.dtype),
        BinaryFunction.Equal => x.eq(y).type(x.dtype),
        _ => throw new NotSupportedException($"The torch interpreter does not know the function {function}."),
    };

    // The gradient of a quotient passes four times over the field; that of a product with the reciprocal of something smaller, twice.
    private static torch.Tensor Divide(torch.Tensor x, torch.Tensor y)
        => (x.requires_grad || y.requires_grad) && y.numel() < x.numel() ? x.mul(y.reciprocal()) : x.div(y);

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
            // The mean's own gradient is divided after it is spread over the field.
            Reduction.Mean => x.sum(axes, keepdim: true).mul(1.0 / axes.Aggregate(1L, (count, axis) => count * x.shape[axis < 0 ? axis + x.Dimensions : axis])),
            Reduction.Max => x.amax(axes, keepdim: true),
            _ => throw new NotSupportedException($"The torch interpreter does not know the reduction {reduce.Kind}."),
        };
    }

    private static torch.Tensor Apply(Gather gather, torch.Tensor x)
        => torch.index_select(x, gather.Axis, torch.tensor(gather.Indices, [gather.Indices.Length], torch.ScalarType.Int64, x.device));

    private static torch.Tensor Apply(Convolution convolution, torch.Tensor x, IReadOnlyList<Value> inputs)
    {
        torch.Tensor weight = TorchInterpreter.Unwrap(inputs[1]);
        torch.Tensor? bias = Optional(inputs, 2);
        return Convolve(x, weight, bias, convolution.Stride, convolution.Padding, convolution.Groups);
    }

    // TorchSharp has no functional form of it in all its versions. With stride s every output point s·j + a is a small
    // convolution of its own around x_j: one convolution gives all s^d of them as channels, which are then woven together. No
    // product with inserted zeros is made, and oneDNN is faster at it than at transposed convolutions.
    private static torch.Tensor Apply(TransposedConvolution convolution, torch.Tensor x, IReadOnlyList<Value> inputs)
    {
        torch.Tensor weight = TorchInterpreter.Unwrap(inputs[1]);
        int axes = (int)x.Dimensions - 2;
        long s = convolution.Stride, kernel = weight.shape[2], taps = (kernel + s - 1) / s;
        torch.Tensor y = Convolve(x, Phases(inputs[1].Interpreter, weight, s, taps), inputs.Count > 2 ? Repeated(inputs[2], s, axes) : null, 1, taps - 1, 1);
        long batch = x.shape[0], outputs = weight.shape[1];
        long[] sizes = [.. y.shape.Skip(2)];
        // [batch, out, s…, n…] → [batch, out, n, s, n, s…]
        long[] order = [0, 1, .. Enumerable.Range(0, axes).SelectMany(axis => new long[] { 2 + axes + axis, 2 + axis })];
        y = y.view([batch, outputs, .. Same(s, axes), .. sizes]).permute(order).reshape([batch, outputs, .. sizes.Select(n => n * s)]);
        for (int axis = 0; axis < axes; axis++)
            y = y.narrow(2 + axis, convolution.Padding, (x.shape[2 + axis] - 1) * s + kernel - 2L * convolution.Padding);
        return y;
    }

    // [in, out, kernel…] → [out·s…, in, taps…]: tap m of phase a is kernel entry a + s·m, turned around. The entries are
    // reordered by a product with a table of zeros and ones, which is cheaper than flips and copies, both ways.
    private static torch.Tensor Phases(Interpreter run, torch.Tensor weight, long s, long taps)
    {
        int axes = (int)weight.Dimensions - 2;
        long inputs = weight.shape[0], outputs = weight.shape[1], kernel = weight.shape[2];
        long phases = (long)Math.Pow(s, axes), window = (long)Math.Pow(taps, axes);
        Value order = run.Table($"phases {kernel} {s} {axes}", () => run.Constant(PhaseOrder((int)kernel, (int)s, (int)taps, axes),
            (long)Math.Pow(kernel, axes), phases * window));
        return weight.reshape(inputs * outputs, -1).mm(TorchInterpreter.Unwrap(order)).view(inputs, outputs, phases, window)
            .permute(1, 2, 0, 3).reshape([outputs * phases, inputs, .. Same(taps, axes)]);
    }

    // [kernel^axes, s^axes·taps^axes], 1 where a kernel entry goes.
    private static double[] PhaseOrder(int kernel, int s, int taps, int axes)
    {
        int entries = (int)Math.Pow(kernel, axes), phases = (int)Math.Pow(s, axes), window = (int)Math.Pow(taps, axes);
        var table = new double[entries * phases * window];
        for (int entry = 0; entry < entries; entry++)
        {
            int phase = 0, tap = 0;
            for (int axis = 0, scale = entries / kernel; axis < axes; axis++, scale = Math.Max(1, scale / kernel))
            {
                int at = entry / scale % kernel;
                (phase, tap) = (phase * s + at % s, tap * taps + taps - 1 - at / s);
            }
            table[entry * phases * window + phase * window + tap] = 1;
        }
        return table;
    }

    private static torch.Tensor Repeated(Value bias, long s, int axes)
        => TorchInterpreter.Unwrap(bias).repeat_interleave((long)Math.Pow(s, axes));

    // Axis by axis: the members of a window lie behind each other and are compared as whole fields.
    private static torch.Tensor Apply(MaxPool pool, torch.Tensor x)
    {
        for (int axis = 2; axis < x.Dimensions; axis++)
        {
            long windows = x.shape[axis] / pool.Size;
            long[] shape = [.. x.shape[..axis], windows, pool.Size, .. x.shape[(axis + 1)..]];
            x = x.narrow(axis, 0, windows * pool.Size).reshape(shape).unbind(axis + 1).Aggregate(torch.maximum);
        }
        return x;
    }

    private static torch.Tensor Convolve(torch.Tensor x, torch.Tensor weight, torch.Tensor? bias, long stride, long padding, long groups)
    {
        long axes = x.Dimensions - 2;
        return axes switch
        {
            1 => F.conv1d(x, weight, bias, stride, padding, 1, groups),
            2 => F.conv2d(x, weight, bias, Same(stride, axes), Same(padding, axes), Same(1, axes), groups),
            _ => F.conv3d(x, weight, bias, Same(stride, axes), Same(padding, axes), Same(1, axes), groups),
        };
    }

    private static long[] Same(long value, long count) => [.. Enumerable.Repeat(value, (int)count)];
}
