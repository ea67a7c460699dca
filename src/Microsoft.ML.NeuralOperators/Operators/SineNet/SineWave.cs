namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A wave of <see cref="SineNet"/>: a U-shaped network of [batch, channels, grid…]. From the second level on, every
/// level also sees the wave's input, which was only averaged on the way: h_l = B(h, x) + S h with the means h and x of
/// the level above, and back h_l = B'(up, h_l) + S' up.
/// </summary>
internal sealed class SineWave : Layer
{
    private readonly IReadOnlyList<BoundaryCondition> _boundaries;
    private readonly Step[] _down, _up;

    /// <summary>Declares the wave.</summary>
    public SineWave(SineNetOptions options)
    {
        _boundaries = options.Boundaries;
        int[] widths = [.. Enumerable.Range(0, options.Levels + 1)
            .Select(level => (int)(options.Channels * Math.Pow(options.Growth, level)))];
        _down = [.. Enumerable.Range(1, options.Levels).Select(level => Declare($"down.{level - 1}",
            widths[level - 1], level > 1 ? widths[0] : 0, widths[level]))];
        _up = [.. Enumerable.Range(1, options.Levels).Select(level => Declare($"up.{level - 1}",
            widths[level], widths[level - 1], widths[level - 1]))];

        Step Declare(string name, int from, int beside, int to) => new(
            Compose(name, new ConvolutionPair(
                (inputs, outputs) => new(options.Boundaries, inputs, outputs, 3, hasBias: true), options.Normalization,
                options.Activation, from + beside, to, to, new(["conv1", "conv2"], ["norm1", "norm2"]))),
            Compose($"{name}.shortcut", new GridConvolution(options.Boundaries, from, to, 1, hasBias: true)));
    }

    /// <summary>What the wave adds.</summary>
    public Value Apply(Value x)
    {
        var levels = new List<Value> { x };
        Value mean = x;
        foreach (Step step in _down)
        {
            Value above = levels[^1].HalvedByMeans(_boundaries);
            mean = levels.Count == 1 ? above : mean.HalvedByMeans(_boundaries);
            levels.Add(step.Apply(above, levels.Count == 1 ? null : mean));
        }
        Value h = levels[^1];
        for (int level = _up.Length - 1; level >= 0; level--)
            h = _up[level].Apply(h.Doubled(_boundaries, levels[level].Shape), levels[level]);
        return h;
    }

    private sealed record Step(ConvolutionPair Block, GridConvolution Shortcut)
    {
        public Value Apply(Value x, Value? beside)
            => Block.Apply(beside is null ? x : Value.Concat(1, x, beside)) + Shortcut.Apply(x);
    }
}
