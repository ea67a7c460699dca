using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t + u·∇u = -∇p + νΔu - αu + sin(ky) x̂ with ∇·u = 0 on squares of period 2π, as the vorticity "w": pseudo-spectral
/// with the upper third of the waves cut off, exponential time differencing of fourth order. Rows are x, columns y,
/// points 2πi/n. The initial vorticity is random, N(0, 2·7³(-Δ + 49)^{-2.5}) as on the unit square (Li et al. 2021,
/// arXiv:2111.03794).
/// </summary>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class KolmogorovFlow(KolmogorovFlowOptions? options = null)
    : TrajectoryGenerator<KolmogorovFlowOptions>(options ?? new KolmogorovFlowOptions())
{
    private int Size => Options.Points * Options.Refinement;

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("w", 1, 2)];

    /// <inheritdoc/>
    protected internal override int BatchSize => 2 * Spectra.BatchSize((long)Size * Size);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        var field = new PeriodicRandomField(2.5, 7, Math.Pow(7, 1.5));
        return [Run(new VortexFlow(field.Sample(seeds, Size, Size), Options.Viscosity, Options.Drag,
            Forcing(Size, Options.Wave), Options.Refinement), cancellation)];
    }

    /// <summary>The curl of the force, -k cos ky, [size, size].</summary>
    internal static torch.Tensor Forcing(int size, int wave)
    {
        double[] row = [.. Enumerable.Range(0, size)
            .Select(j => -wave * Math.Cos(2 * Math.PI * (wave * j % size) / size))];
        return row.ToTensor(null, 1, size).expand(size, size).contiguous();
    }
}
