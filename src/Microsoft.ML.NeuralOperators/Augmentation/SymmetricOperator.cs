using Microsoft.ML.NeuralOperators.Augmentation;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The mean of an operator over symmetries: (1/|G|) Σ g⁻¹ F(g a). It commutes with each of them, as the solution of an
/// equation does that knows no direction (for the principle see Bronstein et al. 2021, arXiv:2104.13478, 3.3).
/// </summary>
public sealed class SymmetricOperator : NeuralOperator
{
    private readonly NeuralOperator _inner;
    private readonly IReadOnlyList<GridSymmetry> _group;
    private readonly IReadOnlyList<int> _axes;
    private readonly PointPlacement _placement;
    private readonly IReadOnlyList<(FieldQuantity Quantity, int Channel)>[] _inputs;
    private readonly IReadOnlyList<(FieldQuantity Quantity, int Channel)> _output;

    internal SymmetricOperator(NeuralOperator inner, IReadOnlyList<GridSymmetry> group, IReadOnlyList<int> axes,
        PointPlacement placement, IReadOnlyList<(FieldQuantity, int)>[] inputs,
        IReadOnlyList<(FieldQuantity, int)> output)
    {
        // Without a name of its own: the parameters keep theirs.
        _inner = Compose("", inner);
        (_group, _axes, _placement, _inputs, _output) = (group, axes, placement, inputs, output);
    }

    /// <summary>How many symmetries there are.</summary>
    public int Order => _group.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<FieldPort> Inputs => _inner.Inputs;

    /// <inheritdoc/>
    public override FieldPort Output => _inner.Output;

    /// <inheritdoc/>
    public override Value Forward(IReadOnlyList<Value> inputs)
    {
        Value? sum = null;
        foreach (GridSymmetry symmetry in _group)
        {
            Value output = _inner.Run([.. inputs.Select((x, i) => Image(x, symmetry, _inputs[i]))]);
            Value back = Image(output, symmetry.Inverse(), _output);
            sum = sum is null ? back : sum + back;
        }
        return sum! * (1.0 / Order);
    }

    private Value Image(Value x, GridSymmetry symmetry, IReadOnlyList<(FieldQuantity Quantity, int Channel)> places)
    {
        if (symmetry.IsIdentity) return x;
        x = symmetry.Apply(x, _placement);
        (int From, int Sign)[] channels = [.. from place in places
                                             from channel in QuantityImages.Channels(place.Quantity, symmetry, _axes)
                                             select (place.Channel + channel.From, channel.Sign)];
        if (channels.Index().Any(c => c.Item.From != c.Index))
            x = x.Gather(1, [.. channels.Select(c => (long)c.From)]);
        if (channels.All(c => c.Sign == 1)) return x;
        long[] column = [1, channels.Length, .. Enumerable.Repeat(1L, x.Rank - 2)];
        return x * x.Interpreter.Constant([.. channels.Select(c => (double)c.Sign)], column);
    }
}
