namespace Microsoft.ML.NeuralOperators.Torch;

/// <summary>
/// Convolutions of fields of a few points, such as the coarse levels of multigrid, as two matrix products: one gathers
/// the taps of every point, by a table of zeros and ones, the other applies the weights. On the CPU this takes a third
/// to a half of the time of oneDNN's convolution, which is then almost all set-up.
/// </summary>
/// <remarks>
/// Inside, fields are laid out points first, [points, batch, channels]. Results are views in that layout, so that a
/// chain of such convolutions rearranges nothing.
/// </remarks>
internal static class FewPointsConvolution
{
    // Entries of the table: its product costs as many multiplications for every sample and channel.
    private const long Limit = 1 << 11;

    /// <summary>Whether the products are faster.</summary>
    /// <param name="x">The field [batch, in, grid…].</param>
    /// <param name="weight">The weights, [out, in, kernel…], or [in, out, kernel…] of a transposed convolution.</param>
    /// <param name="output">The result's shape [batch, out, grid…].</param>
    /// <param name="groups">Groups of channels.</param>
    public static bool Suits(Value x, Value weight, Shape output, int groups)
        => groups == 1 && TorchDevice.IsCpu(TorchInterpreter.Unwrap(x).device)
        && Points(x.Shape) * Points(weight.Shape) * Points(output) <= Limit;

    /// <summary>[batch, in, grid…] and [out, in, kernel…] → [batch, out, grid…].</summary>
    public static torch.Tensor Apply(Value x, Value weight, torch.Tensor? bias, Shape output, int stride, int padding)
    {
        long batch = x.Shape[0].Value, inputs = x.Shape[1].Value, outputs = weight.Shape[0].Value,
            points = Points(output), taps = Points(weight.Shape);
        torch.Tensor gathered = PointsFirst(x);
        // Rows of the table are points of the result and, within them, taps: [points·taps, points in]·[points in,
        // batch·in].
        if (taps > 1 || stride > 1)
            gathered = Table(x.Interpreter, x.Shape, output, weight.Shape, stride, padding).mm(gathered);
        gathered = gathered.reshape(points, taps, batch, inputs).permute(0, 2, 3, 1)
            .reshape(points * batch, inputs * taps);
        torch.Tensor columns = TorchInterpreter.Unwrap(weight).reshape(outputs, inputs * taps).t();
        return ChannelsFirst(bias is null ? gathered.mm(columns) : torch.addmm(bias, gathered, columns, 1, 1), output);
    }

    /// <summary>The transposed convolution: [batch, in, grid…] and [in, out, kernel…] → [batch, out, grid…].</summary>
    public static torch.Tensor ApplyTransposed(Value x, Value weight, torch.Tensor? bias, Shape output, int stride,
        int padding)
    {
        long batch = x.Shape[0].Value, inputs = x.Shape[1].Value, outputs = weight.Shape[1].Value,
            points = Points(x.Shape), taps = Points(weight.Shape);
        // The same table as of the convolution that it is the transpose of.
        torch.Tensor table = Table(x.Interpreter, output, x.Shape, weight.Shape, stride, padding);
        torch.Tensor spread = PointsFirst(x).reshape(points * batch, inputs)
            .mm(TorchInterpreter.Unwrap(weight).reshape(inputs, outputs * taps))
            .view(points, batch, outputs, taps).permute(0, 3, 1, 2).reshape(points * taps, batch * outputs);
        torch.Tensor y = ChannelsFirst(table.t().mm(spread).view(-1, outputs), output);
        return bias is null ? y : y.Plus(bias.view([-1, .. Enumerable.Repeat(1L, output.Rank - 2)]));
    }

    // [batch, channels, grid…] → [points, batch·channels]; a view where the field came from here.
    private static torch.Tensor PointsFirst(Value x)
        => TorchInterpreter.Unwrap(x).permute([.. GridAxes(x.Shape, 2), 0, 1]).reshape(Points(x.Shape), -1);

    // [points·batch, channels] → [batch, channels, grid…]
    private static torch.Tensor ChannelsFirst(torch.Tensor rows, Shape shape)
    {
        long[] sizes = shape.ToNumbers();
        return rows.view([.. sizes[2..], sizes[0], sizes[1]])
            .permute([shape.Rank - 2, shape.Rank - 1, .. GridAxes(shape, 0)]);
    }

    private static IEnumerable<long> GridAxes(Shape shape, int first)
        => Enumerable.Range(first, shape.Rank - 2).Select(axis => (long)axis);

    private static long Points(Shape shape) => shape.Product(2, shape.Rank).Value;

    // [points out·taps, points in], 1 where a tap of a point of the result falls on a point of the field.
    private static torch.Tensor Table(Interpreter interpreter, Shape field, Shape result, Shape kernel, int stride,
        int padding)
    {
        int axes = field.Rank - 2, rows = (int)(Points(result) * Points(kernel)), columns = (int)Points(field);
        string key = $"taps {field.Range(2, field.Rank)} {result.Range(2, field.Rank)} {kernel.Range(2, field.Rank)} "
            + $"{stride} {padding}";
        return TorchInterpreter.Unwrap(interpreter.Table(key, () =>
        {
            var table = new double[(long)rows * columns];
            for (int row = 0; row < rows; row++)
            {
                long point = row / Points(kernel), tap = row % Points(kernel), column = 0, scale = 1;
                for (int axis = axes + 1; axis >= 2 && column >= 0; axis--)
                {
                    long at = point % result[axis].Value * stride + tap % kernel[axis].Value - padding;
                    column = at < 0 || at >= field[axis].Value ? -1 : column + at * scale;
                    (point, tap, scale) = (point / result[axis].Value, tap / kernel[axis].Value,
                        scale * field[axis].Value);
                }
                if (column >= 0) table[row * columns + column] = 1;
            }
            return interpreter.Constant(table, rows, columns);
        }));
    }
}
