namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The linear operator W between all neurons of two layers as one learned multigrid cycle (He, Liu, Xu 2024,
/// arXiv:2310.19809, section 3): [batch, in, grid…] → [batch, channels, grid…]. Without biases and norms it is exactly
/// linear.
/// </summary>
internal sealed class MultigridCycle : Layer
{
    private readonly MultigridLevel[] _levels;
    private readonly MultigridCycleKind _kind;

    /// <summary>Declares the cycle.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="inputs">Channels of the right-hand side on the finest level.</param>
    /// <param name="channels">Channels of the solution on the finest level.</param>
    public MultigridCycle(MgnoOptions options, int inputs, int channels)
    {
        _kind = options.Cycle;
        _levels = new MultigridLevel[options.Levels.Count];
        PublishedForm? published = options.Published;
        bool startsFromGuess = _kind == MultigridCycleKind.FullMultigrid || published is { HasIdleOperator: true };
        int axes = options.Dimensions, padding = published?.TransferPadding ?? 1;
        BoundaryCondition coarseBoundary = options.PadProlongation ? options.Boundary : BoundaryCondition.Dirichlet;
        IReadOnlyList<int>? grid = published?.Grid;
        for (int level = 0; level < _levels.Length; level++)
        {
            int l = level, u = Width(channels, l), f = Width(inputs, l);
            int finerU = Width(channels, l - 1), finerF = Width(inputs, l - 1), coarserU = Width(channels, l + 1);
            bool isFinest = l == 0, isCoarsest = l == _levels.Length - 1;
            // Names are the authors': the restriction is entry 0 of a level's sequence, the steps follow.
            int first = isFinest ? 0 : 1, kernel = isCoarsest ? 4 : published?.ProlongationKernels?[l] ?? 4;
            bool hasNorm = !isCoarsest && grid is not null && published!.NormalizesLevels;
            _levels[l] = new MultigridLevel(
                ResidualOperator: isFinest || !options.RestrictResidual ? null
                    : Compose($"layer{l}.0.A", Stencil(finerU, finerF)),
                RestrictSolution: isFinest ? null : Compose($"layer{l}.0.Pi", Restriction(finerU, u)),
                RestrictSource: isFinest ? null : Compose($"layer{l}.0.R", Restriction(finerF, f)),
                Pre: [.. Enumerable.Range(0, options.Levels[l].Pre)
                    .Select(i => Step($"layer{l}.{first + i}", !isFinest || i > 0 || startsFromGuess))],
                Post: [.. Enumerable.Range(0, options.Levels[l].Post)
                    .Select(i => Step($"post_smooth_layer{l}.{i}", hasOperator: true))],
                Prolongation: isCoarsest ? null
                    : Compose($"RTlayers.{l}", new Prolongation(axes, coarserU, u, coarseBoundary, kernel, padding)),
                Normalization: !hasNorm ? null
                    : Compose($"norm_layer_list.{l}", new GridNormalization(u, grid!, l < published!.AffineLevels)));
            grid = grid is null ? null : [.. grid.Select(n => (n + 2 * padding - 3) / 2 + 1)];

            SmoothingStep Step(string name, bool hasOperator)
                => Compose(name, new SmoothingStep(options, u, f, hasOperator));
        }

        int Width(int finest, int l) => finest * (1 + l * options.ChannelGrowth);

        GridConvolution Stencil(int from, int to) => new(axes, from, to, 3, options.Boundary, options.HasStencilBias);

        GridConvolution Restriction(int from, int to)
            => new(axes, from, to, 3, options.Boundary, hasBias: false, stride: 2, padding);
    }

    /// <summary>Runs the cycle on a right-hand side, from the guess zero.</summary>
    public Value Apply(Value f)
    {
        if (_kind != MultigridCycleKind.FullMultigrid) return Visit(0, null, f);
        var sources = new Value[_levels.Length];
        sources[0] = f;
        for (int l = 1; l < sources.Length; l++) sources[l] = _levels[l].Source(null, sources[l - 1]);
        Value? u = null;
        for (int l = sources.Length - 1; l >= 0; l--)
        {
            if (u is not null) u = _levels[l].Prolongation!.Apply(u, sources[l].Shape);
            u = Visit(l, u, sources[l]);
        }
        return u!;
    }

    private Value Visit(int l, Value? u, Value f)
    {
        MultigridLevel level = _levels[l];
        foreach (SmoothingStep step in level.Pre) u = step.Apply(u, f);
        if (l == _levels.Length - 1)
            return u ?? throw new InvalidOperationException("The coarsest level of the cycle has no solution.");
        MultigridLevel next = _levels[l + 1];
        Value source = next.Source(u, f), coarse = next.RestrictSolution!.Apply(u!);
        // Twice to the coarsest level would smooth the same equation again: it is visited once each time.
        int visits = _kind == MultigridCycleKind.W && l + 1 < _levels.Length - 1 ? 2 : 1;
        for (int i = 0; i < visits; i++) coarse = Visit(l + 1, coarse, source);
        return level.Correct(u, f, coarse);
    }
}
