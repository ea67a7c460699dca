using System.Globalization;

namespace Spectral.Bench;

/// <summary>
/// Vorticity of two-dimensional flow on 10 points along each axis, and its values between them: SRNO, trained once on
/// scattered points, against bicubic interpolation on grids 2, 3.3 and 4 times as fine, and MGBP on the bicubic
/// interpolation.
/// </summary>
internal sealed class ResolutionStudy(int samples, int epochs, int seed)
{
    private const int Solved = 64, Coarse = 10, Fine = 40, Tests = 60, Queries = 512, Frames = 6;
    private static readonly int[] Grids = [20, 33, Fine];
    private readonly Random _random = new(seed);

    /// <summary>Trains and prints a table.</summary>
    public void Run(CancellationToken cancellation)
    {
        var mlContext = new MLContext(seed);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        var flow = new VorticityEquation(new() { Points = Solved, Frames = Frames, Start = 5, Viscosity = 1e-3 });
        WaveField[] training = Fields(flow, samples, seed, cancellation),
            test = Fields(flow, Tests, seed + 1, cancellation);
        TrainingOptions options = OneCycle.Of(epochs, 8, 2e-3, seed) with { CancellationToken = cancellation };
        using NeuralOperatorTransformer srno = operators.Srno(options: new()
        {
            Points = PointPlacement.Periodic,
            Boundary = BoundaryCondition.Periodic,
        }, training: options with { Loss = Loss.RelativeL2 }).Fit(AtPoints(operators, training, Scattered));
        Console.WriteLine("| grid | linear | bicubic | SRNO |");
        Console.WriteLine("|---|---|---|---|");
        foreach (int grid in Grids)
        {
            double ours = operators.Evaluate(srno.Transform(AtPoints(operators, test, _ => OnGrid(grid)))).RelativeL2;
            double linear = Error(test, grid, Linear), cubic = Error(test, grid, Cubic);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {grid}×{grid}, ×{(double)grid / Coarse:0.#} | {linear:0.0000} | {cubic:0.0000} | {ours:0.0000} |"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"SRNO: {srno.Report!.Parameters:n0} parameters, {srno.Report.Seconds:0} s of training"));
        using NeuralOperatorTransformer mgbp = operators.Mgbp(options: new()
        {
            Boundary = BoundaryCondition.Periodic,
            HasOutputResidual = true,
            Levels = 3,
            Cycles = 1,
        }, training: options).Fit(Interpolated(operators, training));
        double restored = operators.Evaluate(mgbp.Transform(Interpolated(operators, test))).RelativeL2;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MGBP at {Fine}×{Fine}: {restored:0.0000}, "
            + $"{mgbp.Report!.Parameters:n0} parameters, {mgbp.Report.Seconds:0} s of training"));
    }

    private static WaveField[] Fields(VorticityEquation flow, int count, int seed, CancellationToken cancellation)
    {
        FieldSamples trajectories = flow.Generate((count + Frames - 1) / Frames, seed, cancellation)[0];
        return [.. Enumerable.Range(0, count).Select(i => new WaveField(trajectories[i / Frames]
            .Slice(i % Frames * Solved * Solved, Solved * Solved).ToArray(), Solved))];
    }

    private IDataView AtPoints(NeuralOperatorsCatalog operators, WaveField[] fields,
        Func<int, (double Y, double X)[]> places)
    {
        (double Y, double X)[][] points = [.. fields.Select((_, i) => places(i))];
        int count = points[0].Length;
        return operators.LoadFields(
            ("Features", new FieldSamples("coarse", 1, [Coarse, Coarse],
                [.. fields.SelectMany(f => f.At(OnGrid(Coarse)))])),
            ("Points", new FieldSamples("points", 2, [count], [.. points.SelectMany(p
                => p.Select(q => (float)q.Y).Concat(p.Select(q => (float)q.X)))])),
            ("Label", new FieldSamples("fine", 1, [count], [.. fields.SelectMany((f, i) => f.At(points[i]))])));
    }

    private static IDataView Interpolated(NeuralOperatorsCatalog operators, WaveField[] fields)
        => operators.LoadFields(
            ("Features", new FieldSamples("bicubic", 1, [Fine, Fine],
                [.. fields.SelectMany(f => Resized(f, Fine, Cubic))])),
            ("Label", new FieldSamples("fine", 1, [Fine, Fine], [.. fields.SelectMany(f => f.At(OnGrid(Fine)))])));

    private (double Y, double X)[] Scattered(int sample)
        => [.. Enumerable.Range(0, Queries).Select(_ => (_random.NextDouble(), _random.NextDouble()))];

    private static (double Y, double X)[] OnGrid(int size)
        => [.. Enumerable.Range(0, size * size).Select(i => ((double)(i / size) / size, (double)(i % size) / size))];

    private static double Error(WaveField[] fields, int grid, Func<double, double> kernel) => fields.Average(field =>
    {
        double[] truth = [.. field.At(OnGrid(grid)).Select(v => (double)v)];
        double error = truth.Zip(Resized(field, grid, kernel), (t, v) => (t - v) * (t - v)).Sum();
        return Math.Sqrt(error / truth.Sum(t => t * t));
    });

    // Interpolation of the coarse points, by a kernel that reaches two cells.
    private static float[] Resized(WaveField field, int grid, Func<double, double> kernel)
    {
        float[] coarse = field.At(OnGrid(Coarse));
        var weights = new double[grid, Coarse];
        for (int i = 0; i < grid; i++)
            for (int k = -1; k <= 2; k++)
            {
                double place = (double)i * Coarse / grid;
                int cell = (int)Math.Floor(place) + k;
                weights[i, (cell + Coarse) % Coarse] += kernel(Math.Abs(place - cell));
            }
        var result = new float[grid * grid];
        var rows = new double[grid, Coarse];
        for (int i = 0; i < grid; i++)
            for (int x = 0; x < Coarse; x++)
                for (int y = 0; y < Coarse; y++) rows[i, x] += weights[i, y] * coarse[y * Coarse + x];
        for (int i = 0; i < grid; i++)
            for (int j = 0; j < grid; j++)
            {
                double sum = 0;
                for (int x = 0; x < Coarse; x++) sum += weights[j, x] * rows[i, x];
                result[i * grid + j] = (float)sum;
            }
        return result;
    }

    private static double Linear(double d) => Math.Max(0, 1 - d);

    // Keys' kernel with a = -1/2, the one of third order.
    private static double Cubic(double d) => d <= 1 ? (1.5 * d - 2.5) * d * d + 1
        : d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
}
