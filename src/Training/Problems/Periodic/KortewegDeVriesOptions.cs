namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How Korteweg-de Vries data is generated. The defaults are the constants of Brandstetter, Welling and Worrall 2022
/// (arXiv:2202.07643): periods of 128 and durations of 100, both up to a tenth more or less, of whose 250 frames the
/// last 140 are kept, at 256 points.
/// </summary>
public sealed record KortewegDeVriesOptions : LineOptions
{
    /// <summary>The published constants.</summary>
    public KortewegDeVriesOptions() : base(128, 140, 44.4, 0.4, 0.02, refinement: 2)
    {
    }
}
