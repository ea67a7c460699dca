namespace Microsoft.ML.NeuralOperators.Torch;

/// <summary>Factors of symmetric matrices.</summary>
internal static class TorchCholesky
{
    private const double FirstJitter = 1e-6, LastJitter = 1e3;

    /// <summary>
    /// L⁻¹ of A = L Lᵀ, in double precision. A matrix that is not positive, as rounding makes of one without full rank,
    /// gets the smallest of 1e-6, 1e-5, … on its diagonal that helps.
    /// </summary>
    public static torch.Tensor InverseFactor(torch.Tensor matrix)
    {
        torch.Tensor full = matrix.type(torch.ScalarType.Float64);
        torch.Tensor unit = torch.eye(matrix.shape[0], dtype: torch.ScalarType.Float64, device: matrix.device);
        for (double jitter = 0; ; jitter = jitter == 0 ? FirstJitter : jitter * 10)
        {
            HostContact.Note("The host looks whether a matrix is positive.");
            var (factor, failure) = torch.linalg.cholesky_ex(jitter == 0 ? full : full.Plus(unit.Times(jitter)));
            if (failure.ToNumber() == 0 || jitter >= LastJitter)
                return torch.linalg.solve_triangular(factor, unit, upper: false).type(matrix.dtype);
        }
    }
}
