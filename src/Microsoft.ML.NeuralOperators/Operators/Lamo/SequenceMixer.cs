namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>How the tokens of a sequence hear of each other: [batch, length, channels] both ways.</summary>
internal abstract class SequenceMixer : Layer
{
    /// <summary>Taps of the convolutions along the sequence.</summary>
    protected const int Taps = 3;

    /// <summary>Declares sizes.</summary>
    /// <param name="options">The architecture.</param>
    protected SequenceMixer(LamoOptions options)
    {
        Width = options.Channels * options.Expansion;
        Heads = Width / options.HeadChannels;
        Size = options.StateSize;
    }

    /// <summary>Channels of the state space.</summary>
    protected int Width { get; }

    /// <summary>Heads of the state space.</summary>
    protected int Heads { get; }

    /// <summary>Numbers of the state for every channel.</summary>
    protected int Size { get; }

    /// <summary>Applies the layer.</summary>
    public abstract Value Apply(Value u);

    /// <summary>[batch, length, parts·n] → [batch, length, parts, n]</summary>
    protected static Value Split(Value x, long parts)
        => x.Reshape(x.Shape[0], x.Shape[1], parts, x.Shape[2] / parts);

    /// <summary>[batch, length, parts, n] → [batch, length, parts·n]</summary>
    protected static Value Join(Value x) => x.Reshape(x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3]);
}
