namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>Matrix products over batches of samples.</summary>
internal static class MatrixProducts
{
    /// <summary>
    /// L·X·R for every sample X. Each sample is a product by itself, so that its bits do not depend on how many there
    /// are.
    /// </summary>
    /// <param name="left">[m, k].</param>
    /// <param name="samples">[samples, k, l].</param>
    /// <param name="right">[l, n].</param>
    /// <returns>[samples, m, n].</returns>
    public static torch.Tensor TwoSided(torch.Tensor left, torch.Tensor samples, torch.Tensor right)
    {
        long count = samples.shape[0];
        using torch.Tensor half = torch.bmm(left.expand(count, -1, -1), samples);
        return torch.bmm(half, right.expand(count, -1, -1));
    }
}
