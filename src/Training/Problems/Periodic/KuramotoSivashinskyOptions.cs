namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How Kuramoto-Sivashinsky data is generated. The defaults are the constants of Brandstetter, Welling and Worrall 2022
/// (arXiv:2202.07643): periods of 64 and durations of 100, both up to a tenth more or less, of whose 500 frames the
/// last 140 are kept, at 256 points.
/// </summary>
public sealed record KuramotoSivashinskyOptions : LineOptions
{
    /// <summary>The published constants.</summary>
    public KuramotoSivashinskyOptions() : base(64, 140, 72.2, 0.2, 0.025)
    {
    }
}
