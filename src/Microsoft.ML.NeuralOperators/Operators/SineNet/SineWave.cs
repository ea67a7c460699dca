namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A wave of <see cref="SineNet"/>: a U-shaped network of [batch, channels, grid…]. From the second level on, every
/// level also sees the wave's input, which was only averaged on the way: h_l = B(h, x) + S h with the means h and x of
/// the level above, and back h_l = B'(up, h_l) + S' up.
/// </summary>
internal sealed class SineWave : Layer
{
    private readonly SineWaveForm _form;
    private readonly IReadOnlyList<BoundaryCondition> _boundaries;
    private readonly Step[] _down, _up;

    /// <summary>Declares the wave of a number, under the published names.</summary>
    public SineWave(SineNetOptions options, int number)
    {
        (_form, _boundaries) = (options.Form, options.Boundaries);
        IReadOnlyList<int> widths = _form.Widths;
        int last = widths.Count - 1;
        _down = [.. Enumerable.Range(1, last).Select(level => Declare($"down.{number}.{level - 1}",
            widths[level - 1], level > 1 && _form.IsDual ? widths[0] : 0, widths[level]))];
        // The way up is counted from the coarsest level.
        _up = [.. Enumerable.Range(1, last).Select(level => Declare($"up.{number}.{last - level}",
            widths[level], widths[level - 1], widths[level - 1]))];

        Step Declare(string name, int from, int beside, int to) => new(
            [.. Enumerable.Range(0, _form.Blocks).Select(i => Compose($"{name}.conv.{i}", new ConvolutionPair(
                (inputs, outputs) => new(options.Boundaries, inputs, outputs, 3, hasBias: true), options.Normalization,
                options.Activation, i == 0 ? from + beside : to, to, to,
                new(["conv1", "conv2"], ["norm1", "norm2"]))))],
            !_form.HasShortcuts ? null
                : Compose($"{name}.shortcut", new GridConvolution(options.Boundaries, from, to, 1, hasBias: true)));
    }

    /// <summary>The field after the wave.</summary>
    public Value Apply(Value x)
    {
        var levels = new List<Value> { x };
        Value mean = x;
        foreach (Step step in _down)
        {
            Value above = Halved(levels[^1]);
            if (_form.IsDual) mean = levels.Count == 1 ? above : Halved(mean);
            levels.Add(levels.Count == 1 || !_form.IsDual ? step.Apply(above, above) : step.Apply(above, above, mean));
        }
        Value h = levels[^1];
        for (int level = _up.Length - 1; level >= 0; level--)
        {
            Value kept = levels[level], raised = Doubled(h, kept.Shape);
            h = _form.HasKeptFirst ? _up[level].Apply(raised, kept, raised) : _up[level].Apply(raised, raised, kept);
        }
        return _form.IsAdded ? x + h : h;
    }

    private Value Halved(Value x)
        => _form.TakesLargest ? x.Apply(new MaxPool(2)) : x.HalvedByMeans(_boundaries);

    private Value Doubled(Value x, Shape fine) => _form.Interpolation == SineInterpolation.Continued
        ? x.Doubled(_boundaries, fine)
        : x.DoubledAsPublished(_boundaries, fine, _form.Interpolation == SineInterpolation.Cubic);

    private sealed record Step(ConvolutionPair[] Blocks, GridConvolution? Shortcut)
    {
        /// <param name="x">What the shortcut takes.</param>
        /// <param name="seen">What the first block sees.</param>
        public Value Apply(Value x, params Value[] seen)
        {
            Value h = Blocks[0].Apply(Value.Concat(1, seen));
            if (Shortcut is not null) h += Shortcut.Apply(x);
            foreach (ConvolutionPair block in Blocks.Skip(1))
                h = Shortcut is null ? block.Apply(h) : block.Apply(h) + h;
            return h;
        }
    }
}
