namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The error in three bands of wave numbers, in the field's unit: the mean over the shells of a band of
/// √(mean over samples of Σ|ê_k|²)/points, where the shell of a wave number is ⌊|k|⌋, k in waves over the domain.
/// </summary>
/// <remarks>
/// As fRMSE of PDEBench (Takamoto et al. 2022, arXiv:2210.07182), with one difference: on planes and in space its
/// program sums wave numbers k ≥ 0 along every axis alone and so misses every wave that runs across the diagonal. Here
/// each pair k, -k counts once, whatever its signs. Shells that the shortest axis cannot hold are left out, as there.
/// </remarks>
/// <param name="Low">Shells 0 to 3.</param>
/// <param name="Middle">Shells 4 to 11; NaN where the grid has none.</param>
/// <param name="High">Shells from 12; NaN where the grid has none.</param>
public readonly record struct FourierErrors(double Low, double Middle, double High)
{
    /// <summary>No errors: on point sets, under masks, or where they were not asked for.</summary>
    public static FourierErrors None { get; } = new(double.NaN, double.NaN, double.NaN);
}
