namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) =>
                Aten.affine_grid_generator.Call(theta, size, align_corners);
            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null) =>
                Aten.grid_sampler.Call(input, grid, mode == GridSampleMode.Nearest ? 1L : 0L, padding_mode switch { GridSamplePaddingMode.Border => 1L, GridSamplePaddingMode.Reflection => 2L, _ => 0L }, align_corners ?? false);
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                pad == 0 ? input.alias() : functional.pad(input, Sides(input, pad), mode, value);
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Aten._pad_enum.Call(input, pad, Mode(mode), mode == PaddingModes.Constant ? value : Arg.None);
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad.Item1, pad.Item2, pad.Item3, pad.Item4 }, mode, value);
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad.Item1, pad.Item2 }, mode, value);
            public static Tensor upsample_bilinear(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                Aten.upsample_bilinear2d_vec.Call(x, size, align_corners, scale_factor);
            public static Tensor upsample_nearest(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                x.dim() switch { 3 => Aten.upsample_nearest1d_vec.Call(x, size, scale_factor), 4 => upsample_nearest2d(x, size, scale_factor), _ => upsample_nearest3d(x, size, scale_factor) };
            public static Tensor upsample_nearest1d(Tensor input, long? outputSize, double? scaleFactor) =>
                Aten.upsample_nearest1d_vec.Call(input, outputSize is { } o ? new[] { o } : null, scaleFactor is { } f ? new[] { f } : null);
            public static Tensor upsample_nearest2d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) =>
                Aten.upsample_nearest2d_vec.Call(input, outputSizes, scaleFactors);
            public static Tensor upsample_nearest3d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) =>
                Aten.upsample_nearest3d_vec.Call(input, outputSizes, scaleFactors);

            // libtorch's numbering; it knows no difference between a constant and zeros but the value.
            private static long Mode(PaddingModes mode) => mode switch
            {
                PaddingModes.Reflect => 0,
                PaddingModes.Replicate => 1,
                PaddingModes.Circular => 2,
                _ => 3,
            };

            private static long[] Sides(Tensor input, long pad) => Enumerable.Repeat(pad, Math.Max(2, 2 * ((int)input.dim() - 2))).ToArray();
        }
    }
}
