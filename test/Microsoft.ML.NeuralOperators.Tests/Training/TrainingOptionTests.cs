using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.NeuralOperators.Training.Losses;
using TorchSharp;
using Xunit;
using static Microsoft.ML.NeuralOperators.Tests.Training.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Tests.Training;

public sealed class TrainingOptionTests
{
    [Fact]
    public void Accumulated_gradients_are_those_of_the_large_batch()
    {
        float[] large = Run(16, 1), small = Run(4, 4);
        for (int i = 0; i < large.Length; i++) Assert.Equal(large[i], small[i], 1e-5);

        static float[] Run(int batch, int accumulation) => Numbers(OperatorTrainer.Train(Small(), Data(32), null,
            Options() with { BatchSize = batch, GradientAccumulation = accumulation, Optimizer = OptimizerKind.Sgd, Epochs = 2, Workers = 1 }));
    }

    [Fact]
    public void Kinds_that_do_not_exist_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => OperatorTrainer.Train(Small(), Data(4), null,
            Options() with { Optimizer = (OptimizerKind)9, Precision = (TrainingPrecision)9 }));
        Assert.Contains("Optimizer is 9; expected", error.Message);
        Assert.Contains("Precision is 9; expected", error.Message);
    }

    [Fact]
    public void The_moving_average_is_what_is_returned_and_validated()
    {
        TrainedOperator plain = OperatorTrainer.Train(Small(), Data(32), Data(8, 9), Options()), average = OperatorTrainer.Train(Small(), Data(32), Data(8, 9), Options() with { MovingAverageDecay = 0.9 });
        Assert.NotEqual(Numbers(plain), Numbers(average));
        // The same steps were made: losses see the weights themselves, the validation the average.
        Assert.Equal(plain.Report.Epochs.Select(e => e.Loss), average.Report.Epochs.Select(e => e.Loss));
        Assert.NotEqual(plain.Report.Epochs[^1].ValidationError, average.Report.Epochs[^1].ValidationError);
    }

    [Theory]
    [InlineData(TrainingPrecision.Double, 1e-3)]
    [InlineData(TrainingPrecision.BFloat16, 0.2)]
    public void Other_precisions_learn_the_same(TrainingPrecision precision, double tolerance)
    {
        TrainedOperator single = Run(TrainingPrecision.Single), other = Run(precision);
        Assert.NotEqual(Numbers(single), Numbers(other));
        Assert.Equal(single.Report.Epochs[^1].Loss, other.Report.Epochs[^1].Loss, tolerance);

        static TrainedOperator Run(TrainingPrecision precision) => OperatorTrainer.Train(Small(), Data(32), null, Options() with { Precision = precision, Workers = 1 });
    }

    [Fact]
    public void Float16_is_refused_where_torch_lacks_it()
    {
        var error = Assert.Throws<InvalidOperationException>(() => OperatorTrainer.Train(Small(), Data(8), null, Options() with { Precision = TrainingPrecision.Half }));
        Assert.Contains("CUDA devices only", error.Message);
    }

    [Fact]
    public void Samples_in_a_file_train_to_the_same_bits_as_those_in_memory()
    {
        string folder = Directory.CreateTempSubdirectory("samples").FullName;
        try
        {
            FieldDataset memory = Data(33);
            using SampleFile a = File(memory.Inputs[0]), u = File(memory.Target);
            var streamed = new FieldDataset([new FieldSamples("a", 1, [Size, Size], a)], new FieldSamples("u", 1, [Size, Size], u));
            Assert.False(streamed.Target.IsInMemory);
            var (training, validation) = streamed.Split(0.2, 1);
            var (memoryTraining, memoryValidation) = memory.Split(0.2, 1);
            TrainedOperator fromMemory = OperatorTrainer.Train(Small(), memoryTraining, memoryValidation, Options()), fromFile = OperatorTrainer.Train(Small(), training, validation, Options());
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
        var error = Assert.Throws<TrainingDivergedException>(() => OperatorTrainer.Train(Small(), Data(32), null, Options() with
        {
            Epochs = 30,
            ReturnsBestOnCancellation = true,
            Optimizer = OptimizerKind.Sgd,
            Schedule = new Late(),
        }));
        Assert.NotNull(error.Best);
        Assert.All(Numbers(error.Best), v => Assert.True(float.IsFinite(v)));
        Assert.Matches(@"in epoch [3-9], batch \d of 4, at learning rate 1e\+", error.Message);
    }

    [Fact]
    public void Live_tensors_stay_flat_with_everything_switched_on()
    {
        string folder = Directory.CreateTempSubdirectory("flat").FullName;
        var counts = new List<long>();
        LiveTensorCount.AfterCollection();
        try
        {
            OperatorTrainer.Train(Small(), Data(32), Data(8, 9), Options() with
            {
                Epochs = 6,
                MovingAverageDecay = 0.9,
                KeepsBest = true,
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

    private sealed record Late : NeuralOperators.Training.Schedules.LearningRateSchedule
    {
        public override double Factor(double epoch, int epochs) => epoch < 2 ? 1e-3 : 1e20;
    }
}
