namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>
/// Two smooth functions u and v in every form that trainers on point sets read, and integrals of them, "Label",
/// weighted by the place, which need the whole functions to be told. Every point set has a number of points of its own,
/// so that sets taken for each other show.
/// </summary>
internal static class SmoothPoints
{
    private const int Sensors = 7, Height = 5, Width = 6;

    /// <summary>Query points [2, size], the same in all rows.</summary>
    public static IReadOnlyList<SampleColumn> OnSharedPoints(int size, IEnumerable<int> rows)
        => Columns([.. rows.Select(number
            => Fields(new Random(number), new Random(-1), size, size + 4, size - 1))]);

    /// <summary>Query points [2, size], others in every row.</summary>
    public static IReadOnlyList<SampleColumn> OnOwnPoints(int size, IEnumerable<int> rows)
        => Columns([.. rows.Select(number
            => Fields(new Random(number), new Random(~number), size, size + 4, size - 1))]);

    /// <summary>As many query points as the row's number says: vectors without a size.</summary>
    public static IReadOnlyList<SampleColumn> OnVaryingPoints(int size, IEnumerable<int> rows)
        => Columns([.. rows.Select(number
            => Fields(new Random(number), new Random(~number), size + number % 3, size + 4 - number % 4,
            size - 1 - number % 2))], isVarying: true);

    private static IReadOnlyList<SampleColumn> Columns(Row[] rows, bool isVarying = false)
    {
        return
        [
            // u and v at fixed sensors.
            new("Features", 2, [Sensors], [.. rows.Select(r => r.Features)]),
            // The same on a grid of the unit square, u along its first axis and v along its second.
            new("Square", 2, [Height, Width], [.. rows.Select(r => r.Square)]),
            // Query points in the unit square.
            On("Points", 2, r => r.Points),
            // u(x)·v(y) at the query points.
            On("Load", 1, r => r.Load),
            // Points of the unit square and u along its diagonal.
            On("Plane", 3, r => r.Plane),
            // Points of a line and v.
            On("Line", 2, r => r.Line),
            // The means of u and v.
            new("Parameters", 2, [], [.. rows.Select(r => r.Parameters)]),
            On(OperatorCase.Label, 2, r => r.Label),
        ];

        SampleColumn On(string name, int channels, Func<Row, float[]> values)
            => new(name, channels, isVarying ? null : [values(rows[0]).Length / channels], [.. rows.Select(values)]);
    }

    private static Row Fields(Random functions, Random places, int points, int plane, int line)
    {
        double[] u = [.. Enumerable.Range(0, 3).Select(_ => 2 * functions.NextDouble() - 1)],
            v = [.. u.Select(_ => 2 * functions.NextDouble() - 1)];
        float[] x = Draw(points), y = Draw(points), first = Draw(plane), second = Draw(plane), along = Draw(line);
        return new Row(
            Features: [.. Enumerable.Range(0, 2 * Sensors)
                .Select(i => (float)At(i < Sensors ? u : v, i % Sensors / (Sensors - 1.0)))],
            Square: [.. Enumerable.Range(0, Height * Width).Select(i => (float)At(u, (i / Width + 0.5) / Height)),
                .. Enumerable.Range(0, Height * Width).Select(i => (float)At(v, (i % Width + 0.5) / Width))],
            Points: [.. x, .. y],
            Load: [.. x.Zip(y, (a, b) => (float)(At(u, a) * At(v, b)))],
            Plane: [.. first, .. second, .. first.Zip(second, (a, b) => (float)At(u, (a + b) / 2))],
            Line: [.. along, .. along.Select(a => (float)At(v, a))],
            Parameters: [(float)u[0], (float)v[0]],
            Label: [.. x.Select(a => (float)(2 + Integral(u, a))), .. y.Select(b => (float)(3 + Integral(v, b)))]);

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => places.NextSingle())];
    }

    // A function given by the weights of its first cosines.
    private static double At(double[] function, double place)
        => function.Select((weight, k) => weight * Math.Cos(k * Math.PI * place)).Sum();

    // The integral of the function times 1 + 2a cos(πs) + 2a² cos(2πs) over s from 0 to 1.
    private static double Integral(double[] function, double a)
        => function.Select((weight, k) => weight * Math.Pow(a, k)).Sum();

    private sealed record Row(float[] Features, float[] Square, float[] Points, float[] Load, float[] Plane,
        float[] Line, float[] Parameters, float[] Label);
}
