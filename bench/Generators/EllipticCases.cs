using Microsoft.ML.NeuralOperators;

namespace Generators.Bench;

/// <summary>The steady problems, under the names of plain_elliptic.py.</summary>
internal static class EllipticCases
{
    private const string Script = "plain_elliptic.py";
    private const int Around = 64;
    private static readonly ElasticPlate Plate = new(new() { Around = Around, Across = 16 });

    public static IReadOnlyList<Case> All { get; } =
    [
        Square("darcy-64", new DarcyFlow(64), new DarcyFlow(128)),
        Square("darcy-128", new DarcyFlow(128), new DarcyFlow(128, DarcyFlowOptions.Rough)),
        Square("darcy-smooth-128", new DarcyFlow(128, DarcyFlowOptions.Smooth),
            new DarcyFlow(128, DarcyFlowOptions.Smooth)),
        Square("darcy-multiscale-256", new DarcyFlow(256, DarcyFlowOptions.Multiscale with { SolvedCells = 256 }),
            new DarcyFlow(256, DarcyFlowOptions.Multiscale with { SolvedCells = 256 })),
        Square("poisson-129", new PoissonEquation(129),
            new PoissonEquation(129, null, new PeriodicRandomField(2, 3, 10, 4))),
        Square("helmholtz-101", new HelmholtzEquation(), new HelmholtzEquation()),
        new("plate", new ElasticPlate(), Plate, _ => [Points(2, 1), Points(3, 0)]) { Script = Script },
    ];

    // The first field and the last.
    private static Case Square(string name, FieldGenerator measured, FieldGenerator drawn)
        => new(name, measured, drawn, s => [s.Plane(0) with { IsSigned = false },
            s.Plane(0, drawn.Fields.Count - 1) with { IsSigned = name.StartsWith("helm", StringComparison.Ordinal) }])
        { Script = Script };

    // Values at points of the plate by the nearest point; the hole stays empty.
    private static Panel Points(int field, int channel)
    {
        // The hole's points come first, at even angles.
        const int Size = 256, Ring = 2 * Around;
        IReadOnlyList<FieldSamples> fields = Plate.Generate(1, 1);
        int points = fields[0].Grid[0];
        float[] x = Channel(0, 0), y = Channel(0, 1), values = Channel(field, channel);
        var pixels = new float[Size * Size];
        for (int i = 0; i < pixels.Length; i++)
        {
            double px = (i % Size + 0.5) / Size, py = 1 - (i / Size + 0.5) / Size, least = double.PositiveInfinity;
            for (int p = 0; p < x.Length; p++)
            {
                double distance = (x[p] - px) * (x[p] - px) + (y[p] - py) * (y[p] - py);
                if (distance < least) (least, pixels[i]) = (distance, values[p]);
            }
            double turns = (Math.Atan2(py - 0.5, px - 0.5) / (2 * Math.PI) + 1) % 1 * Ring;
            int at = (int)Math.Round(turns) % Ring;
            double radius = Math.Sqrt(Math.Pow(x[at] - 0.5, 2) + Math.Pow(y[at] - 0.5, 2));
            if (Math.Sqrt(Math.Pow(px - 0.5, 2) + Math.Pow(py - 0.5, 2)) < radius) pixels[i] = float.NaN;
        }
        return new Panel(pixels, Size, Size) { IsSigned = false };

        float[] Channel(int of, int one) => fields[of][0].Slice(one * points, points).ToArray();
    }
}
