namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A scale of LaMO on regular grids: patches, learned positions, blocks x ← x + scan(norm x), x ← x + MLP(norm x), and
/// points again. [batch, in, h·p, w·p] → [batch, out, h·p, w·p].
/// </summary>
internal sealed class PatchStage : Layer
{
    private readonly int[] _grid;
    private readonly ParameterDeclaration _positions;
    private readonly PatchEmbedding _embedding;
    private readonly Block[] _blocks;
    private readonly PatchProjection _projection;

    /// <summary>Declares the scale under the published names, which end in its number.</summary>
    /// <param name="number">The number, from 1.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="options">The architecture.</param>
    public PatchStage(int number, int inputs, int outputs, PatchLamoOptions options)
    {
        PatchScale scale = options.Scales[number - 1];
        // Larger patches are fewer.
        _grid = [.. options.Positions.Select(n => Math.Max(1, n * options.Scales[0].Patch / scale.Patch))];
        _positions = Declare($"pos_embed{number}", [1, (long)_grid[0] * _grid[1], scale.Channels],
            new Initializer.Normal(0.02));
        _embedding = Compose($"patch_embed{number}", new PatchEmbedding(inputs, scale.Channels, scale.Patch));
        _blocks = [.. Enumerable.Range(0, scale.Layers)
            .Select(i => Compose($"block{number}.{i}", new Block(scale, options)))];
        _projection = Compose($"depatch_embed{number}",
            new PatchProjection(scale.Channels, outputs, scale.Patch));
    }

    public Value Apply(Value x)
    {
        Value u = _embedding.Apply(x);
        Value positions = x.Bind(_positions).Reshape(1, _grid[0], _grid[1], u.Shape[3]);
        u += LinearInterpolation.Resize(positions, PointPlacement.CellCentres, 1, u.Shape[1], u.Shape[2]);
        foreach (Block block in _blocks) u = block.Apply(u);
        return _projection.Apply(u);
    }

    private sealed class Block : Layer
    {
        private readonly LayerNormalization _scanNorm;
        private readonly CrossScan _scan;
        private readonly LayerNormalization _mlpNorm;
        private readonly Mlp _mlp;

        public Block(PatchScale scale, PatchLamoOptions options)
        {
            int channels = scale.Channels;
            _scanNorm = Compose("norm1", new LayerNormalization(channels));
            _scan = Compose("hydra", new CrossScan(channels, options));
            _mlpNorm = Compose("norm2", new LayerNormalization(channels));
            _mlp = Compose("mlp", new Mlp(channels, Mlp.WholeWidth(channels, scale.MlpRatio), channels,
                options.Activation, "fc1", "fc2"));
        }

        public Value Apply(Value x)
        {
            x += _scan.Apply(_scanNorm.Apply(x));
            return x + _mlp.Apply(_mlpNorm.Apply(x));
        }
    }
}
