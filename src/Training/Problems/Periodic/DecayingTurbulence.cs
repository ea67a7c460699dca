using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t + u·∇u = -∇p + νΔu - ∇·τ with ∇·u = 0 in cubes (or squares) of period 2π, as the velocity "u", without forcing:
/// the filtered equations of large-eddy simulation with Smagorinsky's τ = -2 C² Δ² |S| S, or those of Navier and
/// Stokes. Pseudo-spectral with the upper third of the waves cut off, Runge-Kutta's method of fourth order. The initial
/// velocity is random and without divergence, its waves' amplitudes k·exp(-k²/k₀²), its components' root mean square 1
/// on average.
/// </summary>
/// <remarks>
/// Frames are those that <see cref="Training.FilteredFlowResidual"/> compares with: the solver has the same right-hand
/// side. Where it is solved on a finer grid, frames are filtered: the waves that the kept points hold are kept, the
/// others cut off.
/// </remarks>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class DecayingTurbulence(DecayingTurbulenceOptions? options = null)
    : TrajectoryGenerator<DecayingTurbulenceOptions>(options ?? new DecayingTurbulenceOptions())
{
    private int Size => Options.Points * Options.Refinement;

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("u", Options.Dimensions, Options.Dimensions)];

    /// <inheritdoc/>
    protected internal override int BatchSize
        => Spectra.BatchSize((long)Math.Pow(Size, Options.Dimensions));

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        torch.Tensor initial = RandomEddies.Sample(seeds, Size, Options.Dimensions, Options.Wave);
        return [Run(new FilteredEvolution(initial, Options.Viscosity, Options.Closure, Options.Points), cancellation)];
    }
}
