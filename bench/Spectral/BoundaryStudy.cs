using System.Globalization;

namespace Spectral.Bench;

/// <summary>
/// u → du/dx for waves of fractional frequencies on the unit interval, which have different values at its two ends,
/// learned on 64 points with every way to extend the domain and tested on 64 and 128.
/// </summary>
internal sealed class BoundaryStudy(int samples, int epochs, int seed)
{
    private const int Points = 64, Tests = 100, Waves = 6;

    /// <summary>Trains with each way and prints a table.</summary>
    public void Run()
    {
        FnoOptions none = new() { Modes = [48], Channels = 24 };
        (string Name, FnoOptions Options)[] kinds =
        [
            ("not at all", none),
            ("zeros at both ends, 1/8 each", none with { DomainPadding = 0.125 }),
            ("zeros at the end, 1/4", none with { DomainPadding = 0.25, DomainExtension = DomainExtension.End }),
            .. new[] { 2, 3, 4 }.Select(points => ($"continuation by 1/4, {points} points at each end", none with
            {
                DomainPadding = 0.25,
                DomainExtension = DomainExtension.Continuation,
                ContinuationPoints = points,
            })),
        ];
        Console.WriteLine("| extended | s an epoch | 64 points | 128 points |");
        Console.WriteLine("|---|---|---|---|");
        foreach ((string name, FnoOptions options) in kinds) Row(name, options);
    }

    private void Row(string name, FnoOptions options)
    {
        var mlContext = new MLContext(seed);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        TrainingOptions training = OneCycle.Of(epochs, 16, 3e-3, seed) with { Loss = Loss.RelativeL2 };
        using NeuralOperatorTransformer model =
            operators.Fno(options: options, training: training).Fit(Data(operators, samples, Points, seed));
        double[] errors = [.. new[] { Points, 2 * Points }.Select(points
            => operators.Evaluate(model.Transform(Data(operators, Tests, points, seed + 1))).RelativeL2)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {model.Report!.SecondsPerEpoch:0.00} | {errors[0]:0.00000} | {errors[1]:0.00000} |"));
    }

    private static IDataView Data(NeuralOperatorsCatalog operators, int count, int points, int seed)
    {
        var random = new Random(seed);
        float[] from = new float[count * points], to = new float[count * points];
        for (int sample = 0; sample < count; sample++)
        {
            (double Size, double Turns, double Phase)[] waves = [.. Enumerable.Range(0, Waves).Select(_
                => (random.NextDouble() - 0.5, 6 * random.NextDouble(), 2 * Math.PI * random.NextDouble()))];
            for (int i = 0; i < points; i++)
            {
                double x = 2 * Math.PI * i / points;
                from[sample * points + i] = (float)waves.Sum(w => w.Size * Math.Sin(w.Turns * x + w.Phase));
                to[sample * points + i]
                    = (float)waves.Sum(w => w.Size * 2 * Math.PI * w.Turns * Math.Cos(w.Turns * x + w.Phase));
            }
        }
        return operators.LoadFields(("Features", new FieldSamples("u", 1, [points], from)),
            ("Label", new FieldSamples("slope", 1, [points], to)));
    }
}
