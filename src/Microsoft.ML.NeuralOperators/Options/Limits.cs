namespace Microsoft.ML.NeuralOperators.Options;

/// <summary>
/// The largest sizes that options accept. No machine could train beyond them, and their products would overflow.
/// </summary>
internal static class Limits
{
    /// <summary>Layers, blocks, levels, iterations.</summary>
    public const int Depth = 1000;

    /// <summary>Channels, modes, heads, tokens.</summary>
    public const int Width = 1 << 16;

    /// <summary>A hidden layer's width over its input's.</summary>
    public const int Ratio = 1024;

    /// <summary>Learning rates, decays and norms are numbers of single precision.</summary>
    public const double Single = 1e38;
}
