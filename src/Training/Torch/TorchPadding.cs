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
        if (before > 0) parts.Add(Margin(before, size - before, Math.Min(1, size - 1), 0));
        parts.Add(x);
        if (after > 0) parts.Add(Margin(after, 0, Math.Max(size - 1 - after, 0), size - 1));
        return torch.cat(parts, axis);

        torch.Tensor Margin(long width, long opposite, long mirrored, long edge) => mode switch
        {
            PaddingMode.Circular => x.narrow(axis, opposite, width),
            PaddingMode.Reflect when width == 1 => x.narrow(axis, mirrored, 1),
            PaddingMode.Reflect => x.narrow(axis, mirrored, width).flip(axis),
            _ => x.narrow(axis, edge, 1).expand([.. x.shape[..axis], width, .. x.shape[(axis + 1)..]]),
        };
    }
}
