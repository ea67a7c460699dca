namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The U-shaped network of the Neural-Solver-Library, by its names: pairs of convolutions, maxima of 2 points down,
/// linear interpolation up, [batch, C, grid…] → the same shape. Its U-Net is nothing else; others of that library put
/// steps of their own between the pairs.
/// </summary>
internal sealed class SolverLibraryScales : Layer
{
    private readonly ConvolutionPair[] _down;
    private readonly ConvolutionPair[] _up;
    private readonly GridConvolution _output;

    /// <summary>Declares the network.</summary>
    /// <param name="dimensions">Number of grid axes.</param>
    /// <param name="channels">C, the channels of the finest scale.</param>
    /// <param name="scales">Scales; every grid axis is a multiple of 2^(scales-1).</param>
    /// <param name="normalization">Normalisation after every convolution.</param>
    /// <param name="activation">Nonlinearity after every convolution.</param>
    public SolverLibraryScales(int dimensions, int channels, int scales = 5,
        Normalization normalization = Normalization.Batch, Activation activation = Activation.Relu)
    {
        Widths = [.. Enumerable.Range(0, scales).Select(s => channels << Math.Min(s, scales - 2))];
        _down = [.. Enumerable.Range(0, scales).Select(s => Compose(s == 0 ? "inc" : $"down{s}.maxpool_conv.1",
            Pair(Widths[Math.Max(s - 1, 0)], Widths[s], Widths[s])))];
        // Entry s leads from scale s + 1 to scale s; the published names count from the coarsest.
        _up = [.. Enumerable.Range(0, scales - 1).Select(s => Compose($"up{scales - 1 - s}.conv",
            Pair(2 * Widths[s], Widths[s], UpWidth(s))))];
        _output = Compose("outc.conv",
            new GridConvolution(dimensions, channels, channels, 1, BoundaryCondition.Dirichlet, hasBias: true));

        ConvolutionPair Pair(int from, int between, int to)
            => SolverLibraryScales.Pair(dimensions, normalization, activation, from, between, to);
    }

    /// <summary>Channels of every scale on the way down, the finest first.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>Channels of a scale on the way up.</summary>
    public int UpWidth(int scale) => scale == Widths.Count - 1 ? Widths[^1] : Math.Max(Widths[scale] / 2, Widths[0]);

    /// <summary>A pair of convolutions by that library's names.</summary>
    public static ConvolutionPair Pair(int dimensions, Normalization normalization, Activation activation, int inputs,
        int between, int outputs)
    {
        // Names count the parts of the published sequence, activations included.
        int second = normalization == Normalization.None ? 2 : 3;
        return new((from, to) => new(dimensions, from, to, 3, BoundaryCondition.Dirichlet, hasBias: false),
            normalization, activation, inputs, between, outputs,
            new(["double_conv.0", $"double_conv.{second}"], ["double_conv.1", $"double_conv.{second + 1}"]));
    }

    /// <summary>Applies the network to a field of any size, which is padded for it.</summary>
    public Value ApplyPadded(Value x) => Apply(x.PadToMultiple(2, x.Rank - 2, 1L << (Widths.Count - 1)))
        .CutTo(2, x.Rank - 2, x.Shape);

    /// <summary>Applies the network; each step is told the scale, 0 being the finest.</summary>
    /// <param name="x">The field; <see cref="EndPadding.PadToMultiple"/> gives it sizes that fit.</param>
    /// <param name="down">A step after the pair of a scale on the way down.</param>
    /// <param name="across">A step from there to the way up, which goes through it on the coarsest scale too.</param>
    /// <param name="up">A step after the pair of a scale on the way up, and on the coarsest scale.</param>
    public Value Apply(Value x, Func<int, Value, Value>? down = null, Func<int, Value, Value>? across = null,
        Func<int, Value, Value>? up = null)
    {
        int last = _down.Length - 1;
        UNetLevel[] levels = [.. Enumerable.Range(0, last).Select(s => new UNetLevel(
            field => [Down(s, field)],
            field => field.Apply(new MaxPool(2)),
            (coarse, fine) => LinearInterpolation.Resize(coarse, 2, [.. fine.Skip(2)]),
            (raised, kept) => Up(s, _up[s].Apply(Value.Concat(1, Across(s, kept[0]), raised)))))];
        return _output.Apply(UNetLevel.Run(levels, field => Up(last, Across(last, Down(last, field))), x));

        Value Down(int scale, Value field) => Step(down, scale, _down[scale].Apply(field));
        Value Across(int scale, Value field) => Step(across, scale, field);
        Value Up(int scale, Value field) => Step(up, scale, field);
        static Value Step(Func<int, Value, Value>? step, int scale, Value field) => step?.Invoke(scale, field) ?? field;
    }
}
