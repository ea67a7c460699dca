namespace Microsoft.ML.NeuralOperators.Torch;

/// <summary>
/// Padding of any axes in any mode: torch's own covers only the last axes, and not in every mode and rank.
/// </summary>
internal static class TorchPadding
{
    public static torch.Tensor Apply(Pad pad, torch.Tensor x)
    {
        if (pad.Mode == PaddingMode.Zeros) return Zeros(pad, x);
        for (int i = 0; i < pad.Axes.Length; i++)
            x = Extend(x, pad.Mode, pad.Axes[i], pad.Before[i].Value, pad.After[i].Value);
        return x;
    }

    private static torch.Tensor Zeros(Pad pad, torch.Tensor x)
    {
        int rank = (int)x.Dimensions, first = rank;
        var widths = new long[2 * rank];
        for (int i = 0; i < pad.Axes.Length; i++)
        {
            int axis = pad.Axes[i] < 0 ? pad.Axes[i] + rank : pad.Axes[i];
            // torch counts pairs from the last axis.
            widths[2 * (rank - 1 - axis)] = pad.Before[i].Value;
            widths[2 * (rank - 1 - axis) + 1] = pad.After[i].Value;
            first = Math.Min(first, axis);
        }
        return torch.nn.functional.pad(x, widths[..(2 * (rank - first))], PaddingModes.Constant, 0);
    }

    private static torch.Tensor Extend(torch.Tensor x, PaddingMode mode, int axis, long before, long after)
    {
        axis = axis < 0 ? axis + (int)x.Dimensions : axis;
        long size = x.shape[axis];
        var parts = new List<torch.Tensor>();
        if (before > 0)
            parts.Add(mode switch
            {
                PaddingMode.Circular => x.narrow(axis, size - before, before),
                PaddingMode.Reflect => Mirrored(Math.Min(1, size - 1), before),
                _ => x.narrow(axis, 0, 1).expand(Wide(x, axis, before)),
            });
        parts.Add(x);
        if (after > 0)
            parts.Add(mode switch
            {
                PaddingMode.Circular => x.narrow(axis, 0, after),
                PaddingMode.Reflect => Mirrored(Math.Max(size - 1 - after, 0), after),
                _ => x.narrow(axis, size - 1, 1).expand(Wide(x, axis, after)),
            });
        return torch.cat(parts, axis);

        torch.Tensor Mirrored(long start, long width)
            => width == 1 ? x.narrow(axis, start, 1) : x.narrow(axis, start, width).flip(axis);
    }

    private static long[] Wide(torch.Tensor x, int axis, long width)
    {
        long[] shape = [.. x.shape];
        shape[axis] = width;
        return shape;
    }
}
