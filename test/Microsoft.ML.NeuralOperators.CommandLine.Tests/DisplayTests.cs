using Microsoft.ML.NeuralOperators.CommandLine.Display;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class DisplayTests
{
    [Fact]
    public void A_curve_falls_from_its_largest_to_its_smallest_value()
    {
        IReadOnlyList<string> lines = LossCurve.Draw([1, 0.1, 0.01], 8, 3);
        Assert.Equal(3, lines.Count);
        Assert.StartsWith("        1 │", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("     0.01 │", lines[^1], StringComparison.Ordinal);
        Assert.Empty(LossCurve.Draw([1], 8, 3));
    }

    [Fact]
    public void Progress_in_a_file_is_a_line_for_each_epoch()
    {
        var writer = new StringWriter();
        var display = new TrainingDisplay(Terminal.Open(writer, isRedirected: true));
        Assert.Equal(7, display.Run(() =>
        {
            display.Report(Progress(1, 1, endsEpoch: false));
            display.Report(Progress(1, 2, endsEpoch: true));
            return 7;
        }));
        Assert.Equal($"Epoch 1/3  loss 0.5000  validation 0.2500  40 samples/s{Environment.NewLine}",
            writer.ToString());
    }

    private static TrainingProgress Progress(int epoch, int batch, bool endsEpoch)
        => new(epoch, 3, batch, 2, 0.5, endsEpoch ? 0.25 : null, 1e-3, 40, TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(5), endsEpoch);
}
