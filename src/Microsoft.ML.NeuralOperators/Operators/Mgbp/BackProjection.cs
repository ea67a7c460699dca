namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The cycle of one level. Several times, the features h are restricted, the coarser level's cycle makes a correction
/// of them, and the correction is added: h ← h + P σ([x, cycle(R h)]), where x is the field itself on the coarser
/// level. The coarsest level returns its input.
/// </summary>
internal sealed class BackProjection : Layer
{
    private readonly Correction[] _corrections;
    private readonly Activation _activation;
    private readonly int _level;

    /// <summary>Declares the cycle and those of all coarser levels, under the published names.</summary>
    /// <param name="level">The level; 0 is the coarsest.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="counts">
    /// Which correction every level but the coarsest is at, which is what the names consist of. A level that is not at
    /// work stays at its last.
    /// </param>
    public BackProjection(int level, MgbpOptions options, int[] counts)
    {
        (_level, _activation) = (level, options.Activation);
        _corrections = level == 0 ? [] : [.. Enumerable.Range(0, options.Cycles).Select(Declare)];

        Correction Declare(int i)
        {
            MgbpForm form = options.Form;
            int coarse = form.Widths[level - 1], fine = form.Widths[level];
            counts[level - 1] = i;
            string place = $"{level}-{string.Join('-', counts)}";
            return new(
                Compose($"Downscale_{place}", new GridConvolution(options.Boundaries, fine, coarse, options.Kernel,
                    form.HasBias, stride: 2, padding: 0)),
                Compose("", new BackProjection(level - 1, options, counts)),
                // A nonlinearity is number 0.
                Compose($"Upscale_{place}.1", new WayUp(options, 2 * coarse, fine)));
        }
    }

    /// <summary>Applies the cycle.</summary>
    /// <param name="h">The features of the level.</param>
    /// <param name="fields">The field on every level.</param>
    /// <param name="sizes">Points along each axis of every level.</param>
    public Value Apply(Value h, Value[] fields, Dim[][] sizes)
    {
        foreach (Correction correction in _corrections)
        {
            Value restricted = correction.Restriction.Apply(h).OnGrid(sizes[_level - 1]);
            Value coarse = correction.Coarser.Apply(restricted, fields, sizes);
            h += correction.Projection.Apply(_activation.Apply(Value.Concat(1, fields[_level - 1], coarse)),
                sizes[_level]);
        }
        return h;
    }

    private sealed record Correction(GridConvolution Restriction, BackProjection Coarser, WayUp Projection);

    /// <summary>A transposed convolution to a finer level's points.</summary>
    private sealed class WayUp : Layer
    {
        private readonly int _inputs;
        private readonly ParameterDeclaration _weight;
        private readonly ParameterDeclaration? _bias;

        public WayUp(MgbpOptions options, int inputs, int outputs)
        {
            _inputs = inputs;
            Initializer first =
                Initializer.FanIn(inputs * (long)Math.Pow(options.Kernel, options.Dimensions));
            _weight = Declare("weight", [inputs + options.Form.NoiseChannels, outputs,
                .. Enumerable.Repeat((long)options.Kernel, options.Dimensions)], first);
            _bias = options.Form.HasBias ? Declare("bias", [outputs], first) : null;
        }

        public Value Apply(Value x, Dim[] sizes)
        {
            var convolution = new TransposedConvolution(2, 0, sizes);
            Value weight = x.Bind(_weight).Slice(0, 0, _inputs);
            return _bias is null ? x.Interpreter.Apply(convolution, x, weight)
                : x.Interpreter.Apply(convolution, x, weight, x.Bind(_bias));
        }
    }
}

/// <summary>Sizes that are known to be equal, although their expressions differ.</summary>
internal static class KnownSizes
{
    /// <summary>[batch, channels, grid…] with the grid's sizes as given.</summary>
    public static Value OnGrid(this Value x, Dim[] grid) => x.Reshape([x.Shape[0], x.Shape[1], .. grid]);
}
