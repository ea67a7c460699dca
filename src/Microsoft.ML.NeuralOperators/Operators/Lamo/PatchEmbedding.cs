namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A plane cut into patches, whose values become channels: [batch, in, h·p, w·p] → [batch, h, w, out].
/// </summary>
internal sealed class PatchEmbedding : Layer
{
    private readonly int _patch;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration _bias;
    private readonly LayerNormalization _norm;

    public PatchEmbedding(int inputs, int channels, int patch)
    {
        _patch = patch;
        Initializer first = Initializer.FanIn((long)inputs * patch * patch);
        _weight = Declare("WE", [channels, inputs, patch, patch], first);
        _bias = Declare("bE", [channels], first);
        _norm = Compose("layer_norm", new LayerNormalization(channels));
    }

    public Value Apply(Value x)
    {
        Dim batch = x.Shape[0], inputs = x.Shape[1], height = x.Shape[2] / _patch, width = x.Shape[3] / _patch;
        long values = inputs.Value * _patch * _patch;
        Value patches = x.Reshape(batch, inputs, height, _patch, width, _patch).Transpose(0, 2, 4, 1, 3, 5)
            .Reshape(batch, height, width, values);
        Value weight = x.Bind(_weight);
        return _norm.Apply(patches.Linear(weight.Reshape(weight.Shape[0], values), x.Bind(_bias)));
    }
}

/// <summary>Channels of patches become their values again: [batch, h, w, in] → [batch, out, h·p, w·p].</summary>
internal sealed class PatchProjection : Layer
{
    private readonly int _patch;
    private readonly int _outputs;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration _bias;
    private readonly LayerNormalization _norm;

    public PatchProjection(int channels, int outputs, int patch)
    {
        (_patch, _outputs) = (patch, outputs);
        _weight = Declare("WE", [channels, outputs, patch, patch], Initializer.FanIn(channels));
        _bias = Declare("bE", [channels], Initializer.Zeros);
        _norm = Compose("layer_norm", new LayerNormalization(channels));
    }

    public Value Apply(Value x)
    {
        Dim batch = x.Shape[0], height = x.Shape[1], width = x.Shape[2];
        Value weight = x.Bind(_weight).Reshape(x.Shape[3], (long)_outputs * _patch * _patch);
        return (_norm.Apply(x) + x.Bind(_bias)).MatMul(weight)
            .Reshape(batch, height, width, _outputs, _patch, _patch).Transpose(0, 3, 1, 4, 2, 5)
            .Reshape(batch, _outputs, height * _patch, width * _patch);
    }
}
