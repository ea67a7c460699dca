using Microsoft.ML.NeuralOperators.Tensors;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Interpreters.Torch;

/// <summary>
/// Convolutions of fields of a few points, such as the coarse levels of multigrid, as two matrix products: one gathers the
/// taps of every point, by a table of zeros and ones, the other applies the weights. On the CPU this takes a third to a half
/// of the time of oneDNN's convolution, which is then almost all set-up.
/// </summary>
/// <remarks>
/// Inside, fields are laid out points first, [points, batch, channels]. Results are views in that layout, so that a chain of
/// such convolutions rearranges nothing.
/// </remarks>
internal static class FewPointsConvolution
{
    // Entries of the table: its product costs as many multiplications for every sample and channel.
    private const long Limit = 1 << 14;

    /// <summary>Whether the products are faster.</summary>
    /// <param name="x">The field [batch, in, grid…].</param>
    /// <param name="weight">The weights, [out, in, kernel…], or [in, out, kernel…] of a transposed convolution.</param>
    /// <param name="output">The result's shape [batch, out, grid…].</param>
    /// <param name="groups">Groups of channels.</param>
    public static bool Suits(torch.Tensor x, torch.Tensor weight, Shape output, int groups)
        => groups == 1 && x.device.type == DeviceType.CPU && Points(x.shape) * Points(weight.shape) * Points(output.ToNumbers()) <= Limit;

    /// <summary>[batch, in, grid…] and [out, in, kernel…] → [batch, out, grid…].</summary>
    public static torch.Tensor Apply(Interpreter run, torch.Tensor x, torch.Tensor weight, torch.Tensor? bias, Shape output, int stride, int padding)
    {
        long[] sizes = output.ToNumbers();
        long batch = x.shape[0], inputs = x.shape[1], outputs = weight.shape[0], points = Points(sizes), taps = Points(weight.shape);
        torch.Tensor gathered = PointsFirst(x);
        // Rows of the table are points of the result and, within them, taps: [points·taps, points in]·[points in, batch·in].
        if (taps > 1 || stride > 1) gathered = Table(run, x.shape[2..], sizes[2..], weight.shape[2..], stride, padding).mm(gathered);
        gathered = gathered.reshape(points, taps, batch, inputs).permute(0, 2, 3, 1).reshape(points * batch, inputs * taps);
        torch.Tensor columns = weight.reshape(outputs, inputs * taps).t();
        return ChannelsFirst(bias is null ? gathered.mm(columns) : torch.addmm(bias, gathered, columns, 1, 1), sizes);
    }

    /// <summary>The transposed convolution: [batch, in, grid…] and [in, out, kernel…] → [batch, out, grid…].</summary>
    public static torch.Tensor ApplyTransposed(Interpreter run, torch.Tensor x, torch.Tensor weight, torch.Tensor? bias, Shape output, int stride, int padding)
    {
        long[] sizes = output.ToNumbers();
        long batch = x.shape[0], inputs = x.shape[1], outputs = weight.shape[1], points = Points(x.shape), taps = Points(weight.shape);
        // The same table as of the convolution that it is the transpose of.
        torch.Tensor table = Table(run, sizes[2..], x.shape[2..], weight.shape[2..], stride, padding);
        torch.Tensor spread = PointsFirst(x).reshape(points * batch, inputs).mm(weight.reshape(inputs, outputs * taps))
            .view(points, batch, outputs, taps).permute(0, 3, 1, 2).reshape(points * taps, batch * outputs);
        torch.Tensor y = ChannelsFirst(table.t().mm(spread).view(-1, outputs), sizes);
        return bias is null ? y : y.add(bias.view([-1, .. Enumerable.Repeat(1L, sizes.Length - 2)]));
    }

    // [batch, channels, grid…] → [points, batch·channels]; a view where the field came from here.
    private static torch.Tensor PointsFirst(torch.Tensor x)
        => x.permute([.. Enumerable.Range(2, (int)x.Dimensions - 2).Select(axis => (long)axis), 0, 1]).reshape(Points(x.shape), -1);

    // [points·batch, channels] → [batch, channels, grid…]
    private static torch.Tensor ChannelsFirst(torch.Tensor rows, long[] sizes)
    {
        int axes = sizes.Length - 2;
        return rows.view([.. sizes[2..], sizes[0], sizes[1]]).permute([axes, axes + 1, .. Enumerable.Range(0, axes).Select(axis => (long)axis)]);
    }

    private static long Points(ReadOnlySpan<long> shape)
    {
        long product = 1;
        foreach (long size in shape[2..]) product *= size;
        return product;
    }

    // [points out·taps, points in], 1 where a tap of a point of the result falls on a point of the field.
    private static torch.Tensor Table(Interpreter run, long[] field, long[] result, long[] kernel, int stride, int padding)
    {
        string key = $"taps {string.Join('×', field)} {string.Join('×', result)} {string.Join('×', kernel)} {stride} {padding}";
        return TorchInterpreter.Unwrap(run.Table(key, () =>
        {
            int rows = (int)(Product(result) * Product(kernel)), columns = (int)Product(field);
            var table = new double[(long)rows * columns];
            for (int row = 0; row < rows; row++)
            {
                long point = row / Product(kernel), tap = row % Product(kernel), column = 0, scale = 1;
                for (int axis = field.Length - 1; axis >= 0 && column >= 0; axis--)
                {
                    long at = point % result[axis] * stride + tap % kernel[axis] - padding;
                    column = at < 0 || at >= field[axis] ? -1 : column + at * scale;
                    (point, tap, scale) = (point / result[axis], tap / kernel[axis], scale * field[axis]);
                }
                if (column >= 0) table[row * columns + column] = 1;
            }
            return run.Constant(table, rows, columns);
        }));
    }

    private static long Product(long[] sizes) => sizes.Aggregate(1L, (product, size) => product * size);
}
