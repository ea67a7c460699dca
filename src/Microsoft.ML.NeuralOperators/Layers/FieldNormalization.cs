namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>The normalisation of [batch, channels, grid…] that an option names; nothing for none.</summary>
internal sealed class FieldNormalization : Layer
{
    private readonly Func<Value, Value> _apply;

    /// <summary>Declares the layer.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="isAffine">Whether instance normalisation gets learned factors; the others have them always.</param>
    public FieldNormalization(Normalization kind, int channels, bool isAffine = true)
    {
        _apply = kind switch
        {
            Normalization.Batch => Compose("", new BatchNormalization(channels)).Apply,
            Normalization.Group => Grouped(1, true).Apply,
            Normalization.Instance => Grouped(channels, isAffine).Apply,
            _ => Identity,
        };

        GroupNormalization Grouped(int groups, bool hasFactors)
            => Compose("", new GroupNormalization(groups, channels, hasFactors, layout: FieldLayout.ChannelsFirst));
    }

    /// <summary>Normalises the field.</summary>
    public Value Apply(Value x) => _apply(x);
}
