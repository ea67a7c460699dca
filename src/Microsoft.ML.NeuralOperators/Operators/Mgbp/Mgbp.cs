using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// MGBP, multigrid back-projection (Navarrete Michelini, Liu, Zhu 2019, arXiv:1809.10711; the second version,
/// arXiv:1909.11299), in one, two or three dimensions: restores a field that was interpolated to the output's grid.
/// Every level corrects its features by what the coarser level makes of their restriction, as a multigrid cycle
/// corrects a solution.
/// </summary>
/// <remarks>
/// <para>
/// Good for super-resolution and for restoring what smoothing took away; its weights belong to the spacing of the
/// training grid. The published program can also add noise, for images that should look sharp rather than be accurate;
/// this one adds none. With <see cref="ConvolutionalOptions.HasOutputResidual"/> the difference from the interpolated
/// field is learned.
/// </para>
/// <para>
/// <see cref="Checkpoint.Load(string, IReadOnlyDictionary{string, object}?, ReadLimits?)"/> reads the weights of that
/// program, MGBPv2 and mergeModel of pnavarre/mgbpv2, which mirrors fields at their ends as
/// <see cref="BoundaryCondition.Neumann"/> does. Of an MGBPv2 its <c>model_id</c> and <c>noise_amp</c> are asked for;
/// the latter must be 0.
/// </para>
/// </remarks>
public sealed class Mgbp : GridOperator
{
    private readonly GridConvolution[] _analysis;
    private readonly BackProjection _cycle;
    private readonly GridConvolution _synthesis;

    /// <summary>Declares the operator.</summary>
    /// <param name="inputChannels">Channels of the input field.</param>
    /// <param name="outputChannels">Channels of the output field.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public Mgbp(int inputChannels, int outputChannels, MgbpOptions? options = null)
        : base(inputChannels, outputChannels, options ??= new())
    {
        Options = options;
        int finest = options.Levels - 1;
        MgbpForm form = options.Form;
        _analysis = [.. form.Widths.Select((width, level) => Analysis("Analysis", level, width, form.HasBias))];
        _cycle = Compose("", new BackProjection(finest, options, new int[finest]));
        _synthesis = Synthesis("Synthesis");
        // What published weights have besides: the same layer again, and those of the noise, from which nothing comes.
        if (form.HasSynthesisTwice) Synthesis("synthesis");
        for (int level = 0; level <= finest && form.NoiseChannels > 0; level++)
            Analysis("AnalysisN", level, form.NoiseChannels, hasBias: true);

        GridConvolution Synthesis(string name) => Compose(name,
            new GridConvolution(options.Boundaries, options.Channels, outputChannels, 1, form.HasBias));

        GridConvolution Analysis(string name, int level, int width, bool hasBias)
        {
            int stride = 1 << finest - level;
            return Compose($"{name}_{level}", new GridConvolution(options.Boundaries, inputChannels, width,
                (options.Kernel - 1) * (stride - 1) + 1, hasBias, stride, padding: 0));
        }
    }

    /// <summary>The architecture.</summary>
    public MgbpOptions Options { get; }

    /// <inheritdoc/>
    protected override Value Forward(Value a)
    {
        Dim[] grid = [.. a.Shape.Skip(2)];
        Dim[][] sizes = [.. Enumerable.Range(0, Options.Levels).Select(level => Sizes(grid, level))];
        Dim[] more = [.. sizes[^1].Zip(grid, (size, points) => size - points)];
        Dim[] before = [.. more.Select(m => Options.Form.HasMoreBefore ? Dim.CeilingDivide(m, 2) : m / 2)];
        Value x = a.Continue(Options.Boundaries, before, [.. more.Zip(before, (all, first) => all - first)]);
        Value[] levels = [.. _analysis.Select((layer, level)
            => layer.Apply(x).OnGrid(sizes[level]))];
        Value h = levels[^1];
        for (int run = 0; run < Options.Form.Runs; run++) h = _cycle.Apply(h, levels, sizes);
        Value u = _synthesis.Apply(h);
        for (int axis = 0; axis < grid.Length; axis++) u = u.Slice(axis + 2, before[axis], grid[axis]);
        return Options.HasOutputResidual ? u + a.LastChannels(Output.Channels) : u;
    }

    // Of a level with p points the next finer one has 2(p - 1) + K, the points that its transposed convolution reaches;
    // the coarsest has as few as reach all of the grid.
    private Dim[] Sizes(Dim[] grid, int level)
    {
        int edge = Options.Kernel - 2, fewest = Options.Form.FewestPoints;
        return [.. grid.Select(points => (Dim.Max(Dim.CeilingDivide(points + edge, 1L << Options.Levels - 1) - edge,
            fewest) + edge) * (1L << level) - edge)];
    }
}
