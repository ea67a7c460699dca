using Microsoft.ML.NeuralOperators.Problems.FiniteVolumes;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// h_t + ∇·(hu) = 0, (hu)_t + ∇·(hu⊗u + ½gh² I) = 0 on [-2.5, 2.5]² with open boundaries: water at rest, deeper inside
/// a circle of random radius, whose wall breaks (Takamoto et al. 2022, arXiv:2210.07182). Finite volumes with limited
/// slopes (van Leer 1974), fluxes of Harten, Lax and van Leer (1983), Runge-Kutta of third order. Values of the field
/// "h" are means over cells.
/// </summary>
/// <remarks>Steps are shortened where waves would cross more than half a cell.</remarks>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class ShallowWaterEquation(ShallowWaterOptions? options = null)
    : TrajectoryGenerator<ShallowWaterOptions>(options ?? new ShallowWaterOptions())
{
    private const double Width = 5;
    // Points of a cell along each axis at which the first depth is taken, for its mean.
    private const int Probes = 8;

    private int Size => Options.Points * Options.Refinement;

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("h", Options.HasMomentum ? 3 : 1, 2)];

    /// <inheritdoc/>
    protected internal override int BatchSize => 1;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        var scheme = new WaterWaves(Size, Width / Size, Options.Gravity);
        var states = new CellStates(scheme, scheme.Layout, [.. seeds.Select(seed => Dam(seed, scheme.Layout))],
            Options.Refinement, Options.HasMomentum ? 3 : 1);
        return [Run(states, cancellation)];
    }

    // Waves run at √(gh) and what water can take up, which together is at most 2√(gh) (Ritter 1892).
    private protected override int Steps(double time)
    {
        double fastest = 2 * Math.Sqrt(Options.Gravity * Math.Max(Options.Inside, Options.Outside));
        return Steps(time, Math.Min(Options.TimeStep, 0.5 * Width / Size / fastest));
    }

    private double[] Dam(int seed, CellLayout layout)
    {
        double radius = new SeededNormals(seed).NextBetween(Options.SmallestRadius, Options.LargestRadius);
        var state = new double[layout.Length];
        for (int i = 0; i < layout.Size; i++)
            for (int j = 0; j < layout.Size; j++)
            {
                int inside = 0;
                for (int probe = 0; probe < Probes * Probes; probe++)
                {
                    double x = Place(i, probe / Probes), y = Place(j, probe % Probes);
                    if (x * x + y * y <= radius * radius) inside++;
                }
                double share = (double)inside / (Probes * Probes);
                state[(layout.Margin + i) * layout.Stride + layout.Margin + j]
                    = share * Options.Inside + (1 - share) * Options.Outside;
            }
        return state;

        double Place(int cell, int probe) => ((cell + (probe + 0.5) / Probes) / layout.Size - 0.5) * Width;
    }
}
