namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Layer normalisation over channels and grid of [batch, channels, grid…] with a learned factor and bias for every
/// channel and point. It is bound to its grid and exists for published weights; new models take
/// <see cref="GroupNormalization"/>.
/// </summary>
internal sealed class GridNormalization : Layer
{
    private readonly double _epsilon;
    private readonly ParameterDeclaration? _weight;
    private readonly ParameterDeclaration? _bias;

    /// <summary>Declares the layer.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="grid">Points along each axis.</param>
    /// <param name="isAffine">Whether there are learned factors and biases.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public GridNormalization(int channels, IReadOnlyList<int> grid, bool isAffine = true, double epsilon = 1e-5)
    {
        _epsilon = epsilon;
        if (!isAffine) return;
        long[] shape = [channels, .. grid.Select(n => (long)n)];
        _weight = Declare("weight", shape, Initializer.Ones);
        _bias = Declare("bias", shape, Initializer.Zeros);
    }

    /// <summary>Normalises [batch, channels, grid…].</summary>
    public Value Apply(Value x)
    {
        Value normal = x.Standardize(_epsilon, [.. Enumerable.Range(1, x.Rank - 1)]);
        return _weight is null ? normal : normal * x.Bind(_weight) + x.Bind(_bias!);
    }
}
