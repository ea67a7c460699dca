using Microsoft.ML.NeuralOperators;

namespace Generators.Bench;

/// <summary>What there is to measure and to draw: each new generator is an entry here.</summary>
internal static class Cases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        new("advection", new AdvectionEquation(), new AdvectionEquation(new() { Points = 256 }),
            s => [s.Line(0), s.Line(1)]),
        new("heat", new HeatEquation(), new HeatEquation(new() { Points = 192 }), s => [s.Line(0), s.Line(1)]),
        new("heat2d", new HeatEquation(new() { Dimensions = 2, Points = 64, Frames = 20, Interval = 1 }),
            new HeatEquation(new() { Dimensions = 2, Points = 128, Frames = 3, Interval = 1.5 }), s => Frames(s, 3)),
        new("burgers", new BurgersEquation(new() { Frames = 21, Interval = 0.05 }),
            new BurgersEquation(new() { Points = 192, Frames = 192, Interval = 1.0 / 191, Viscosity = 0.002 }),
            s => [s.Line(0), s.Line(1)]),
        new("fisher", new FisherEquation(),
            new FisherEquation(new() { Points = 192, Diffusivity = 0.002, Growth = 2, Interval = 0.02, Frames = 192 }),
            s => [.. new[] { s.Line(0), s.Line(1) }.Select(p => p with { IsSigned = false })]),
        new("ks", new KuramotoSivashinskyEquation(),
            new KuramotoSivashinskyEquation(new() { Start = 0, Interval = 0.5, Frames = 256, Points = 192 }),
            s => [s.Line(0), s.Line(1)]),
        new("kdv", new KortewegDeVriesEquation(),
            new KortewegDeVriesEquation(new() { Start = 0, Interval = 0.4, Frames = 256 }), s
            => [s.Line(0), s.Line(1)]),
        new("kolmogorov", new KolmogorovFlow(new() { Start = 0, Frames = 5 }),
            new KolmogorovFlow(new() { Points = 160, Viscosity = 3e-3, Refinement = 1, Start = 4, Interval = 4,
                Frames = 3 }),
            s => Frames(s, 3)),
        new("vorticity", new VorticityEquation(new() { Start = 0, Frames = 3 }),
            new VorticityEquation(new() { Points = 128, Start = 0, Interval = 8, Frames = 3, Viscosity = 1e-4 }),
            s => Frames(s, 3)),
        new("reaction", new ReactionDiffusionEquation(new() { Frames = 21 }),
            new ReactionDiffusionEquation(new() { Frames = 3, Start = 1, Interval = 4 }), s => [.. Frames(s, 3, 2)]),
        new("shallow", new ShallowWaterEquation(new() { Frames = 26 }),
            new ShallowWaterEquation(new() { Frames = 3, Interval = 0.45, Start = 0.1 }),
            s => [.. Frames(s, 3).Select(p => p with { IsSigned = false })]),
        new("sphere", new SphericalShallowWaterEquation(new() { Frames = 4 }),
            new SphericalShallowWaterEquation(new() { Points = 96, TimeStep = 200, Frames = 2, Start = 3600 * 6 }),
            s => [s.Plane(0) with { IsSigned = false }, s.Plane(1)]),
        .. EllipticCases.All,
    ];

    // The first channel of every frame.
    private static Panel[] Frames(Samples samples, int frames, int channels = 1)
        => [.. Enumerable.Range(0, frames).Select(frame => samples.Plane(frame * channels))];
}
