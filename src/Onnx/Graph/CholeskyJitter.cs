namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// What the diagonal of a symmetric matrix needs so that its Cholesky factor exists in single precision: rounding makes
/// a matrix without full rank indefinite, and a graph would take the root of a negative number.
/// </summary>
internal static class CholeskyJitter
{
    private const float First = 1e-6f, Last = 1e3f, Rounding = 1.2e-7f;

    /// <summary>0, or the smallest of 1e-6, 1e-5, … that helps, as in training.</summary>
    /// <param name="matrix">[size, size].</param>
    /// <param name="size">Its rows.</param>
    public static float Of(ReadOnlySpan<float> matrix, int size)
    {
        float jitter = 0;
        while (jitter < Last && !HasFactor(matrix.ToArray(), size, jitter))
            jitter = jitter == 0 ? First : 10 * jitter;
        return jitter;
    }

    private static bool HasFactor(float[] rest, int size, float jitter)
    {
        float largest = 0;
        for (int k = 0; k < size; k++) largest = Math.Max(largest, rest[k * (size + 1)] += jitter);
        for (int k = 0; k < size; k++)
        {
            float pivot = rest[k * (size + 1)];
            if (!(pivot > size * Rounding * largest)) return false;
            for (int row = k + 1; row < size; row++)
                for (int column = k + 1; column < size; column++)
                    rest[row * size + column] -= rest[row * size + k] * rest[k * size + column] / pivot;
        }
        return true;
    }
}
