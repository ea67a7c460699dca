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

    /// <summary>Declares the cycle and those of all coarser levels.</summary>
    /// <param name="level">The level; 0 is the coarsest.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="widths">Channels of every level.</param>
    public BackProjection(int level, MgbpOptions options, IReadOnlyList<int> widths)
    {
        (_level, _activation) = (level, options.Activation);
        _corrections = level == 0 ? [] : [.. Enumerable.Range(0, options.Cycles).Select(i => new Correction(
            Compose($"restrict.{i}", new GridConvolution(options.Boundaries, widths[level], widths[level - 1],
                options.Kernel, hasBias: true, stride: 2, padding: 0)),
            Compose($"coarser.{i}", new BackProjection(level - 1, options, widths)),
            Compose($"project.{i}", new WayUp(options, 2 * widths[level - 1], widths[level]))))];
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
        private readonly ParameterDeclaration _weight, _bias;

        public WayUp(MgbpOptions options, int inputs, int outputs)
        {
            Initializer first =
                Initializer.FanIn(inputs * (long)Math.Pow(options.Kernel, options.Dimensions));
            _weight = Declare("weight",
                [inputs, outputs, .. Enumerable.Repeat((long)options.Kernel, options.Dimensions)], first);
            _bias = Declare("bias", [outputs], first);
        }

        public Value Apply(Value x, Dim[] sizes)
            => x.Interpreter.Apply(new TransposedConvolution(2, 0, sizes), x, x.Bind(_weight), x.Bind(_bias));
    }
}

/// <summary>Sizes that are known to be equal, although their expressions differ.</summary>
internal static class KnownSizes
{
    /// <summary>[batch, channels, grid…] with the grid's sizes as given.</summary>
    public static Value OnGrid(this Value x, Dim[] grid) => x.Reshape([x.Shape[0], x.Shape[1], .. grid]);
}
