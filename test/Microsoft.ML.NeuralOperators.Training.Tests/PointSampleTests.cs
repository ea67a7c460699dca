using Microsoft.ML.NeuralOperators.Data.Formats;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests;

/// <summary>Samples with different numbers of points: what fills them up counts nowhere.</summary>
public class PointSampleTests
{
    private static readonly int[] Counts = [3, 5, 1, 4, 2, 5, 3, 4];

    public static TheoryData<string> Losses => ["L2", "absolute L1", "mean square", "Huber", "channels"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Training_does_not_see_what_fills_rows_up(string loss)
        => Assert.Equal(Train(Data(0), Loss(loss)), Train(Data(1e3f), Loss(loss)));

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_is_that_of_the_points_alone(string loss)
    {
        // One sample a step: the first epoch's mean loss is the mean over the samples by themselves.
        FieldDataset all = Data(0);
        double sum = 0;
        for (int i = 0; i < Counts.Length; i++)
        {
            FieldDataset one = Cut(all, i);
            sum += Report(one, Loss(loss)).Epochs[0].Loss;
        }
        Assert.Equal(sum / Counts.Length, Report(all, Loss(loss)).Epochs[0].Loss, 1e-5);
    }

    [Fact]
    public void Statistics_are_those_of_the_points_alone()
    {
        var samples = new FieldSamples("u", 2, [3], [1, 2, 99, 10, 20, 99, 3, 99, 99, 30, 99, 99]).With([2, 1]);
        var (mean, deviation) = samples.Statistics();
        Assert.Equal([2, 20], mean);
        Assert.Equal([1, 10], deviation);
        Assert.Equal([1], samples.Pick([1]).Points);
    }

    [Fact]
    public void The_reports_statistics_are_those_of_the_points_alone()
    {
        FieldSummary[] plain = [.. Report(Data(0), Loss("L2")).Fields],
            filled = [.. Report(Data(1e3f), Loss("L2")).Fields];
        Assert.Equal(plain.Select(f => f with { Grid = [] }), filled.Select(f => f with { Grid = [] }));
        Assert.All(filled, f => Assert.True(f.Maximum < 1e3));
    }

    [Fact]
    public void Wrong_numbers_of_points_are_refused_by_name()
    {
        FieldDataset data = Data(0);
        var options = new TrainingOptions { Epochs = 1, Loss = NeuralOperators.Training.Loss.RelativeL2 };
        var other = new FieldDataset([data.Inputs[0], data.Inputs[1].With([.. Counts.Reverse()])], data.Target);
        Assert.Contains("row 0 has 4 and 3",
            Assert.Throws<InvalidOperationException>(() => Trainer.Train(Define(), other, null, options)).Message);
        var sensors = new FieldDataset([data.Inputs[0].With([4, 4, 4, 3, 4, 4, 4, 4]), data.Inputs[1]], data.Target);
        Assert.Contains("3 to 4 points along 'sensors'",
            Assert.Throws<InvalidOperationException>(() => Trainer.Train(Define(), sensors, null, options)).Message);
        Assert.Contains("SobolevLoss takes differences", Assert.Throws<InvalidOperationException>(
            () => Trainer.Train(Define(), data, null,
                options with { Loss = NeuralOperators.Training.Loss.RelativeH1 })).Message);
        Assert.Contains("from 1 to 5",
            Assert.Throws<ArgumentException>(() => data.Target.With([9, 1, 1, 1, 1, 1, 1, 1])).Message);
    }

    private static Loss Loss(string name) => name switch
    {
        "L2" => new LpLoss(),
        "absolute L1" => new LpLoss(1, IsRelative: false),
        "mean square" => new MeanSquareLoss(),
        "Huber" => new HuberLoss(0.5),
        _ => new ChannelWeightedLoss(new MeanSquareLoss(), [1, 3]),
    };

    private static DeepONet Define()
        => new(1, 4, 1, 2, new() { BasisFunctions = 4, BranchWidths = [6], TrunkWidths = [6] });

    // Up to 5 points in a row; behind them stands a number.
    private static FieldDataset Data(float filling)
    {
        var random = new Random(3);
        float[] sensors = [.. Enumerable.Range(0, 8 * 4).Select(_ => random.NextSingle())], points = new float[8 * 5],
            labels = new float[8 * 2 * 5];
        Array.Fill(points, filling);
        Array.Fill(labels, -filling);
        for (int row = 0; row < 8; row++)
            for (int i = 0; i < Counts[row]; i++)
            {
                float y = points[row * 5 + i] = random.NextSingle();
                labels[row * 10 + i] = sensors[row * 4] + y;
                labels[row * 10 + 5 + i] = sensors[row * 4 + 1] * y;
            }
        return new FieldDataset([new FieldSamples("a", 1, [4], sensors),
            new FieldSamples("y", 1, [5], points).With(Counts)], new FieldSamples("u", 2, [5], labels).With(Counts));
    }

    // A sample with no more room than its points.
    private static FieldDataset Cut(FieldDataset data, int sample)
    {
        int points = Counts[sample];
        return new FieldDataset([data.Inputs[0].Pick([sample]), Narrow(data.Inputs[1])], Narrow(data.Target));

        FieldSamples Narrow(FieldSamples field)
        {
            float[] all = field[sample].ToArray();
            return new FieldSamples(field.Name, field.Channels, [points],
                [.. Enumerable.Range(0, field.Channels).SelectMany(c => all[(c * 5)..(c * 5 + points)])]);
        }
    }

    private static TrainingReport Report(FieldDataset data, Loss loss) => Trainer.Train(Define(), data, null, new()
    {
        Epochs = 1,
        BatchSize = data.Count,
        Loss = loss,
        Workers = 1,
        // Statistics of one sample are others than those of all.
        NormalizeInput = false,
        NormalizeOutput = false,
    }).Report;

    private static float[] Train(FieldDataset data, Loss loss)
    {
        TrainedOperator trained =
            Trainer.Train(Define(), data, data, new() { Epochs = 3, BatchSize = 3, Loss = loss, Workers = 2 });
        Assert.True(double.IsFinite(trained.Report.Epochs[^1].ValidationError!.Value));
        return [(float)trained.Report.Epochs[^1].ValidationError!.Value,
            .. trained.Definition.Parameters.SelectMany(p => trained.Values[p])];
    }
}
