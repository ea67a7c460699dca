namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// What The Well's CNextU-net has in place of a layer norm where it changes grids: every point's channels over their
/// Euclidean length, but at least 1e-6, times a factor a channel. No mean is taken off, and the stored bias has no part
/// in it.
/// </summary>
internal sealed class PublishedChannelNorm : Layer
{
    private const double Least = 1e-12;
    private readonly ParameterDeclaration _weight;

    public PublishedChannelNorm(int channels)
    {
        _weight = Declare("weight", [channels], Initializer.Ones);
        Declare("bias", [channels], Initializer.Zeros);
    }

    /// <summary>[batch, channels, grid…] → the same shape.</summary>
    public Value Apply(Value x)
    {
        Value square = (x * x).Reduce(Reduction.Sum, 1);
        Value length = ((square - Least).Relu() + Least).Sqrt();
        return x / length * x.Bind(_weight).AlongAxis(0, x.Rank - 1);
    }
}
