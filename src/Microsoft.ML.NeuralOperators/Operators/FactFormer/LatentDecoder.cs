namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Reads the output off a latent field, [batch, grid…, latent] → [batch, grid…, out]: a norm of groups of channels over
/// the domain, a linear layer within eight groups, and a pointwise MLP. Names are those of FactFormer's time-marching
/// programs.
/// </summary>
internal sealed class LatentDecoder : Layer
{
    /// <summary>Groups that the first linear layer keeps apart.</summary>
    public const int Groups = 8;

    private readonly DomainNormalization _norm;
    private readonly ParameterDeclaration _factor;
    private readonly ParameterDeclaration _shift;
    private readonly ParameterDeclaration _grouped;
    private readonly Linear _hidden;
    private readonly Linear _output;
    private readonly int _channels;

    public LatentDecoder(GridMean mean, int latent, int channels, int normGroups, int outputs)
    {
        _channels = channels;
        _norm = Compose("0", new DomainNormalization(mean, normGroups, 1e-5));
        _factor = Declare("1.weight", [latent], Initializer.Ones);
        _shift = Declare("1.bias", [latent], Initializer.Zeros);
        _grouped = Declare("2.weight", [channels, latent / Groups], Initializer.FanIn(latent / Groups));
        _hidden = Compose("4", new Linear(channels, channels / 2, hasBias: false));
        _output = Compose("6", new Linear(channels / 2, outputs));
    }

    public Value Apply(Value z)
    {
        Value y = WithinGroups(_norm.Apply(z) * z.Bind(_factor) + z.Bind(_shift)).Gelu();
        return _output.Apply(_hidden.Apply(y).Gelu());
    }

    // A matrix product for each group, over all points at once.
    private Value WithinGroups(Value z)
    {
        Dim points = z.Shape.Product(0, z.Rank - 1), each = z.Shape[-1] / Groups;
        Value weight = z.Bind(_grouped).Reshape(Groups, _channels / Groups, each).Transpose(0, 2, 1);
        Value product = z.Reshape(points, Groups, each).Transpose(1, 0, 2).MatMul(weight);
        return product.Transpose(1, 0, 2).Reshape([.. z.Shape.SkipLast(1), _channels]);
    }
}
