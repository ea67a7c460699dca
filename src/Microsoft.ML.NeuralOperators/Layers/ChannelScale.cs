namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// One learned factor for every channel, first 1 (a "soft-gating" skip), on values with the channels last.
/// </summary>
public sealed class ChannelScale : Layer
{
    private readonly ParameterDeclaration _weight;

    /// <summary>Declares the layer.</summary>
    /// <param name="channels">Channels.</param>
    public ChannelScale(int channels) => _weight = Declare("weight", [channels], Initializer.Ones);

    /// <summary>Applies the factors.</summary>
    public Value Apply(Value x) => x * x.Bind(_weight);
}
