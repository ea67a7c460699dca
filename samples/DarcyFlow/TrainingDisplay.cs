using System.Globalization;
using Microsoft.ML.NeuralOperators;
using Spectre.Console;

namespace DarcyFlow;

/// <summary>Live progress: bars on a terminal, one line an epoch elsewhere.</summary>
internal sealed class TrainingDisplay(int epochs)
{
    public void Run(Action<Action<int, int>, Action<TrainingProgress>> job)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            Console.WriteLine("Preparing data");
            job((_, _) => { }, p =>
            {
                if (p.EndsEpoch) Console.WriteLine(Line(p));
            });
            return;
        }
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(),
            new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask data = context.AddTask("Data", maxValue: 1),
                    training = context.AddTask("Training", maxValue: epochs);
                job((done, total) => data.Value = (double)done / total, p =>
                {
                    training.Value = p.Epoch - 1 + (double)p.Batch / p.Batches;
                    training.Description = Markup.Escape(Line(p));
                });
            });
    }

    private static string Line(TrainingProgress p) => string.Create(CultureInfo.InvariantCulture,
        $"Epoch {p.Epoch}/{p.Epochs}  loss {p.Loss:f4}  {p.SamplesPerSecond:f0} samples/s");
}
