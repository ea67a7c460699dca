using System.Text.Json.Nodes;
using Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;
using Microsoft.ML.NeuralOperators.Onnx;
using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Training;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Model;

/// <summary>Options in model files. That every architecture's come back is an invariant.</summary>
public sealed class SavedTrainingTests : IDisposable
{
    private static readonly Loss[] Losses =
    [
        new LpLoss(3, IsRelative: false),
        new MeanSquareLoss(),
        new HuberLoss(0.25),
        new BoundaryLoss(),
        new SobolevLoss(IsPeriodic: false) { IsRelative = false, ValueWeight = 3 },
        new SpectralSobolevLoss(2, IsPeriodic: false) { FrequencyScale = 1.5, Truncation = 7 },
        new ChannelWeightedLoss(new HuberLoss(2), [1, 0.5]),
        new AreaWeightedLoss(new LpLoss(3), SphericalGrid.Gauss),
        new SumLoss((new ChannelWeightedLoss(Loss.RelativeL2, [2]), 1), (new SumLoss((new BoundaryLoss(), 0.1)), 3))
        {
            IsAdaptive = true,
        },
        new DarcyResidual(2, ResidualNorm.NegativeSobolev) { Points = PointPlacement.EndPoints },
        new HelmholtzResidual(4, ResidualNorm.L2),
        new DirichletPenalty { Points = PointPlacement.CellCentres },
        new HeatResidual(0.1, 2, 3) { InitialWeight = 5 },
        new BurgersResidual(0.01, 2, 3),
        new VorticityResidual(1e-3, 2, 3, [1, 2, 3, 4]),
        new CoefficientPoissonResidual(CoefficientBasis.Chebyshev),
        new CoefficientReactionResidual(0.01, 4, 2),
        new CoefficientVorticityResidual(0.01, 2, [1, 2]),
        new FilteredFlowResidual(1e-3, 0.1, 2) { Closure = 0.02, LearnsClosure = true, FilterWidth = 0.3 },
    ];

    private static readonly LearningRateSchedule[] Schedules =
    [
        LearningRateSchedule.Constant,
        new CosineSchedule(30),
        new OneCycleSchedule(0.1, 2, 50) { EveryBatch = false },
        new StepSchedule(3, 0.7),
        new WarmRestartSchedule(4, 1.5),
        new PlateauSchedule(3, 0.2, 0.01),
        new WarmUpSchedule(1.5, new WarmUpSchedule(2, new StepSchedule(3))),
    ];

    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> LossNames => [.. Losses.Select(l => l.GetType().Name)];

    public static TheoryData<string> ScheduleNames => [.. Schedules.Select(s => s.GetType().Name)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_loss_and_schedule_of_the_library_is_tested()
    {
        IEnumerable<Type> tested = Losses.Cast<object>().Concat(Schedules).Select(o => o.GetType());
        IEnumerable<Type> all = typeof(Loss).Assembly.GetTypes()
            .Where(t => !t.IsAbstract
                && (t.IsSubclassOf(typeof(Loss)) || t.IsSubclassOf(typeof(LearningRateSchedule))));
        Assert.Equal(all.Select(t => t.Name).Order(), tested.Select(t => t.Name).Order());
    }

    [Theory, MemberData(nameof(LossNames))]
    public void A_loss_comes_back(string name)
        => ComesBack(new() { Loss = Losses.Single(l => l.GetType().Name == name) });

    [Theory, MemberData(nameof(ScheduleNames))]
    public void A_schedule_comes_back(string name)
        => ComesBack(new() { Schedule = Schedules.Single(s => s.GetType().Name == name) });

    [Fact]
    public void Numbers_flags_and_roll_outs_come_back() => ComesBack(new()
    {
        BatchSize = 3,
        LearningRate = 1.0 / 3,
        WeightDecay = 1e-7,
        Optimizer = OptimizerKind.Lbfgs,
        GradientClipNorm = double.PositiveInfinity,
        GradientAccumulation = 2,
        MovingAverageDecay = 0.99,
        Precision = TrainingPrecision.BFloat16,
        RollOut = new() { Channels = 2, History = 3, Lengths = [1, 2, 4], IsPushForward = true, Noise = 0.01 },
        NormalizeInput = false,
        KeepBest = true,
        MaxMemoryMegabytes = 12.5,
        Seed = 9,
    });

    [Fact]
    public void A_callback_is_left_out()
    {
        using var source = new CancellationTokenSource();
        using NeuralOperatorTransformer loaded
            = Reloaded(Fixture.Training with
            {
                Progress = _ => { },
                Warning = _ => { },
                CancellationToken = source.Token
            });
        TrainingOptions training = loaded.Training!;
        Assert.Null(training.Progress);
        Assert.Null(training.Warning);
        Assert.False(training.CancellationToken.CanBeCanceled);
    }

    /// <summary>Files make no types but the library's.</summary>
    [Fact]
    public void A_model_with_a_loss_or_schedule_of_ones_own_loads_without_its_training()
    {
        foreach (TrainingOptions training in new TrainingOptions[]
        {
            new() { Loss = new OwnLoss() },
            new() { Loss = new SumLoss((Loss.RelativeL2, 1), (new OwnLoss(), 1)) },
            new() { Loss = new ChannelWeightedLoss(new OwnLoss(), [1]) },
            new() { Schedule = new OwnSchedule() },
            new() { Schedule = new WarmUpSchedule(0.5, new OwnSchedule()) },
        })
        {
            using NeuralOperatorTransformer loaded = Reloaded(training with { Epochs = 1, Seed = 1, Workers = 1 });
            Assert.Null(loaded.Training);
            Assert.Equal(Fixture.Options.Channels, ((FnoOptions)loaded.Options!).Channels);
        }
    }

    [Fact]
    public void An_architecture_that_is_not_known_is_left_out()
    {
        using NeuralOperatorTransformer other = Changed(json => json["Architecture"]!["Name"] = "Transmogrifier");
        Assert.Null(other.Options);
        Assert.NotNull(other.Training);
        using NeuralOperatorTransformer unnamed = Changed(json => json["Architecture"]!["Name"] = null);
        Assert.Null(unnamed.Options);
        // The name of a type is no name of an architecture.
        using NeuralOperatorTransformer type = Changed(
            json => json["Architecture"]!["Name"] = "System.Text.StringBuilder");
        Assert.Null(type.Options);
    }

    [Theory]
    [InlineData("Architecture/Options/Channels", "\"many\"", "the options of 'Fno' are wrong at $.Channels")]
    [InlineData("Architecture/Options/Modes", "[4, null]", "the options of 'Fno' are wrong at $.Modes[1]")]
    [InlineData("Architecture/Options/Normalization", "\"Odd\"", "the options of 'Fno' are wrong at $.Normalization")]
    [InlineData("Architecture/Options", "null", "the options of 'Fno' are missing")]
    [InlineData("Architecture/Options", "3", "the options of 'Fno' are missing")]
    [InlineData("Training/Epochs", "1.5", "the options of the training are wrong at $.Epochs")]
    [InlineData("Training/Loss/Type", "\"OwnLoss\"", "the options of the training are wrong at $.Loss")]
    [InlineData("Training/Loss/Type", "\"CosineSchedule\"", "the options of the training are wrong at $.Loss")]
    [InlineData("Training/Loss/Type", "\"\"", "the options of the training are wrong at $.Loss")]
    [InlineData("Training/Loss/Type", "7", "the options of the training are wrong at $.Loss")]
    [InlineData("Training/Loss/Values", "[]", "the options of the training are wrong at $.Loss")]
    [InlineData("Training/Loss", "[]", "the options of the training are wrong at $.Loss")]
    [InlineData("Training/Schedule", "{}", "the options of the training are wrong at $.Schedule")]
    [InlineData("Training", "[]", "the options of the training are missing")]
    public void Values_that_cannot_be_read_are_refused_with_their_place(string place, string value, string expected)
    {
        var error = Assert.Throws<FormatException>(() => Changed(json =>
        {
            string[] names = place.Split('/');
            JsonNode parent = names[..^1].Aggregate((JsonNode)json, (node, name) => node[name]!);
            parent[names[^1]] = JsonNode.Parse(value);
        }));
        Assert.Contains(_folder["changed.onnx"], error.Message);
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain("Microsoft.ML", error.Message.Replace(_folder.Path, ""), StringComparison.Ordinal);
    }

    private static void ComesBack(TrainingOptions training)
    {
        var metadata = new ModelMetadata([new("a", 1, [8, 8])], new("Score", 1, [8, 8]), null)
        {
            Options = Fixture.Options,
            Training = training,
        };
        ModelMetadata read = ModelMetadata.From(metadata.ToEntries())!;
        SavedOptions.Require(training, read.Training);
        SavedOptions.Require(Fixture.Options, read.Options);
    }

    private NeuralOperatorTransformer Reloaded(TrainingOptions training)
    {
        IDataView data = Fixture.Data(_mlContext, 8);
        using (NeuralOperatorTransformer model = Fixture.Fno(_mlContext, training).Fit(data))
            _mlContext.Model.Save(model, data.Schema, _folder["model.zip"]);
        return (NeuralOperatorTransformer)_mlContext.NeuralOperators().Load(_folder["model.zip"]);
    }

    // Anyone can compute a digest.
    private NeuralOperatorTransformer Changed(Action<JsonObject> change)
    {
        using (NeuralOperatorTransformer model = Fixture.Fno(_mlContext, Fixture.Training with { Epochs = 1 })
            .Fit(Fixture.Data(_mlContext, 8)))
        {
            ModelProto proto = ModelProto.Parser.ParseFrom(ModelFile.Of(model));
            JsonObject json = JsonNode.Parse(proto.MetadataProps[0].Value)!.AsObject();
            change(json);
            proto.MetadataProps[0].Value = json.ToJsonString();
            proto.MetadataProps.RemoveAt(proto.MetadataProps.Count - 1);
            _folder.Write("changed.onnx", OnnxSeal.Apply(proto));
        }
        return _mlContext.NeuralOperators().LoadOnnx(_folder["changed.onnx"]);
    }

    private sealed record OwnLoss : Loss
    {
        public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
            => RelativeL2.PerSample(prediction, target);
    }

    private sealed record OwnSchedule : LearningRateSchedule
    {
        public override double Factor(double epoch, int epochs) => 1;
    }
}
