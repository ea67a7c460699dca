using System.Diagnostics;
using System.Globalization;

namespace Spectral.Bench;

/// <summary>
/// u(x) → u(x - s) for periodic functions with the frequencies 1 to 15, learned on 31 points, the fewest that resolve
/// them, and tested on finer grids: any loss of accuracy there is aliasing, since the functions hold nothing new.
/// </summary>
internal sealed class ShiftStudy(int samples, int epochs, int seed)
{
    private const int Frequencies = 15, Points = 31, Tests = 100;
    private const double Shift = 0.1;
    private static readonly int[] Grids = [Points, 45, 64, 93, 127];

    /// <summary>Trains with several ways to take nonlinearities and prints a table.</summary>
    public void Run(IEnumerable<string> names)
    {
        Console.WriteLine("| nonlinearities | GFLOP a sample | s an epoch | "
            + string.Join(" | ", Grids.Select(n => $"{n} points")) + " |");
        Console.WriteLine("|---|---|---|" + string.Concat(Grids.Select(_ => "---|")));
        FnoOptions plain = new() { Modes = [Points], Channels = 32, HasGridEmbedding = false };
        var kinds = new (string Name, FnoOptions Options)[]
        {
            ("at the points", plain),
            ("at twice as many", plain with { ActivationOversampling = 2 }),
            ("at three times as many", plain with { ActivationOversampling = 3 }),
            ("band of 31", plain with { ActivationBand = [Points] }),
            ("band of 31, at twice as many", plain with { ActivationBand = [Points], ActivationOversampling = 2 }),
            ("at the points, with coordinates", plain with { HasGridEmbedding = true }),
            ("at twice as many, with coordinates", plain with { HasGridEmbedding = true, ActivationOversampling = 2 }),
            ("band of 31, at twice as many, with coordinates", plain with
            {
                HasGridEmbedding = true,
                ActivationBand = [Points],
                ActivationOversampling = 2,
            }),
        };
        foreach ((string name, FnoOptions options) in kinds)
            if (!names.Any() || names.Contains(name)) Row(name, options);
    }

    private void Row(string name, FnoOptions options)
    {
        var mlContext = new MLContext(seed);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        TrainingOptions training = OneCycle.Of(epochs, 16, 3e-3, seed) with { Loss = Loss.RelativeL2 };
        using NeuralOperatorTransformer model =
            operators.Fno(options: options, training: training).Fit(Data(operators, samples, Points, seed));
        double flops = model.Report!.SampleFlops ?? 0;
        IEnumerable<string> errors = Grids.Select(grid => operators
            .Evaluate(model.Transform(Data(operators, Tests, grid, seed + 1))).RelativeL2
            .ToString("0.00000", CultureInfo.InvariantCulture));
        Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {flops / 1e9:0.0000} | {model.Report.SecondsPerEpoch:0.00} | ")
            + string.Join(" | ", errors) + " |");
    }

    // Amplitudes are normal, with a variance of one over the frequency.
    private static IDataView Data(NeuralOperatorsCatalog operators, int count, int points, int seed)
    {
        var random = new Random(seed);
        float[] from = new float[count * points], to = new float[count * points];
        for (int sample = 0; sample < count; sample++)
        {
            (double Cos, double Sin)[] waves = [.. Enumerable.Range(1, Frequencies)
                .Select(k => (Normal() / Math.Sqrt(k), Normal() / Math.Sqrt(k)))];
            for (int i = 0; i < points; i++)
            {
                from[sample * points + i] = At((double)i / points);
                to[sample * points + i] = At((double)i / points - Shift);
            }

            float At(double x) => (float)waves.Select((wave, k) => wave.Cos * Math.Cos(2 * Math.PI * (k + 1) * x)
                + wave.Sin * Math.Sin(2 * Math.PI * (k + 1) * x)).Sum();
        }
        return operators.LoadFields(("Features", new FieldSamples("u", 1, [points], from)),
            ("Label", new FieldSamples("v", 1, [points], to)));

        double Normal()
            => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
