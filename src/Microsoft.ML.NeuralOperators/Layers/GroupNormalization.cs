namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Normalises each sample over the grid and over groups of channels, then scales every channel: not bound to a grid
/// size. With as many groups as channels it is instance normalisation.
/// </summary>
public sealed class GroupNormalization : Layer
{
    private readonly int _groups;
    private readonly int _channels;
    private readonly double _epsilon;
    private readonly FieldLayout _layout;
    private readonly ParameterDeclaration? _weight;
    private readonly ParameterDeclaration? _bias;

    /// <summary>Declares the layer.</summary>
    /// <param name="groups">Groups of channels; divides the number of channels.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="isAffine">Whether every channel gets a learned factor and bias.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="layout">Where the channels are.</param>
    public GroupNormalization(int groups, int channels, bool isAffine = true, double epsilon = 1e-5,
        FieldLayout layout = FieldLayout.GridFirst)
    {
        if (groups < 1 || channels % groups != 0)
            throw new ArgumentOutOfRangeException(nameof(groups),
                $"{groups} groups do not divide {channels} channels.");
        (_groups, _channels, _epsilon, _layout) = (groups, channels, epsilon, layout);
        if (!isAffine) return;
        _weight = Declare("weight", [channels], Initializer.Ones);
        _bias = Declare("bias", [channels], Initializer.Zeros);
    }

    /// <summary>Group normalisation over all channels, or instance normalisation without learned factors.</summary>
    internal static GroupNormalization Of(Normalization kind, int channels, FieldLayout layout) => kind switch
    {
        Normalization.Group => new(1, channels, layout: layout),
        Normalization.Instance => new(channels, channels, isAffine: false, layout: layout),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected Group or Instance."),
    };

    /// <summary>Normalises a field of the layout.</summary>
    public Value Apply(Value x)
    {
        bool isGridFirst = _layout == FieldLayout.GridFirst;
        int each = _channels / _groups;
        Value grouped = isGridFirst ? x.Reshape(x.Shape.Product(0, x.Rank - 2), x.Shape[-2], _groups, each)
            : x.Reshape(x.Shape[0], _groups, x.Shape.Product(2, x.Rank) * each);
        int[] axes = isGridFirst ? [0, 3] : [2];
        Value normal = grouped.Standardize(_epsilon, axes).Reshape(x.Shape);
        return _weight is null ? normal : normal * Column(_weight) + Column(_bias!);

        Value Column(ParameterDeclaration parameter) => isGridFirst ? x.Bind(parameter)
            : x.Bind(parameter).AlongAxis(0, x.Rank - 1);
    }
}

/// <summary>Where the channels of a field are.</summary>
public enum FieldLayout
{
    /// <summary>[grid…, batch, channels].</summary>
    GridFirst,
    /// <summary>[batch, channels, grid…].</summary>
    ChannelsFirst,
}
