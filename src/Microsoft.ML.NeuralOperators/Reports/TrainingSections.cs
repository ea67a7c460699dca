using System.Diagnostics.CodeAnalysis;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>How a training went, as parts of a page.</summary>
internal static class TrainingSections
{
    /// <summary>The numbers of a training, for a line of large ones.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(TrainingReport training)
    {
        yield return ("parameters", Invariant($"{training.Parameters:n0}"));
        yield return ("of training", Duration(training.Seconds));
    }

    /// <summary>Loss, validation error and learning rate of every epoch.</summary>
    [RequiresUnreferencedCode(PageData.Untrimmed), RequiresDynamicCode(PageData.Untrimmed)]
    public static void Curves(HtmlReport page, TrainingReport training)
    {
        if (training.Epochs.Count == 0) return;
        var curves = new List<ChartCurve> { new("training loss", [.. training.Epochs.Select(e => e.Loss)]) };
        if (training.Epochs.Any(e => e.ValidationError is not null))
            curves.Add(new("validation error", [.. training.Epochs.Select(e => e.ValidationError ?? double.NaN)]));
        curves.Add(new("learning rate", [.. training.Epochs.Select(e => e.LearningRate)]) { IsRight = true });
        double[] epochs = [.. training.Epochs.Select(e => (double)e.Epoch)];
        page.Section("Training").Paragraph($"{training.Epochs.Count} epochs over {training.Samples} samples in "
            + $"{Duration(training.Seconds)}, {ReportNumber.Text(training.SecondsPerEpoch)} s an epoch "
            + $"({training.Device})."
            + training.Retries switch
            {
                0 => "",
                1 => " It diverged once and went on from its best epoch with half the learning rate.",
                var times => $" It diverged {times} times, and each time went on from its best epoch with half the "
                    + "learning rate.",
            });
        page.Charts(new ReportChart("Loss and error by epoch", new("epoch"),
            new(curves.Count > 2 ? "loss, relative error" : "loss", true), epochs, curves)
        {
            Right = new("learning rate"),
            Marks = Best(training) is { } best ? [new(best.Epoch, "smallest validation error")] : [],
        });
    }

    /// <summary>What the model learned from, field by field.</summary>
    public static void Data(HtmlReport page, TrainingReport training)
    {
        page.Paragraph($"Trained on {training.Samples} samples; the output has {string.Join("×", training.Grid)} "
            + "points.");
        if (training.Fields.Count > 0)
            page.Table(["training field", "channels", "grid", "mean", "deviation", "minimum", "maximum"],
                training.Fields.Select(f => (IReadOnlyList<string>)[f.Name, $"{f.Channels}",
                    string.Join("×", f.Grid), .. new[] { f.Mean, f.StandardDeviation, f.Minimum, f.Maximum }
                        .Select(v => ReportNumber.Text(v, 4))]));
    }

    /// <summary>A time in the unit that people would say it in.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 120 => $"{ReportNumber.Text(seconds)} s",
        < 7200 => $"{ReportNumber.Text(seconds / 60)} min",
        _ => $"{ReportNumber.Text(seconds / 3600)} h",
    };

    private static EpochReport? Best(TrainingReport training)
        => training.Epochs.Where(e => e.ValidationError is { } error && double.IsFinite(error))
            .MinBy(e => e.ValidationError);
}
