using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tests;
using Microsoft.ML.NeuralOperators.Training.Tests.Optimizers;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests;

public class TrainerTests
{
    private static Fno Small() => new(1, 1, new() { Modes = [4, 4], Channels = 6, Layers = 2 });

    // u is a smoothed copy of a: something a Fourier layer can learn.
    private static FieldDataset Data(int count, int size = 8, int seed = 0)
    {
        var random = new Random(seed);
        var a = new float[count * size * size];
        var u = new float[a.Length];
        for (int sample = 0; sample < count; sample++)
        {
            double p = random.NextDouble() * 6, q = random.NextDouble() * 6, r = random.NextDouble();
            for (int i = 0; i < size; i++)
                for (int j = 0; j < size; j++)
                {
                    double x = 2 * Math.PI * i / size, y = 2 * Math.PI * j / size;
                    int at = (sample * size + i) * size + j;
                    a[at] = (float)(Math.Sin(x + p) + r * Math.Cos(y + q));
                    u[at] = (float)(3 + 0.5 * Math.Cos(x + p) - 2 * r * Math.Sin(y + q));
                }
        }
        return new FieldDataset([new FieldSamples("a", 1, [size, size], a)], new FieldSamples("u", 1, [size, size], u));
    }

    private static TrainingOptions Options() => new() { Epochs = 3, BatchSize = 8, LearningRate = 1e-2, Seed = 4 };

    [Fact]
    public void Learns_a_smooth_operator()
    {
        TrainedOperator trained = Trainer.Train(Small(), Data(64), Data(16, seed: 9), Options() with { Epochs = 40 });
        Assert.True(trained.Report.Epochs[^1].Loss < 0.05, $"loss {trained.Report.Epochs[^1].Loss}");
        Assert.True(trained.Report.Epochs[^1].ValidationError < 0.02,
            $"validation {trained.Report.Epochs[^1].ValidationError}");
        Assert.Equal(40, trained.Report.Epochs.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_same_seed_gives_the_same_weights_bit_for_bit(int workers)
    {
        TrainedOperator first = Run(4), second = Run(4), other = Run(5);
        Assert.Equal(Numbers(first), Numbers(second));
        Assert.NotEqual(Numbers(first), Numbers(other));

        TrainedOperator Run(int seed)
            => Trainer.Train(Small(), Data(20), null, Options() with { Seed = seed, Workers = workers });
    }

    [Fact]
    public void Workers_change_nothing_but_rounding()
    {
        float[] one = Numbers(Run(1)), three = Numbers(Run(3));
        for (int i = 0; i < one.Length; i++) Assert.Equal(one[i], three[i], 1e-3);

        TrainedOperator Run(int workers) => Trainer.Train(Small(), Data(20), null,
            Options() with { Workers = workers, Optimizer = OptimizerKind.Sgd, Epochs = 1 });
    }

    [Fact]
    public void Statistics_of_the_fields_become_part_of_the_model()
    {
        FieldDataset data = Data(16);
        TrainedOperator trained = Trainer.Train(Small(), data, null, Options() with { Epochs = 1 });
        var (mean, deviation) = data.Target.Statistics();
        Assert.Equal(mean[0], trained.Values[trained.Definition.OutputNormalizer.Mean][0]);
        Assert.Equal(deviation[0], trained.Values[trained.Definition.OutputNormalizer.StandardDeviation][0]);
        Assert.Equal(3.0, mean[0], 0.05);
    }

    [Fact]
    public void Keeps_no_tensor_alive()
    {
        Trainer.Train(Small(), Data(16), Data(8), Options() with { Epochs = 1 });
        LiveTensorCount.AfterCollection();
        var counts = new List<long>();
        Trainer.Train(Small(), Data(16), Data(8),
            Options() with { Epochs = 20, Progress = _ => counts.Add(LiveTensorCount.Now) });
        // Flat from batch to batch within training, once all batch sizes were seen.
        Assert.Equal(counts[4], counts[^2]);
        long before = LiveTensorCount.AfterCollection();
        Trainer.Train(Small(), Data(16), Data(8), Options() with { Epochs = 2 });
        Assert.Equal(before, LiveTensorCount.Now);
    }

    [Fact]
    public void Reports_every_batch_and_every_epoch()
    {
        var seen = new List<TrainingProgress>();
        Trainer.Train(Small(), Data(20), null, Options() with { Epochs = 2, Progress = seen.Add });
        Assert.Equal(6, seen.Count);
        Assert.Equal([(1, 1, false), (1, 2, false), (1, 3, true), (2, 1, false), (2, 2, false), (2, 3, true)],
            seen.Select(p => (p.Epoch, p.Batch, p.EndsEpoch)));
        Assert.Equal(TimeSpan.Zero, seen[^1].Remaining);
        Assert.All(seen, p => Assert.True(p.SamplesPerSecond > 0));
    }

    [Fact]
    public void Stops_at_the_next_batch_when_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        int batches = 0;
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(Small(), Data(40), null, Options() with
        {
            CancellationToken = cancellation.Token,
            Progress = _ =>
            {
                if (++batches == 2) cancellation.Cancel();
            },
        }));
        Assert.Equal(2, batches);
    }

    [Fact]
    public void A_loss_that_explodes_stops_with_batch_and_rate()
    {
        var error = Assert.Throws<TrainingDivergedException>(() => Trainer.Train(Small(), Data(40), null,
            Options() with { LearningRate = 1e30, Epochs = 20, Optimizer = OptimizerKind.Sgd }));
        Assert.Matches("epoch \\d+, batch \\d+ of 5, at learning rate", error.Message);
    }

    [Fact]
    public void Names_the_row_of_a_number_that_is_not_finite()
    {
        FieldDataset data = Data(10);
        data.Target.Values[3 * 64 + 5] = float.NaN;
        var error = Assert.Throws<InvalidOperationException>(() => Trainer.Train(Small(), data, null, Options()));
        Assert.Equal("Field 'u': row 3 holds the value NaN; training needs finite numbers. Where NaN "
            + "means a missing value, set MissingValues to Mask.", error.Message);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.8)]
    public void Rows_keep_their_numbers_when_some_are_split_off(double fraction)
    {
        FieldDataset data = Data(10);
        data.Target.Values[7 * 64 + 5] = float.NaN;
        var (training, validation) = data.Split(fraction, seed: 1);
        var error = Assert.Throws<InvalidOperationException>(()
            => Trainer.Train(Small(), training, validation, Options()));
        Assert.Equal("Field 'u': row 7 holds the value NaN; training needs finite numbers. Where NaN "
            + "means a missing value, set MissingValues to Mask.", error.Message);
    }

    [Fact]
    public void Faults_of_the_validation_data_are_told_as_such()
    {
        FieldDataset data = Data(4),
            empty = new([new FieldSamples("a", 1, [8, 8], [])], new FieldSamples("u", 1, [8, 8], []));
        data.Inputs[0].Values[2 * 64] = float.PositiveInfinity;
        Assert.StartsWith("Field 'a': row 2 of the validation data holds", Refusal(data));
        Assert.StartsWith("The validation data has no rows", Refusal(empty));

        static string Refusal(FieldDataset validation)
            => Assert.Throws<InvalidOperationException>(()
                => Trainer.Train(Small(), Data(10), validation, Options())).Message;
    }

    /// <summary>A permeability in m² is about 1e-13: what is small is not constant.</summary>
    [Fact]
    public void The_unit_of_a_field_changes_no_weight()
    {
        FieldDataset data = Data(20);
        FieldDataset tiny = new([Scaled(data.Inputs[0])], Scaled(data.Target));
        // Measured workers may differ from one training to the next, and rounding with them.
        TrainingOptions options = Options() with { Workers = 2 };
        TrainedOperator trained = Trainer.Train(Small(), data, null, options),
            same = Trainer.Train(Small(), tiny, null, options);
        Assert.Equal(Weights(trained), Weights(same));

        // A power of two, so that nothing is rounded.
        static FieldSamples Scaled(FieldSamples field)
            => new(field.Name, 1, field.Grid, Array.ConvertAll(field.Values, v => MathF.ScaleB(v, -80)));

        static float[] Weights(TrainedOperator trained)
            => [.. ((NormalizedOperator)trained.Definition).Inner.Parameters.SelectMany(p => trained.Values[p])];
    }

    [Fact]
    public void Refuses_empty_data()
    {
        var empty = new FieldDataset([new FieldSamples("a", 1, [8, 8], [])], new FieldSamples("u", 1, [8, 8], []));
        Assert.Contains("no rows",
            Assert.Throws<InvalidOperationException>(() => Trainer.Train(Small(), empty, null, Options())).Message);
    }

    [Fact]
    public void Refuses_a_grid_smaller_than_the_modes()
    {
        var definition = new Fno(1, 1, new() { Modes = [16, 4] });
        var error = Assert.Throws<InvalidOperationException>(()
            => Trainer.Train(definition, Data(10), null, Options()));
        Assert.Contains("'height' has 8 points", error.Message);
        Assert.Contains("at least 16", error.Message);
    }

    [Fact]
    public void Lists_every_fault_of_the_options()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer.Train(Small(), Data(10), null,
            Options() with { Epochs = 0, BatchSize = -1, LearningRate = double.NaN }));
        Assert.Contains("Epochs is 0", error.Message);
        Assert.Contains("BatchSize is -1", error.Message);
        Assert.Contains("LearningRate is NaN", error.Message);
    }

    [Fact]
    public void Schedules_follow_their_formulas()
    {
        Assert.Equal(1, new CosineSchedule(30).Factor(0, 15), 12);
        Assert.Equal(0.5, new CosineSchedule(30).Factor(15, 15), 12);
        Assert.Equal(0, LearningRateSchedule.Cosine.Factor(15, 15), 12);
        var cycle = new OneCycleSchedule(0.2, 2, 100);
        Assert.Equal(0.5, cycle.Factor(0, 10), 12);
        Assert.Equal(1, cycle.Factor(2, 10), 12);
        Assert.Equal(0.005, cycle.Factor(10, 10), 12);
        Assert.Equal(0.25, new StepSchedule(3).Factor(7, 10), 12);
    }

    [Fact]
    public void Adam_takes_the_steps_of_its_paper()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor weights = torch.tensor(new[] { 1.0, -2.0 }, torch.ScalarType.Float64);
        using var adam = new AdamOptimizer(weights, 0.1, isDecoupled: false);
        double w = 1, m = 0, v = 0;
        for (int step = 1; step <= 3; step++)
        {
            adam.Step(weights, weights * 2, 0.01);
            double g = 2 * w + 0.1 * w;
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            w -= 0.01 * (m / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, step))) + 1e-8);
            Assert.Equal(w, weights[0].item<double>(), 1e-12);
        }
    }

    [Fact]
    public void Losses_have_their_values()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor target = torch.ones(2, 1, 4, 4, torch.ScalarType.Float64), prediction = target * 3;
        Assert.Equal(2, Loss.RelativeL2.PerSample(prediction, target)[1].item<double>(), 1e-10);
        Assert.Equal(2, Loss.RelativeH1.PerSample(prediction, target)[0].item<double>(), 1e-10);
        Assert.Equal(4, Loss.MeanSquare.PerSample(prediction, target)[0].item<double>(), 1e-10);
        Assert.Equal(2, new LpLoss(1, IsRelative: false).PerSample(prediction, target)[0].item<double>(), 1e-10);
        // Second-order differences are exact for quadratics, at the ends too.
        torch.Tensor x = torch.arange(5, dtype: torch.ScalarType.Float64) * 0.2;
        torch.Tensor slope = Differences.First((x * x).reshape(1, 1, 5), 2, 0.2, isPeriodic: false);
        Assert.True((slope.flatten() - x * 2).abs().max().item<double>() < 1e-12);
    }

    private static float[] Numbers(TrainedOperator trained)
        => [.. trained.Definition.Parameters.SelectMany((ParameterDeclaration p) => trained.Values[p])];
}
