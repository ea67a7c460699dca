using Microsoft.ML.NeuralOperators.Data;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tests;
using Microsoft.ML.NeuralOperators.Training.Tests.Invariants;
using TorchSharp;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests;

public sealed class TrainingOptionTests
{
    [Fact]
    public void Accumulated_gradients_are_those_of_the_large_batch()
    {
        float[] large = Run(16, 1), small = Run(4, 4);
        for (int i = 0; i < large.Length; i++) Assert.Equal(large[i], small[i], 1e-5);

        static float[] Run(int batch, int accumulation) => Numbers(Trainer.Train(Small(), SmallData(32), null,
            ShortTraining() with
            {
                BatchSize = batch,
                GradientAccumulation = accumulation,
                Optimizer = OptimizerKind.Sgd,
                Epochs = 2,
                Workers = 1
            }));
    }

    [Fact]
    public void Gradients_are_clipped_except_under_a_line_search()
    {
        Assert.NotEqual(Run(OptimizerKind.Sgd, 0), Run(OptimizerKind.Sgd, 1e-3));
        Assert.Equal(Run(OptimizerKind.Lbfgs, 0), Run(OptimizerKind.Lbfgs, 1e-3));

        static float[] Run(OptimizerKind kind, double clip) => Numbers(Trainer.Train(Small(), SmallData(8), null,
            ShortTraining() with { Optimizer = kind, GradientClipNorm = clip, Epochs = 2, Workers = 1 }));
    }

    [Fact]
    public void Kinds_that_do_not_exist_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer.Train(Small(), SmallData(4), null,
            ShortTraining() with { Optimizer = (OptimizerKind)9, Precision = (TrainingPrecision)9 }));
        Assert.Contains("Optimizer is 9; expected", error.Message);
        Assert.Contains("Precision is 9; expected", error.Message);
    }

    [Fact]
    public void The_moving_average_is_what_is_returned_and_validated()
    {
        TrainedOperator plain = Trainer.Train(Small(), SmallData(32), SmallData(8, 9), ShortTraining()),
            average = Trainer.Train(Small(), SmallData(32), SmallData(8, 9),
            ShortTraining() with { MovingAverageDecay = 0.9 });
        Assert.NotEqual(Numbers(plain), Numbers(average));
        // The same steps were made: losses see the weights themselves, the validation the average.
        Assert.Equal(plain.Report.Epochs.Select(e => e.Loss), average.Report.Epochs.Select(e => e.Loss));
        Assert.NotEqual(plain.Report.Epochs[^1].ValidationError, average.Report.Epochs[^1].ValidationError);
    }

    [Theory]
    [InlineData(TrainingPrecision.Double, 1e-3)]
    [InlineData(TrainingPrecision.BFloat16, 0.2)]
    [InlineData(TrainingPrecision.Half, 0.2)]
    public void Other_precisions_learn_the_same(TrainingPrecision precision, double tolerance)
    {
        TrainedOperator single = Run(TrainingPrecision.Single), other = Run(precision);
        Assert.NotEqual(Numbers(single), Numbers(other));
        Assert.Equal(single.Report.Epochs[^1].Loss, other.Report.Epochs[^1].Loss, tolerance);

        static TrainedOperator Run(TrainingPrecision precision)
            => Trainer.Train(Small(), SmallData(32), null, ShortTraining() with { Precision = precision, Workers = 1 });
    }

    /// <summary>Slices of few points have large gradients, and noise that is rounded to 1 has no logarithm.</summary>
    [Theory]
    [InlineData("Transolver")]
    [InlineData("TransolverPlusPlus, varying points and parameters")]
    public void Slices_learn_in_float16(string name)
    {
        OperatorCase test = OperatorCases.Of(name);
        IReadOnlyList<EpochReport> epochs = test.Train(test.Quick with
        {
            Epochs = test.EpochsToOverfit / 2,
            Precision = TrainingPrecision.Half,
        }).Report.Epochs;
        Assert.InRange(epochs[^1].Loss, 0, 0.5 * epochs[0].Loss);
    }

    [Theory]
    [InlineData(TrainingPrecision.Double)]
    [InlineData(TrainingPrecision.BFloat16)]
    [InlineData(TrainingPrecision.Half)]
    public void Other_precisions_validate_save_states_and_roll_out(TrainingPrecision precision)
    {
        string folder = Directory.CreateTempSubdirectory("precision").FullName;
        try
        {
            TrainingOptions options =
                ShortTraining() with { Precision = precision, Checkpoints = new() { Folder = folder } };
            TrainedOperator trained = Trainer.Train(Normalized(), SmallData(16), SmallData(6, 9), options);
            Assert.InRange(trained.Report.Epochs[^1].ValidationError!.Value, 0, 1);
            Assert.Equal(Numbers(trained),
                Numbers(Trainer.Train(Normalized(), SmallData(16), SmallData(6, 9), options)));
            TrainedOperator rolled =
                Trainer.Train(Small(2), new([Trajectories(4, 6)], null), new([Trajectories(2, 6, 1)], null),
                options with
                {
                    Checkpoints = null,
                    Loss = Loss.RelativeL2,
                    RollOut = new() { History = 2, Lengths = [1, 2], Noise = 0.1 },
                });
            Assert.InRange(rolled.Report.Epochs[^1].ValidationError!.Value, 0, 1.5);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static Lsm Normalized() => new(1, 1, new() { Channels = 4, Heads = 2, Scales = 2 });
    }

    /// <summary>In bfloat16 all numbers from 299 to 301 are one: statistics and normalisation need float32.</summary>
    [Fact]
    public void Small_precisions_keep_small_deviations_from_a_large_mean()
    {
        FieldDataset plain = SmallData(32), far = new([Moved(plain.Inputs[0])], Moved(plain.Target));
        TrainingOptions options =
            ShortTraining() with { Precision = TrainingPrecision.BFloat16, Epochs = 8, Workers = 1 };
        TrainedOperator near = Trainer.Train(Small(), plain, null, options),
            moved = Trainer.Train(Small(), far, null, options);
        Assert.Equal(near.Report.Epochs[^1].Loss, moved.Report.Epochs[^1].Loss, 0.05);
        Assert.Equal(far.Target.Statistics().Mean, moved.Values[moved.Definition.OutputNormalizer.Mean]);

        static FieldSamples Moved(FieldSamples field)
            => new(field.Name, 1, field.Grid, Array.ConvertAll(field.Values, v => 300 + 0.5f * v));
    }

    [Fact]
    public void Samples_in_a_file_train_to_the_same_bits_as_those_in_memory()
    {
        string folder = Directory.CreateTempSubdirectory("samples").FullName;
        try
        {
            FieldDataset memory = SmallData(33);
            using SampleFile a = File(memory.Inputs[0]), u = File(memory.Target);
            var streamed = new FieldDataset([new FieldSamples("a", 1, [Size, Size], a)],
                new FieldSamples("u", 1, [Size, Size], u));
            Assert.False(streamed.Target.IsInMemory);
            var (training, validation) = streamed.Split(0.2, 1);
            var (memoryTraining, memoryValidation) = memory.Split(0.2, 1);
            TrainedOperator fromMemory = Trainer.Train(Small(), memoryTraining, memoryValidation, ShortTraining()),
                fromFile = Trainer.Train(Small(), training, validation, ShortTraining());
            Assert.Equal(Numbers(fromMemory), Numbers(fromFile));
            Assert.Equal(fromMemory.Report.Epochs[^1].ValidationError, fromFile.Report.Epochs[^1].ValidationError);
        }
        finally
        {
            Assert.Empty(Directory.GetFiles(folder));
            Directory.Delete(folder);
        }

        SampleFile File(FieldSamples field)
        {
            var file = new SampleFile(folder, field.SampleLength);
            for (int i = 0; i < field.Count; i++) file.Append(field[i]);
            return file;
        }
    }

    [Fact]
    public void Divergence_keeps_the_best_weights()
    {
        // A rate that explodes only after the warm-up.
        var error = Assert.Throws<TrainingDivergedException>(()
            => Trainer.Train(Small(), SmallData(32), null, ShortTraining() with
            {
                Epochs = 30,
                ReturnBestOnCancellation = true,
                Optimizer = OptimizerKind.Sgd,
                Schedule = new Late(),
            }));
        Assert.NotNull(error.Best);
        Assert.All(Numbers(error.Best), v => Assert.True(float.IsFinite(v)));
        Assert.Matches(@"in epoch [3-9], batch \d of 4, at learning rate 2\.5e\+", error.Message);
    }

    [Fact]
    public void A_gradient_that_is_no_number_is_told_though_its_loss_is_one()
    {
        // One step an epoch: no later loss would show what the last step did.
        var error = Assert.Throws<TrainingDivergedException>(()
            => Trainer.Train(Small(), SmallData(8), SmallData(4, 9), ShortTraining() with
            {
                Epochs = 1,
                KeepBest = true,
                DivergenceRetries = 0,
                Loss = new RootOfZero(),
            }));
        Assert.Contains("gradient", error.Message);
        Assert.Contains("in epoch 1, batch 1 of 1, at learning rate 0.01", error.Message);
        Assert.Null(error.Best);
    }

    [Fact]
    public void Validation_without_labels_has_no_error_and_the_loss_stands_in()
    {
        FieldDataset data = SmallData(16, hasTarget: false), other = SmallData(6, 9, hasTarget: false);
        TrainingOptions options =
            ShortTraining() with { Loss = new HelmholtzResidual(), Schedule = new PlateauSchedule(2) };
        TrainedOperator trained = Trainer.Train(Small(), data, other, options);
        Assert.All(trained.Report.Epochs, e => Assert.Null(e.ValidationError));
        Assert.Equal(Numbers(Trainer.Train(Small(), data, null, options)), Numbers(trained));
    }

    [Fact]
    public void Cancellation_reaches_into_accumulated_steps_and_validation()
    {
        using var source = new CancellationTokenSource();
        // Cancelled by the loss of the first of many batches of the only step.
        var watched = new CancellingLoss(source.Cancel);
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(Small(), SmallData(32), null, ShortTraining() with
        {
            Loss = watched,
            BatchSize = 1,
            GradientAccumulation = 32,
            Workers = 1,
            CancellationToken = source.Token,
        }));
        Assert.Equal(1, watched.Calls);
        using var later = new CancellationTokenSource();
        int ends = 0;
        Assert.Throws<OperationCanceledException>(()
            => Trainer.Train(Small(), SmallData(16), SmallData(8, 9), ShortTraining() with
            {
                CancellationToken = later.Token,
                // The last step of the epoch: validation is next.
                Loss = new CancellingLoss(later.Cancel) { From = 2 },
                Workers = 1,
                Progress = p => ends += p.EndsEpoch ? 1 : 0,
            }));
        Assert.Equal(0, ends);
    }

    [Fact]
    public void Live_tensors_stay_flat_with_everything_switched_on()
    {
        string folder = Directory.CreateTempSubdirectory("flat").FullName;
        var counts = new List<long>();
        LiveTensorCount.AfterCollection();
        try
        {
            Trainer.Train(Small(), SmallData(32), SmallData(8, 9), ShortTraining() with
            {
                Epochs = 6,
                MovingAverageDecay = 0.9,
                KeepBest = true,
                Checkpoints = new() { Folder = folder },
                GradientClipNorm = 1,
                Loss = new SumLoss((Loss.RelativeH1, 1), (new SpectralSobolevLoss(-1), 1)) { IsAdaptive = true },
                Progress = p =>
                {
                    if (p.EndsEpoch) counts.Add(LiveTensorCount.Now);
                },
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        Assert.Equal(counts[2], counts[^1]);
    }

    // Finite, with a slope that is not.
    private sealed record RootOfZero : Loss
    {
        public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
            => SumOverSample(prediction - prediction.detach()).sqrt() + 1;
    }

    private sealed record CancellingLoss(Action Cancel) : Loss
    {
        public int From { get; init; } = 1;

        public int Calls { get; private set; }

        public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        {
            if (++Calls == From) Cancel();
            return MeanSquare.PerSample(prediction, target);
        }
    }

    private sealed record Late : LearningRateSchedule
    {
        public override double Factor(double epoch, int epochs) => epoch < 2 ? 1e-3 : 1e20;
    }
}
