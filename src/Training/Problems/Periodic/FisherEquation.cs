using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t = ν u_xx + ρ u(1 - u) with period 1, the reaction and diffusion of one line: pseudo-spectral with the upper
/// third of the waves cut off, exponential time differencing of fourth order. Initial states are those of
/// <see cref="AdvectionEquation"/>, stretched to reach from 0 to 1 (Takamoto et al. 2022, arXiv:2210.07182).
/// </summary>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class FisherEquation(FisherOptions? options = null)
    : TrajectoryGenerator<FisherOptions>(options ?? new FisherOptions())
{
    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("u", 1, 1)];

    /// <inheritdoc/>
    protected internal override int BatchSize => Spectra.BatchSize(Options.Points * Options.Refinement);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        double[] states = [.. seeds.SelectMany(State)];
        return [Run(Evolution(states, seeds.Length, 1, Options), cancellation)];
    }

    /// <summary>Lines at time 0.</summary>
    internal static QuadraticLines Evolution(double[] states, int count, double period, FisherOptions options)
        => new(states, [.. Enumerable.Repeat((period, 1.0), count)],
            q => options.Growth - options.Diffusivity * q * q, options.Refinement, _ => -options.Growth);

    private IEnumerable<double> State(int seed)
    {
        var values = new float[Options.Points * Options.Refinement];
        new AdvectedProfile(new SeededNormals(seed), values.Length).Shifted(0, values);
        double low = values.Min(), range = Math.Max(values.Max() - low, 1e-6);
        return values.Select(v => (v - low) / range);
    }
}
