using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Training.Tests.Invariants;
using TorchSharp;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Cuda;

/// <summary>Training on a CUDA device, against the CPU; skipped where torch finds none.</summary>
public sealed class CudaTests : IDisposable
{
    private const string All = nameof(OperatorCases.Names);
    private readonly bool _allowsTf32;

    public CudaTests()
    {
        Assert.SkipUnless(torch.cuda.is_available(), "torch finds no CUDA device");
        // Convolutions in ten bits of mantissa are further off than any fault to be found.
        _allowsTf32 = torch.backends.cudnn.allow_tf32;
        torch.backends.cudnn.allow_tf32 = false;
    }

    public void Dispose() => torch.backends.cudnn.allow_tf32 = _allowsTf32;

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Every_architecture_has_the_losses_of_the_CPU(string name)
    {
        OperatorCase test = OperatorCases.Of(name);
        Near.Require(Losses(test.Train, test.Quick), Losses(test.Train, OnCuda(test.Quick)), 1e-3, "losses");
    }

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Every_architecture_learns_eight_rows_by_heart(string name)
    {
        OperatorCase test = OperatorCases.Of(name);
        Overfitting.Require(test with { Training = OnCuda(test.Training) });
    }

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void Every_epoch_ends_with_as_many_live_tensors(string name)
    {
        OperatorCase test = OperatorCases.Of(name);
        LiveTensors.Require(test with { Training = OnCuda(test.Training) });
    }

    [Theory, MemberData(All, MemberType = typeof(OperatorCases))]
    public void One_seed_gives_the_same_weights(string name)
    {
        OperatorCase test = OperatorCases.Of(name);
        TrainingOptions training = OnCuda(test.Quick);
        // cuDNN adds up the gradients of convolutions in space in any order, torch those of points that were picked.
        if (test.Options is MgnoOptions { Dimensions: 3 } or SrnoOptions)
            Near.Require(Losses(test.Train, training), Losses(test.Train, training), 1e-5, "losses");
        else SeededWeights.Require(test with { Training = OnCuda(test.Training) });
    }

    [Fact]
    public void Steps_run_as_graphs_unless_the_host_takes_part()
    {
        List<string> refused = [];
        foreach (OperatorCase test in OperatorCases.All)
            test.Train(OnCuda(test.Quick) with { Warning = warning => refused.Add($"{test}: {warning}") });
        // Random numbers and the search for a positive matrix are the host's.
        Assert.Equal([], refused.Where(line => !line.Contains("Random numbers") && !line.Contains("is positive")));
        Assert.Contains(refused, line => line.Contains("is positive"));
        TestContext.Current.SendDiagnosticMessage(string.Join(Environment.NewLine, refused));
    }

    [Theory]
    [InlineData(TrainingPrecision.Single)]
    [InlineData(TrainingPrecision.Half)]
    public void Graphs_have_the_bits_of_single_operations(TrainingPrecision precision)
    {
        // The last batch of an epoch is smaller, float16 begins with factors that are too large, and modes come in.
        TrainingOptions options = OnCuda(ShortTraining()) with
        {
            Epochs = 6,
            Precision = precision,
            GradientClipNorm = 1,
            GradientAccumulation = 2,
            ModeSchedule = new LossGapModes(),
        };
        float[] Train(bool usesGraphs)
            => Numbers(Trainer.Train(Small(), SmallData(22), null, options with { UseCudaGraphs = usesGraphs }));
        Assert.Equal(Train(false), Train(true));
    }

    [Fact]
    public void Roll_outs_that_grow_run_as_graphs()
    {
        TrainingOptions options = OnCuda(ShortTraining()) with
        {
            Epochs = 8,
            Loss = Loss.RelativeL2,
            RollOut = new RollOut { Lengths = [1, 2], Noise = 0.01 },
        };
        float[] Train(bool usesGraphs) => Numbers(Trainer.Train(Small(), new FieldDataset([Trajectories(12, 6)], null),
            null, options with { UseCudaGraphs = usesGraphs }));
        Assert.Equal(Train(false), Train(true));
    }

    [Theory]
    [InlineData(TrainingPrecision.Half)]
    [InlineData(TrainingPrecision.BFloat16)]
    public void Every_architecture_learns_with_fewer_digits_too(TrainingPrecision precision)
    {
        List<string> worse = [];
        foreach (OperatorCase test in OperatorCases.All)
        {
            try
            {
                float[] losses = Losses(test.Train,
                    OnCuda(test.Quick) with { Epochs = test.EpochsToOverfit / 2, Precision = precision });
                if (!(losses[^1] < 0.7 * losses[0])) worse.Add($"{test}: from {losses[0]:g3} to {losses[^1]:g3}");
            }
            catch (TrainingDivergedException error)
            {
                worse.Add($"{test}: {error.Message}");
            }
        }
        Assert.True(worse.Count == 0, string.Join("; ", worse));
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Lbfgs)]
    public void Optimizers_and_precisions_have_the_losses_of_the_CPU(OptimizerKind optimizer)
    {
        foreach (TrainingPrecision precision in new[] { TrainingPrecision.Single, TrainingPrecision.Double })
        {
            TrainingOptions options = ShortTraining() with
            {
                Optimizer = optimizer,
                Precision = precision,
                Workers = 1,
                GradientClipNorm = 1,
                MovingAverageDecay = 0.9,
            };
            Near.Require(Losses(Train, options), Losses(Train, OnCuda(options)),
                precision == TrainingPrecision.Double ? 1e-9 : 1e-3, $"losses of {optimizer}, {precision}");
        }

        static TrainedOperator Train(TrainingOptions options)
            => Trainer.Train(Small(), SmallData(20), SmallData(6, 9), options);
    }

    [Fact]
    public void A_roll_out_with_noise_has_the_losses_of_the_CPU()
    {
        TrainingOptions options = ShortTraining() with { Workers = 1, RollOut = new RollOut { Noise = 0.01 } };
        Near.Require(Losses(Train, options), Losses(Train, OnCuda(options)), 1e-3, "losses");

        static TrainedOperator Train(TrainingOptions options)
            => Trainer.Train(Small(), new FieldDataset([Trajectories(12, 6)], null), null, options);
    }

    [Fact]
    public void A_cancelled_training_resumes_on_the_device()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = OnCuda(ShortTraining());
        float[] whole = Numbers(Trainer.Train(Small(), SmallData(20), null, options));
        using var source = new CancellationTokenSource();
        TrainingOptions saved = options with { Checkpoints = new() { Folder = folder["states"], EveryMinutes = 0 } };
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(Small(), SmallData(20), null, saved with
        {
            CancellationToken = source.Token,
            Progress = progress =>
            {
                if (progress.Epoch == 3) source.Cancel();
            },
        }));
        TrainedOperator resumed = Trainer.Train(Small(), SmallData(20), null, saved);
        Near.Require(whole, Numbers(resumed), 1e-5, "weights");
        Assert.Equal("cuda:0", resumed.Report.Device);
    }

    [Fact]
    public void Darcys_pressures_are_those_of_the_CPU()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Device device = torch.device(DeviceType.CUDA, 0);
        torch.Tensor permeability = new GaussianRandomField().Sample([1, 2, 3], 32, 32).exp();
        var solver = new DarcySolver(32, 32);
        torch.Tensor expected = solver.Solve(permeability), actual = solver.Solve(permeability.to(device));
        Assert.Equal(DeviceType.CUDA, actual.device_type);
        Assert.InRange((actual.cpu() - expected).abs().max().item<double>() / expected.abs().max().item<double>(),
            0, 1e-8);
        torch.Tensor there = new GaussianRandomField().Sample([1, 2, 3], 32, 32, device).exp();
        Assert.InRange((there.cpu() - permeability).abs().max().item<double>(), 0, 1e-10);
    }

    private static TrainingOptions OnCuda(TrainingOptions options) => options with { GpuDeviceId = 0 };

    // The mean loss of the steps so far, after every step.
    private static float[] Losses(Func<TrainingOptions, TrainedOperator> train, TrainingOptions options)
    {
        var losses = new List<float>();
        TrainedOperator trained = train(options with { Progress = progress => losses.Add((float)progress.Loss) });
        Assert.StartsWith(options.GpuDeviceId is null ? "cpu" : "cuda:0", trained.Report.Device,
            StringComparison.Ordinal);
        return [.. losses];
    }
}
