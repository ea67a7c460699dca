using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t + β u_x = 0 with period 1, shifted exactly. Initial states are two waves of wave numbers 1 to 8, amplitudes in
/// (0, 1) and any phase; one in ten has its absolute value taken, half have their sign turned, and one in ten is cut
/// out by a smooth window (Takamoto et al. 2022, arXiv:2210.07182). Points are i/n.
/// </summary>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class AdvectionEquation(AdvectionOptions? options = null)
    : TrajectoryGenerator<AdvectionOptions>(options ?? new AdvectionOptions())
{
    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("u", 1, 1)];

    /// <inheritdoc/>
    protected internal override int BatchSize => 8;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        int points = Options.Points, length = Options.Frames * points;
        var values = new float[seeds.Length * length];
        for (int i = 0; i < seeds.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var profile = new AdvectedProfile(new SeededNormals(seeds[i]), points);
            for (int frame = 0; frame < Times.Count; frame++)
                profile.Shifted(Options.Speed * Times[frame], values.AsSpan(i * length + frame * points, points));
        }
        return [torch.tensor(values, [seeds.Length, Options.Frames, points])];
    }
}
