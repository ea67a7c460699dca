using Microsoft.ML.NeuralOperators.Problems.FiniteVolumes;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t = D_u Δu + u - u³ - k - v, v_t = D_v Δv + u - v (FitzHugh and Nagumo's equations) on [-1, 1]² without flux
/// through the boundary, from independent standard normal numbers in every cell (Takamoto et al. 2022,
/// arXiv:2210.07182): finite volumes of second order, Runge-Kutta of third order. Frames of the field "u" have two
/// channels, u and v; values are means over cells.
/// </summary>
/// <remarks>
/// Steps are shortened where diffusion asks for it. With more solver cells a seed is the same state, constant over the
/// cells that are kept.
/// </remarks>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class ReactionDiffusionEquation(ReactionDiffusionOptions? options = null)
    : TrajectoryGenerator<ReactionDiffusionOptions>(options ?? new ReactionDiffusionOptions())
{
    private const double Width = 2;

    private int Size => Options.Points * Options.Refinement;

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("u", 2, 2)];

    /// <inheritdoc/>
    protected internal override int BatchSize => 1;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        var scheme = new ActivatorInhibitor(Size, Width / Size, Options);
        return [Run(new CellStates(scheme, scheme.Layout, [.. seeds.Select(Noise)], Options.Refinement, 2),
            cancellation)];
    }

    private protected override int Steps(double time)
    {
        double spacing = Width / Size, fastest = Math.Max(Options.ActivatorDiffusivity, Options.InhibitorDiffusivity);
        return Steps(time, Math.Min(Options.TimeStep, 0.9 * RungeKutta.RealLimit * spacing * spacing / (8 * fastest)));
    }

    private double[] Noise(int seed)
    {
        var random = new SeededNormals(seed);
        int size = Size, points = Options.Points, ratio = Options.Refinement;
        double[] kept = [.. Enumerable.Range(0, 2 * points * points).Select(_ => random.Next())];
        var state = new double[2 * size * size];
        for (int i = 0; i < state.Length; i++)
            state[i] = kept[i / (size * size) * points * points + i / size % size / ratio * points + i % size / ratio];
        return state;
    }
}
