using Microsoft.ML.NeuralOperators.Problems.Periodic;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// u_t = κ Δu with period L along each axis, solved exactly: every wave of the initial state decays by itself. Initial
/// states are sums of waves A sin(2πlx/L + φ), in two dimensions A sin(2π(lx ± my)/L + φ), with A uniform in (-½, ½), l
/// and m in 1 … the largest wave number, and φ in [0, 2π). Points are iL/n.
/// </summary>
public sealed class HeatEquation : TrajectoryGenerator<HeatOptions>
{
    // Sine and cosine of 2πi/n.
    private readonly (double Sin, double Cos)[] _turns;

    /// <summary>A generator.</summary>
    /// <param name="options">Constants; the published ones when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
    public HeatEquation(HeatOptions? options = null) : base(options ?? new HeatOptions())
        => _turns = [.. Enumerable.Range(0, Options.Points).Select(i => Math.SinCos(2 * Math.PI * i / Options.Points))];

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields => [Frames("u", 1, Options.Dimensions)];

    /// <inheritdoc/>
    protected internal override int BatchSize => Options.Dimensions == 1 ? 16 : 1;

    // Products of matrices: cos(2πmy/L + φ) and sin(2πmy/L + φ) times the decay, sin 2πlx/L and cos 2πlx/L.
    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        PlaneWave[][] samples = [.. seeds.Select(seed => PlaneWave.Draw(new SeededNormals(seed), Options))];
        int points = Options.Points, frames = Times.Count, terms = 2 * samples[0].Length;
        torch.Tensor along = Tables(samples, points, (wave, at) => Turn(wave.L, at)), across = Tables(samples,
            Options.Dimensions == 1 ? 1 : points, (wave, at) => wave.Across(Turn(wave.M, at)));
        // [samples, frames, 2·waves].
        torch.Tensor decay = samples.SelectMany(Decay).ToArray().ToTensor(null, seeds.Length, frames, terms);
        torch.Tensor left = Options.Dimensions == 1 ? decay * across
            : (decay.unsqueeze(2) * along.unsqueeze(1)).reshape(seeds.Length, frames * points, terms);
        torch.Tensor u = torch.bmm(left, (Options.Dimensions == 1 ? along : across).transpose(1, 2)).to(torch.float32);
        return [Options.Dimensions == 1 ? u : u.reshape(seeds.Length, frames, points, points)];
    }

    private (double Sin, double Cos) Turn(int wave, int at)
    {
        int place = (int)((long)wave * at % _turns.Length);
        return _turns[place < 0 ? place + _turns.Length : place];
    }

    // exp(-κ|q|²t), [frames, 2·waves].
    private double[] Decay(PlaneWave[] waves)
    {
        var table = new double[Times.Count * 2 * waves.Length];
        double q = 2 * Math.PI / Options.Period, rate = -Options.Diffusivity * q * q;
        for (int i = 0; i < table.Length; i += 2)
            table[i] = table[i + 1] =
                Math.Exp(rate * waves[i / 2 % waves.Length].Squares * Times[i / (2 * waves.Length)]);
        return table;
    }

    // [samples, points, 2·waves].
    private static torch.Tensor Tables(PlaneWave[][] samples, int points,
        Func<PlaneWave, int, (double, double)> pair)
    {
        int waves = samples[0].Length, at = 0;
        var table = new double[samples.Length * points * 2 * waves];
        foreach (PlaneWave[] sample in samples)
            for (int i = 0; i < points; i++)
                foreach (PlaneWave wave in sample)
                {
                    (table[at], table[at + 1]) = pair(wave, i);
                    at += 2;
                }
        return table.ToTensor(null, samples.Length, points, 2 * waves);
    }
}
