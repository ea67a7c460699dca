using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t = κ Δu with period L along each axis, solved exactly: every wave of the initial state decays by itself. Initial
/// states are sums of waves A sin(2πlx/L + φ), in two dimensions A sin(2π(lx ± my)/L + φ), with A uniform in (-½, ½), l
/// and m in 1 … the largest wave number, and φ in [0, 2π). Points are iL/n.
/// </summary>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class HeatEquation(HeatOptions? options = null)
    : TrajectoryGenerator<HeatOptions>(options ?? new HeatOptions())
{
    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("u", 1, Options.Dimensions)];

    /// <inheritdoc/>
    protected internal override int BatchSize => Options.Dimensions == 1 ? 16 : 1;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        int points = Options.Points;
        return [torch.cat([.. seeds.Select(Sample)], 0)];

        torch.Tensor Sample(int seed)
        {
            cancellation.ThrowIfCancellationRequested();
            PlaneWave[] waves = PlaneWave.Draw(new SeededNormals(seed), Options);
            // cos(2πmy/L + φ) and sin(2πmy/L + φ) times the decay, sin 2πlx/L and cos 2πlx/L: a product of matrices.
            torch.Tensor left = Table(waves, points, (wave, at) => wave.Along(at)), right;
            right = Table(waves, Options.Dimensions == 1 ? 1 : points, (wave, at) => wave.Across(at));
            torch.Tensor decay = Decay(waves);
            if (Options.Dimensions == 1)
                return torch.matmul(decay * right.reshape(1, -1), left.t()).unsqueeze(0).to(torch.float32);
            // [frames, points, 2·waves] · [2·waves, points].
            return torch.matmul(decay.unsqueeze(1) * left, right.t()).unsqueeze(0).to(torch.float32);
        }
    }

    // exp(-κ|q|²t), [frames, 2·waves].
    private torch.Tensor Decay(PlaneWave[] waves)
    {
        var table = new double[Times.Count * 2 * waves.Length];
        double q = 2 * Math.PI / Options.Period, rate = -Options.Diffusivity * q * q;
        for (int i = 0; i < table.Length; i += 2)
            table[i] = table[i + 1] =
                Math.Exp(rate * waves[i / 2 % waves.Length].Squares * Times[i / (2 * waves.Length)]);
        return table.ToTensor(null, Times.Count, 2 * waves.Length);
    }

    // [points, 2·waves].
    private static torch.Tensor Table(PlaneWave[] waves, int points, Func<PlaneWave, double, (double, double)> pair)
    {
        var table = new double[points * 2 * waves.Length];
        for (int i = 0; i < points; i++)
            for (int wave = 0; wave < waves.Length; wave++)
            {
                int at = 2 * (i * waves.Length + wave);
                (table[at], table[at + 1]) = pair(waves[wave], (double)i / points);
            }
        return table.ToTensor(null, points, 2 * waves.Length);
    }
}
