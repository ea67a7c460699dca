using Microsoft.ML.NeuralOperators.Problems.Sphere;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Shallow water on a rotating sphere: the geopotential φ = gh, the vorticity ζ and the divergence δ of the flow, with
/// ζ_t = -∇·((ζ + f)u), δ_t = k·∇×((ζ + f)u) - Δ(φ + ½|u|²), φ_t = -∇·(φu) and f = 2Ω sin θ, from random states (Bonev
/// et al. 2023, arXiv:2306.03838): spherical harmonics up to a third of the latitudes, Adams and Bashforth's steps of
/// third order, of which the first is Euler's. Frames of the field "u" have three channels, φ in m²/s², ζ and δ in 1/s,
/// on [latitudes, longitudes]: as many latitudes as points, from pole to pole, and twice as many longitudes from 0.
/// </summary>
/// <remarks>
/// Initial states have the waves of degree and order below 120, or those that the solver keeps where these are fewer:
/// Refinement adds waves to a seed's state. The smallest waves of ζ and δ decay within two hours or so, as published.
/// </remarks>
/// <param name="options">Constants; the published ones when null.</param>
/// <exception cref="ArgumentOutOfRangeException">Options have faults; the text lists them.</exception>
public sealed class SphericalShallowWaterEquation(SphericalShallowWaterOptions? options = null)
    : TrajectoryGenerator<SphericalShallowWaterOptions>(options ?? new SphericalShallowWaterOptions())
{
    private const int Waves = 120, Parts = 3;

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratedField> Fields
        => [new("u", checked(Parts * Options.Frames), [Options.Points, 2 * Options.Points])];

    /// <inheritdoc/>
    protected internal override int BatchSize => Math.Clamp((1 << 14) / (Options.Points * Options.Points), 1, 16);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<torch.Tensor> Make(int[] seeds, CancellationToken cancellation)
    {
        double[] sines = [.. Enumerable.Range(0, Options.Points)
            .Select(i => Math.Cos(Math.PI * i / (Options.Points - 1)))];
        var output = new SphericalTransform(Options.Degree, sines);
        return [Run(new SphericalWater(States(seeds), Options.Points * Options.Refinement, output, Options),
            cancellation)];
    }

    // [m, l, 3·samples, 2]. Numbers are drawn degree by degree, so that more degrees leave the first as they are.
    private torch.Tensor States(int[] seeds)
    {
        int degree = Options.Degree, kept = Math.Min(degree, Waves), columns = Parts * seeds.Length;
        double scale = Math.Sqrt(4 * Math.PI / (Waves * (Waves + 1.0)) / 2);
        double[] amplitudes = [Options.Gravity * Options.Amplitude, Spin(), Spin()];
        var state = new double[degree * degree * columns * 2];
        for (int sample = 0; sample < seeds.Length; sample++)
        {
            var random = new SeededNormals(seeds[sample]);
            for (int l = 0; l < kept; l++)
                for (int m = 0; m <= l; m++)
                    for (int field = 0; field < Parts; field++)
                    {
                        int at = 2 * ((m * degree + l) * columns + field * seeds.Length + sample);
                        state[at] = amplitudes[field] * scale * random.Next();
                        // Waves of order 0 are real; the number is drawn all the same.
                        double imaginary = amplitudes[field] * scale * random.Next();
                        if (m > 0) state[at + 1] = imaginary;
                    }
            // The mean depth; vorticity and divergence have none.
            state[2 * sample] += Math.Sqrt(4 * Math.PI) * Options.Depth * Options.Gravity;
            for (int field = 1; field < Parts; field++) state[2 * (field * seeds.Length + sample)] = 0;
        }
        return state.ToTensor(null, degree, degree, columns, 2);

        double Spin() => Options.Mach * Math.Sqrt(Options.Gravity * Options.Depth) / Options.Radius;
    }
}
