using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Normalises each sample over the grid and over groups of channels, then scales every channel: not bound to a grid size.
/// Values are laid out grid first: [grid…, batch, channels]. With as many groups as channels it is instance normalisation.
/// </summary>
public sealed class GroupNormalization : Layer
{
    private readonly int _groups;
    private readonly int _channels;
    private readonly double _epsilon;
    private readonly ParameterDeclaration? _weight;
    private readonly ParameterDeclaration? _bias;

    /// <summary>Declares the layer.</summary>
    /// <param name="groups">Groups of channels; divides the number of channels.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="isAffine">Whether every channel gets a learned factor and shift.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public GroupNormalization(int groups, int channels, bool isAffine = true, double epsilon = 1e-5)
    {
        if (groups < 1 || channels % groups != 0)
            throw new ArgumentOutOfRangeException(nameof(groups), $"{groups} groups do not divide {channels} channels.");
        (_groups, _channels, _epsilon) = (groups, channels, epsilon);
        if (!isAffine) return;
        _weight = Declare("weight", [channels], Initializer.Ones);
        _bias = Declare("bias", [channels], Initializer.Zeros);
    }

    /// <summary>Normalises [grid…, batch, channels].</summary>
    public Value Apply(Value x)
    {
        Dim points = x.Shape.Product(0, x.Rank - 2);
        Value grouped = x.Reshape(points, x.Shape[-2], _groups, _channels / _groups);
        Value centred = grouped - grouped.Reduce(Reduction.Mean, 0, 3);
        Value variance = (centred * centred).Reduce(Reduction.Mean, 0, 3);
        Value normal = (centred / (variance + _epsilon).Map(UnaryFunction.Sqrt)).Reshape(x.Shape);
        return _weight is null ? normal : normal * x.Bind(_weight) + x.Bind(_bias!);
    }
}
