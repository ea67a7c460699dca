using System.Globalization;
using Microsoft.ML.NeuralOperators.Tensors;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Checkpointing;

public sealed class ResumedTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("states").FullName;

    private TrainingCheckpoints Checkpoints => new() { Folder = _folder, EveryMinutes = 0 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Lbfgs)]
    public void A_cancelled_training_resumes_to_the_same_bits(OptimizerKind optimizer)
    {
        TrainingOptions options = ShortTraining() with
        {
            Optimizer = optimizer,
            LearningRate = optimizer == OptimizerKind.Lbfgs ? 1 : 1e-2,
            MovingAverageDecay = 0.95,
            Schedule = new PlateauSchedule(1),
            KeepBest = true,
        };
        float[] whole = Numbers(Trainer.Train(Small(), SmallData(20), SmallData(6, 9), options));
        foreach (int stop in new[] { 1, 2, 1, 3 }) Cancel(options, stop);
        TrainedOperator resumed =
            Trainer.Train(Small(), SmallData(20), SmallData(6, 9), options with { Checkpoints = Checkpoints });
        Assert.Equal(whole, Numbers(resumed));
        Assert.Equal([1, 2, 3, 4], resumed.Report.Epochs.Select(e => e.Epoch));
    }

    [Fact]
    public void Running_statistics_resume_to_the_same_bits_and_stay_with_the_best_weights()
    {
        TrainingOptions options =
            ShortTraining() with { LearningRate = 0.1, Schedule = LearningRateSchedule.Constant, KeepBest = true };
        TrainedOperator whole = Train(options);
        foreach (int stop in new[] { 1, 2, 1, 3 }) Cancel(options, stop, WithStatistics);
        Assert.Equal(Numbers(whole), Numbers(Train(options with { Checkpoints = Checkpoints })));
        int best = whole.Report.Epochs.MinBy(e => e.ValidationError)!.Epoch;
        Assert.InRange(best, 1, options.Epochs - 1);
        Assert.Equal(Numbers(Train(options with { Epochs = best, KeepBest = false })), Numbers(whole));

        static TrainedOperator Train(TrainingOptions options)
            => Trainer.Train(WithStatistics(), SmallData(20), SmallData(6, 9), options);

        static Lsm WithStatistics() => new(1, 1, new() { Channels = 4, Heads = 2, Scales = 2 });
    }

    [Fact]
    public void A_finished_training_is_not_done_again()
    {
        TrainingOptions options = ShortTraining() with { Checkpoints = Checkpoints };
        float[] first = Numbers(Trainer.Train(Small(), SmallData(20), null, options));
        int steps = 0;
        Assert.Equal(first, Numbers(Trainer.Train(Small(), SmallData(20), null,
            options with { Progress = _ => steps++ })));
        Assert.Equal(0, steps);
    }

    [Fact]
    public void A_damaged_state_falls_back_to_the_one_before()
    {
        TrainingOptions options = ShortTraining() with { Checkpoints = Checkpoints };
        float[] whole = Numbers(Trainer.Train(Small(), SmallData(20), null, options));
        string[] states = States();
        Assert.Equal(2, states.Length);
        byte[] newest = File.ReadAllBytes(states[^1]);
        newest[newest.Length / 2] ^= 1;
        File.WriteAllBytes(states[^1], newest);
        Assert.Equal(whole, Numbers(Trainer.Train(Small(), SmallData(20), null, options)));
    }

    [Fact]
    public void States_that_are_all_damaged_are_told()
    {
        TrainingOptions options = ShortTraining() with { Checkpoints = Checkpoints };
        Trainer.Train(Small(), SmallData(20), null, options);
        foreach (string state in States()) File.WriteAllBytes(state, File.ReadAllBytes(state)[..^7]);
        var error = Assert.Throws<FormatException>(() => Trainer.Train(Small(), SmallData(20), null, options));
        Assert.Contains("is damaged", error.Message);
    }

    [Fact]
    public void A_state_of_another_training_is_refused_by_what_differs()
    {
        TrainingOptions options = ShortTraining() with { Checkpoints = Checkpoints };
        Trainer.Train(Small(), SmallData(20), null, options);
        Assert.Contains("LearningRate was 0.01, now it is 0.02",
            Refusal(SmallData(20), options with { LearningRate = 2e-2 }));
        Assert.Contains("data was a [20, 1, 8, 8]", Refusal(SmallData(20, 1), options));
        Assert.Contains("Resume is off",
            Refusal(SmallData(20), options with { Checkpoints = Checkpoints with { Resume = false } }));

        static string Refusal(FieldDataset data, TrainingOptions options)
            => Assert.Throws<InvalidOperationException>(() => Trainer.Train(Small(), data, null, options)).Message;
    }

    /// <summary>Its parameters are the same, what they do is not.</summary>
    [Fact]
    public void A_state_of_another_boundary_condition_is_refused()
    {
        TrainingOptions options = ShortTraining() with { Checkpoints = Checkpoints };
        Trainer.Train(With(BoundaryCondition.Dirichlet), SmallData(20), null, options);
        Trainer.Train(With(BoundaryCondition.Dirichlet), SmallData(20), null, options);
        var error = Assert.Throws<InvalidOperationException>(()
            => Trainer.Train(With(BoundaryCondition.Periodic), SmallData(20), null, options));
        Assert.Contains("another training: forward pass was", error.Message);

        static Mgno With(BoundaryCondition boundary)
            => new(1, 1, new() { Channels = 3, Layers = 1, Levels = [new(1), new(1)], Boundary = boundary });
    }

    [Fact]
    public void What_lists_hold_and_what_leaves_the_parameters_alone_counts_as_different()
    {
        TrainingOptions options = ShortTraining() with { Checkpoints = Checkpoints, Loss = Sum(1) };
        Trainer.Train(Small(), SmallData(20), SmallData(6, 9), options);
        Assert.Matches(@"\(SobolevLoss \{ [^}]+ \}, 1\)",
            Refusal(Small(), SmallData(6, 9), options with { Loss = Sum(100) }));
        Assert.Contains("forward pass was",
            Refusal(new Fno(1, 1, Small().Options with { DomainPadding = 0.25 }), SmallData(6, 9), options));
        Assert.Contains("validation was a [6, 1, 8, 8]", Refusal(Small(), SmallData(6, 8), options));

        static SumLoss Sum(double weight) => new((Loss.RelativeL2, 1), (Loss.RelativeH1, weight));

        static string Refusal(NeuralOperator definition, FieldDataset validation, TrainingOptions options)
            => Assert.Throws<InvalidOperationException>(()
                => Trainer.Train(definition, SmallData(20), validation, options)).Message;
    }

    [Fact]
    public void Two_trainings_at_once_do_not_share_a_folder()
    {
        string? refusal = null;
        TrainingOptions options = ShortTraining() with { Checkpoints = Checkpoints };
        TrainingProgress? first = null;
        Trainer.Train(Small(), SmallData(20), null, options with
        {
            Progress = p =>
            {
                if (first is not null) return;
                first = p;
                refusal = Assert.Throws<InvalidOperationException>(()
                    => Trainer.Train(Small(), SmallData(20), null, options)).Message;
            },
        });
        Assert.Contains("Another training uses the checkpoints", refusal);
        // Afterwards, also after a refusal, it is free.
        Assert.Throws<InvalidOperationException>(() => Trainer.Train(Small(), SmallData(21), null, options));
        Trainer.Train(Small(), SmallData(20), null, options);
        Assert.DoesNotContain(Directory.GetFiles(_folder), f => f.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public void Neither_the_culture_nor_the_kind_of_a_list_makes_a_difference()
    {
        FieldDataset data = new([Trajectories(4, 6)], null);
        TrainingOptions options =
            ShortTraining() with
            {
                Checkpoints = Checkpoints,
                Schedule = new StepSchedule(2, 0.5),
                Loss = Loss.RelativeL2
            };
        float[] first = Numbers(Trainer.Train(Small(), data, null,
            options with { RollOut = new() { Lengths = [1, 2], Noise = 0.1 } }));
        CultureInfo before = CultureInfo.CurrentCulture, commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(first, Numbers(Trainer.Train(Small(), data, null,
                options with { RollOut = new() { Lengths = new List<int> { 1, 2 }, Noise = 0.1 } })));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_best_weights_have_a_file_of_their_own()
    {
        TrainedOperator trained =
            Trainer.Train(Small(), SmallData(20), SmallData(6, 9),
            ShortTraining() with { Checkpoints = Checkpoints, KeepBest = true });
        IReadOnlyDictionary<string, NamedArray> best = ArrayFile.Read(Path.Combine(_folder, "best.npz"));
        Assert.Equal(Numbers(trained), trained.Definition.Parameters.SelectMany(p => best[p.Name].Values));
    }

    [Fact]
    public void A_cancelled_training_returns_its_best_weights_when_asked_to()
    {
        using var source = new CancellationTokenSource();
        TrainedOperator trained = Trainer.Train(Small(), SmallData(20), null, ShortTraining() with
        {
            ReturnBestOnCancellation = true,
            CancellationToken = source.Token,
            Progress = p =>
            {
                if (p.Epoch == 3) source.Cancel();
            },
        });
        Assert.Equal(2, trained.Report.Epochs.Count);
        // The same two epochs of a training that plans four.
        TrainedOperator two = Trainer.Train(Small(), SmallData(20), null,
            ShortTraining() with { Epochs = 2, Schedule = new PartOfFour() });
        Assert.Equal(Numbers(two), Numbers(trained));
    }

    private void Cancel(TrainingOptions options, int stop, Func<NeuralOperator>? define = null)
    {
        using var source = new CancellationTokenSource();
        int steps = 0;
        Assert.Throws<OperationCanceledException>(()
            => Trainer.Train(define?.Invoke() ?? Small(), SmallData(20), SmallData(6, 9), options with
            {
                Checkpoints = Checkpoints,
                CancellationToken = source.Token,
                Progress = _ =>
                {
                    if (++steps == stop) source.Cancel();
                },
            }));
    }

    private string[] States() => [.. Directory.GetFiles(_folder, "state-*").Order(StringComparer.Ordinal)];

    private sealed record PartOfFour : LearningRateSchedule
    {
        public override double Factor(double epoch, int epochs) => Cosine.Factor(epoch, 4);
    }
}
