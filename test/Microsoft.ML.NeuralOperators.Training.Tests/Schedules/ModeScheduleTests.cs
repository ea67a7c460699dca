using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Schedules;

public sealed class ModeScheduleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modes").FullName;

    public static TheoryData<string> Forms => ["dense", "tucker", "cp", "train", "blocks", "axes"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_loss_that_hardly_falls_adds_modes()
    {
        var schedule = new LossGapModes(0.1);
        Assert.False(schedule.IsDue(Epochs(1), []));
        Assert.False(schedule.IsDue(Epochs(1, 0.8), []));
        Assert.True(schedule.IsDue(Epochs(1, 0.8, 0.75), []));
        Assert.True(schedule.IsDue(Epochs(1, 1.2), []));
    }

    [Fact]
    public void Weight_at_the_highest_frequencies_adds_modes()
    {
        var schedule = new ExplainedModes(0.9) { Buffer = 2 };
        Assert.False(schedule.IsDue([], [[5, 4, 0.5, 0.3]]));
        Assert.True(schedule.IsDue([], [[5, 4, 0.8, 0.3]]));
        Assert.True(schedule.IsDue([], [[9, 1, 0, 0], [1, 1, 1, 1]]));
    }

    // Modes at rest and modes of zero weight are the same: whatever is trained on few modes scores on all.
    [Theory]
    [MemberData(nameof(Forms))]
    public void Modes_that_are_not_in_use_count_as_zero(string form)
    {
        NeuralOperator definition = Define(form);
        var growth = new ModeGrowth(definition, new LossGapModes { Start = 0.5 });
        ParameterValues values = ParameterValues.Initialize(definition, 3);
        float[] before = Run(definition, values, 0.5), whole = Run(definition, values, 1);
        growth.Rest(values);
        Assert.True(Distance(before, whole) > 1e-4);
        Assert.True(Distance(before, Run(definition, values, 0.5)) < 1e-6);
        Assert.True(Distance(before, Run(definition, values, 1)) < 1e-6);
    }

    [Fact]
    public void Fewer_modes_cost_fewer_operations()
    {
        NeuralOperator definition = Define("dense");
        Shape[] input = [Shape.Of(1, 1, 12, 12)];
        double few = CostInterpreter.Measure(definition, 0.25, input).Flops,
            all = CostInterpreter.Measure(definition, 1, input).Flops;
        Assert.True(few < 0.7 * all, $"{few} of {all}");
    }

    [Fact]
    public void Modes_are_added_epoch_by_epoch_and_the_others_stay_zero()
    {
        TrainedOperator trained = Trainer.Train(Small(), SmallData(12), null, Growing() with { Epochs = 3 });
        Assert.Equal([0.25, 0.5, 0.75], trained.Report.Epochs.Select(e => e.ModeShare));
        Assert.Equal(trained.Report.Epochs.Select(e => e.SampleFlops).Order(),
            trained.Report.Epochs.Select(e => e.SampleFlops));
        Assert.True(trained.Report.Epochs[^1].SampleFlops < trained.Report.SampleFlops);
        ParameterDeclaration weight = trained.Definition.Parameters.First(p => p.Name.EndsWith("weight.tensor"));
        int inner = (int)weight.Shape.Skip(1).Aggregate(1L, (a, b) => a * b), modes = (int)weight.Shape[0];
        float[][] rows = [.. trained.Values[weight].Chunk(inner)];
        int work = (int)Math.Ceiling(0.75 * modes), first = modes / 2 - work / 2;
        for (int i = 0; i < modes; i++)
            Assert.Equal(i >= first && i < first + work, rows[i].Any(v => v != 0));
    }

    /// <summary>0.7 and three times 0.1 are a little below 1.</summary>
    [Fact]
    public void The_last_step_reaches_all_modes()
        => Assert.Equal(1, Trainer.Train(Small(), SmallData(12), null, ShortTraining() with
        {
            ModeSchedule = new EveryEpoch { Start = 0.7, Step = 0.1 },
            Epochs = 4,
        }).Report.Epochs[^1].ModeShare);

    [Fact]
    public void A_cancelled_training_resumes_to_the_same_bits()
    {
        TrainingOptions options = Growing() with { Epochs = 4 };
        float[] whole = Numbers(Trainer.Train(Small(), SmallData(20), null, options));
        var checkpoints = new TrainingCheckpoints { Folder = _folder, EveryMinutes = 0 };
        foreach (int stop in new[] { 2, 3, 4 })
        {
            using var source = new CancellationTokenSource();
            int steps = 0;
            Assert.Throws<OperationCanceledException>(() => Trainer.Train(Small(), SmallData(20), null, options with
            {
                Checkpoints = checkpoints,
                CancellationToken = source.Token,
                Progress = _ =>
                {
                    if (++steps == stop) source.Cancel();
                },
            }));
        }
        TrainedOperator resumed =
            Trainer.Train(Small(), SmallData(20), null, options with { Checkpoints = checkpoints });
        Assert.Equal(whole, Numbers(resumed));
        Assert.Equal([0.25, 0.5, 0.75, 1], resumed.Report.Epochs.Select(e => e.ModeShare));
    }

    [Fact]
    public void An_operator_without_modes_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(()
            => Trainer.Train(new ResNet(1, 1), SmallData(4), null, Growing()));
        Assert.Contains("ModeSchedule is EveryEpoch, but ResNet has no spectral convolution", error.Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(()
            => Trainer.Train(Small(), SmallData(4), null, Growing() with { ModeSchedule = new LossGapModes(2) }));
    }

    private static TrainingOptions Growing()
        => ShortTraining() with { ModeSchedule = new EveryEpoch { Step = 0.25 } };

    private sealed record EveryEpoch : ModeSchedule
    {
        public override bool IsDue(IReadOnlyList<EpochReport> done, IReadOnlyList<IReadOnlyList<double>> strengths)
            => true;
    }

    private static EpochReport[] Epochs(params double[] losses)
        => [.. losses.Select((loss, i) => new EpochReport(i + 1, loss, null, 1, 1))];

    private static NeuralOperator Define(string form) => form switch
    {
        "dense" => new Fno(1, 1, new() { Modes = [7, 8], Channels = 8, Layers = 1 }),
        "blocks" => new UFno(1, 1, new() { Modes = [7, 8], Channels = 4, Layers = 2, UNetLayers = 0 }),
        "axes" => new FFno(1, 1, new() { Modes = [7, 8], Channels = 4, Layers = 2 }),
        _ => new Fno(1, 1, new()
        {
            Modes = [7, 8],
            Channels = 4,
            Layers = 1,
            Rank = 0.5,
            Factorization = form switch
            {
                "tucker" => SpectralFactorization.Tucker,
                "cp" => SpectralFactorization.Cp,
                _ => SpectralFactorization.TensorTrain,
            },
        }),
    };

    private static float[] Run(NeuralOperator definition, ParameterValues values, double share)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        using var run = new TorchInterpreter(
            definition.Parameters.ToDictionary(p => p, p => torch.tensor(values[p], [.. p.Shape])),
            torch.ScalarType.Float32, torch.CPU)
        { ModesAtWork = share };
        torch.Tensor input = torch.arange(144, torch.ScalarType.Float32).mul(1.7).sin().reshape(1, 1, 12, 12);
        return TorchInterpreter.Unwrap(definition.Run(run.Wrap(input))).contiguous().data<float>().ToArray();
    }

    private static double Distance(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
