using System.Globalization;

namespace Spectral.Bench;

/// <summary>
/// FNO on Darcy's equation with all modes from the start and with modes that are added during training, for the same
/// number of epochs: test errors and the operations that the training took.
/// </summary>
internal sealed class ModeStudy(int size, int samples, int epochs, int seed)
{
    private const int Tests = 100;

    /// <summary>Trains each way and prints a table.</summary>
    public void Run(IEnumerable<string> names)
    {
        FnoOptions all = new() { Modes = [size, size], Channels = 20, Layers = 4 };
        (string Name, FnoOptions Options, ModeSchedule? Schedule)[] kinds =
        [
            ("all from the start", all, null),
            ("loss gap", all, new LossGapModes(0.1) { Patience = 2 }),
            ("explained", all, new ExplainedModes(0.995) { Patience = 2 }),
            ("a quarter of them, fixed", all with { Modes = [size / 4, size / 4] }, null),
            ("half of them, fixed", all with { Modes = [size / 2, size / 2] }, null),
        ];
        Console.WriteLine("| modes | share at the end | TFLOP of training | relative to all modes | s an epoch | "
            + "relative L2 |");
        Console.WriteLine("|---|---|---|---|---|---|");
        double? first = null;
        foreach ((string name, FnoOptions options, ModeSchedule? schedule) in kinds)
            if (!names.Any() || names.Contains(name)) Row(name, options, schedule, ref first);
    }

    private void Row(string name, FnoOptions options, ModeSchedule? schedule, ref double? first)
    {
        var mlContext = new MLContext(seed);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        TrainingOptions training = OneCycle.Of(epochs, 8, 4e-3, seed) with { ModeSchedule = schedule };
        using NeuralOperatorTransformer model = operators.Fno("u", "a", options, training)
            .Fit(operators.Generate(new DarcyFlow(size), samples, seed));
        TrainingReport report = model.Report!;
        // A step is a forward pass and a backward one of twice its operations.
        double flops = report.Epochs.Sum(e => 3.0 * samples * (e.SampleFlops ?? report.SampleFlops ?? 0)) / 1e12;
        first ??= flops;
        IDataView test = operators.Generate(new DarcyFlow(size), Tests, seed + 1);
        double error = operators.Evaluate(model.Transform(test), "u").RelativeL2;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {report.Epochs[^1].ModeShare:0.###}")
            + string.Create(CultureInfo.InvariantCulture,
                $" | {flops:0.00} | {flops / first:0.00} | {report.SecondsPerEpoch:0.00} | {error:0.00000} |"));
        if (schedule is not null)
            Console.Error.WriteLine(string.Join(" ", report.Epochs
                .Select(e => e.ModeShare.ToString(CultureInfo.InvariantCulture))));
    }
}
