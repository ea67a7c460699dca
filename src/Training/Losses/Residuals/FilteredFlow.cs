namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Incompressible flow in a periodic square or cube, as its large eddies move: u_t = -u·∇u - ∇p + νΔu - ∇·τ with ∇·u =
/// 0, where τ = -2 C² Δ² |S| S stands for the eddies that the filter of width Δ takes away (Smagorinsky 1963). S is the
/// rate of strain, |S| = √(2 S:S).
/// </summary>
internal static class FilteredFlow
{
    // Keeps the root's slope finite where nothing is strained.
    private const double Smallest = 1e-12;

    /// <summary>∂u/∂t. Transport and closure are cut off above two thirds of the waves.</summary>
    /// <param name="u">Velocities [flows, axes, grid…].</param>
    /// <param name="viscosity">ν.</param>
    /// <param name="period">Length of the sides.</param>
    /// <param name="eddies">C²Δ², a number or [1]; null for none.</param>
    public static torch.Tensor Rate(torch.Tensor u, double viscosity, double period, torch.Tensor? eddies)
    {
        int axes = (int)u.shape[1];
        // ∂ⱼu, all components of u together.
        torch.Tensor[] slopes = [.. Enumerable.Range(0, axes)
            .Select(axis => Spectral.Differentiate(u, axis + 2, period))];
        // u × ω is u·∇u turned round, but for a gradient: uⱼ(∂ᵢuⱼ - ∂ⱼuᵢ).
        torch.Tensor along = torch.cat([.. slopes.Select(slope => (u * slope).sum([1L], true))], 1);
        torch.Tensor rate = along - slopes.Select((slope, axis) => u.narrow(1, axis, 1) * slope).Sum();
        if (eddies is not null) rate = rate - Divergence(Stress(slopes, eddies), period);
        for (int axis = 0; axis < axes; axis++) rate = Spectral.Truncate(rate, axis + 2);
        torch.Tensor friction = Enumerable.Range(0, axes)
            .Select(axis => Spectral.DifferentiateTwice(u, axis + 2, period)).Sum();
        return WithoutDivergence(rate, period).Plus(friction, viscosity);
    }

    /// <summary>∇·u, [flows, 1, grid…].</summary>
    public static torch.Tensor Divergence(torch.Tensor u, double period)
        => Enumerable.Range(0, (int)u.shape[1])
            .Select(axis => Spectral.Differentiate(u.narrow(1, axis, 1), axis + 2, period)).Sum();

    /// <summary>The nearest field without divergence: pressure takes the rest away.</summary>
    public static torch.Tensor WithoutDivergence(torch.Tensor u, double period)
    {
        int axes = (int)u.shape[1];
        torch.Tensor pressure = Spectral.SolvePoisson(Divergence(u, period), period, axes);
        return u.Plus(torch.cat([.. Enumerable.Range(0, axes)
            .Select(axis => Spectral.Differentiate(pressure, axis + 2, period))], 1));
    }

    // τ, as one velocity-like field for every row.
    private static torch.Tensor[] Stress(torch.Tensor[] slopes, torch.Tensor eddies)
    {
        torch.Tensor all = torch.stack(slopes, 1);
        torch.Tensor strain = all.Plus(all.transpose(1, 2)).Times(0.5);
        torch.Tensor size = (strain * strain).sum([1L, 2L], true).Times(2).Plus(Smallest).sqrt();
        return [.. (strain * size * eddies).Times(-2).unbind(1)];
    }

    private static torch.Tensor Divergence(torch.Tensor[] rows, double period)
        => rows.Select((row, axis) => Spectral.Differentiate(row, axis + 2, period)).Sum();
}
