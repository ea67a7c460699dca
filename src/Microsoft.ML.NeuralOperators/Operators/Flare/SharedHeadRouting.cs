namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Attention by <see cref="LatentRouting"/> in the lighter form of NVIDIA's physicsnemo, under its names: keys and
/// values come from one linear layer each, which all heads share, of a common projection. [batch, points, channels]
/// both ways.
/// </summary>
internal sealed class SharedHeadRouting : MeshAttention
{
    private readonly int _heads;
    private readonly double _scale;
    private readonly ParameterDeclaration _queries;
    private readonly Linear _input;
    private readonly Linear _keys;
    private readonly Linear _values;
    private readonly Linear _output;

    public SharedHeadRouting(FlareOptions options)
    {
        int channels = options.Channels, width = channels / options.Heads;
        (_heads, _scale) = (options.Heads, options.ScaleOfScores);
        _queries = Declare("q_global", [1, options.Heads, options.Latents, width], new Initializer.Normal(1));
        _input = Compose("in_project_x", new Linear(channels, channels));
        _keys = Compose("self_k", new Linear(width, width));
        _values = Compose("self_v", new Linear(width, width));
        _output = Compose("out_linear", new Linear(channels, channels));
    }

    public override Value Apply(Value x, MeshPoints mesh)
    {
        Value points = _input.Apply(x).SplitHeads(_heads);
        return _output.Apply(LatentRouting.Apply(x.Bind(_queries), _keys.Apply(points), _values.Apply(points), _scale,
            mesh).JoinHeads());
    }
}
