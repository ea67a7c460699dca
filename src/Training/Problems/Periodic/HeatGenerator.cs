using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How data of the heat equation is generated. The defaults are the constants of Brandstetter, Welling and Worrall 2022
/// (arXiv:2202.07643), from which they take solutions of Burgers' equation: a period of 2π, a diffusivity of 0.01, 180 frames
/// up to time 18, at 256 points.
/// </summary>
public sealed record HeatOptions : TrajectoryOptions
{
    /// <summary>The published constants.</summary>
    public HeatOptions() : base(256, 180, 0, 18.0 / 179)
    {
    }

    /// <summary>Axes of space, 1 or 2. Default 1.</summary>
    [Range(1, 2)]
    public int Dimensions { get; init; } = 1;

    /// <summary>κ. Default 0.01.</summary>
    [Range(0.0, 1e6)]
    public double Diffusivity { get; init; } = 0.01;

    /// <summary>The period L along each axis. Default 2π.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Period { get; init; } = 2 * Math.PI;

    /// <summary>Waves of an initial state. Default 10.</summary>
    [Range(1, 1000)]
    public int Waves { get; init; } = 10;

    /// <summary>The largest wave number along an axis. Default 8.</summary>
    [Range(1, 1000)]
    public int LargestWave { get; init; } = 8;
}

/// <summary>
/// u_t = κ Δu with period L along each axis, solved exactly: every wave of the initial state decays by itself. Initial states
/// are sums of waves A sin(2πlx/L + φ), in two dimensions A sin(2π(lx ± my)/L + φ), with A uniform in (-½, ½), l and m in 1 …
/// the largest wave number, and φ in [0, 2π). Points are iL/n.
/// </summary>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class HeatGenerator(HeatOptions? options = null)
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
            if (Options.Dimensions == 1) return torch.matmul(decay * right.reshape(1, -1), left.t()).unsqueeze(0);
            // [frames, points, 2·waves] · [2·waves, points].
            return torch.matmul(decay.unsqueeze(1) * left, right.t()).unsqueeze(0);
        }
    }

    // exp(-κ|q|²t), [frames, 2·waves].
    private torch.Tensor Decay(PlaneWave[] waves)
    {
        var table = new double[Times.Count * 2 * waves.Length];
        for (int i = 0; i < table.Length; i++)
        {
            double q = 2 * Math.PI / Options.Period;
            table[i] = Math.Exp(-Options.Diffusivity * q * q * waves[i / 2 % waves.Length].Squares
                * Times[i / (2 * waves.Length)]);
        }
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
