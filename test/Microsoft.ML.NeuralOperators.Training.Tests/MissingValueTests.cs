using TorchSharp;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests;

/// <summary>NaN that means no value, as over land in a field of the sea.</summary>
public class MissingValueTests
{
    private static readonly TrainingOptions Masked =
        ShortTraining() with { MissingValues = MissingValues.Mask, Workers = 1 };

    public static TheoryData<string> Losses => ["L2", "absolute L1", "L3", "mean square", "Huber", "channels", "sum"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_is_that_of_the_points_that_are_there(string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Loss loss = Loss(name);
        torch.Tensor prediction = torch.randn([3, 2, 4, 5], generator: new torch.Generator(1)),
            target = torch.randn([3, 2, 4, 5], generator: new torch.Generator(2)), mask = torch.zeros([3, 2, 4, 5]);
        // The first seven points.
        mask.reshape([3, 2, 20]).narrow(2, 0, 7).fill_(torch.ones([]).ToScalar());
        torch.Tensor expected = loss.PerSample(Kept(prediction), Kept(target)),
            actual = loss.PerSample(new LossFields(prediction, target, () => prediction, _ => prediction)
                .AtPoints(mask));
        Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-5);

        static torch.Tensor Kept(torch.Tensor x) => x.reshape([3, 2, 20]).narrow(2, 0, 7).contiguous();
    }

    [Fact]
    public void A_sample_without_values_adds_nothing()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = torch.ones([2, 1, 4]);
        LossFields fields = new LossFields(x, x + x, () => x, _ => x).AtPoints(torch.zeros([2, 1, 4]));
        Assert.Equal([0f, 0f], new MeanSquareLoss().PerSample(fields).data<float>().ToArray());
    }

    [Fact]
    public void Statistics_are_those_of_the_values_that_are_there()
    {
        var samples = new FieldSamples("u", 2, [3],
            [1, 2, float.NaN, 10, 20, float.NaN, 3, float.NaN, float.NaN, 30, 40,
            50]);
        var (mean, deviation) = samples.Statistics();
        Assert.Equal([2, 30], mean);
        Assert.Equal([1, MathF.Sqrt(250)], deviation);
        FieldSummary summary = FieldSummary.Of(samples);
        Assert.Equal((1, 50), (summary.Minimum, summary.Maximum));
        Assert.Equal(156 / 8.0, summary.Mean);
    }

    /// <summary>Without normalisation the mean is 0: inputs that are missing are those of 0.</summary>
    [Fact]
    public void Inputs_that_are_missing_are_the_mean()
    {
        FieldDataset data = SmallData(16), zeros = SmallData(16);
        foreach (int i in Land(data.Inputs[0]))
        {
            data.Inputs[0].Values[i] = float.NaN;
            zeros.Inputs[0].Values[i] = 0;
        }
        TrainingOptions options = Masked with { NormalizeInput = false };
        float[] masked = Numbers(Trainer.Train(Small(), data, null, options)),
            plain = Numbers(Trainer.Train(Small(), zeros, null, options with { MissingValues = MissingValues.Refuse }));
        Assert.NotEqual(plain, masked);
        Assert.Equal(Numbers(Trainer.Train(Small(), zeros, null, options)), masked);
    }

    [Fact]
    public void A_field_with_land_is_learned()
    {
        FieldDataset data = Sea(SmallData(32)), validation = Sea(SmallData(8, 5));
        TrainedOperator trained = Trainer.Train(Small(), data, validation, Masked with { Epochs = 25 });
        Assert.InRange(trained.Report.Epochs[^1].ValidationError!.Value, 1e-6, 0.1);
        Assert.All(trained.Report.Fields, f => Assert.True(double.IsFinite(f.Mean + f.StandardDeviation)));
        Assert.All(Numbers(trained), x => Assert.True(float.IsFinite(x)));
    }

    [Fact]
    public void Rows_of_points_may_miss_values_of_the_label()
    {
        var random = new Random(1);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
        float[] labels = Draw(8 * 5);
        (labels[3], labels[17]) = (float.NaN, float.NaN);
        int[] counts = [5, 4, 5, 5, 3, 5, 5, 5];
        FieldSamples points = new FieldSamples("y", 1, [5], Draw(8 * 5)).With(counts);
        var data = new FieldDataset([new FieldSamples("a", 1, [4], Draw(8 * 4)), points],
            new FieldSamples("u", 1, [5], labels).With(counts));
        var definition = new DeepONet(1, 4, 1, 1, new() { BasisFunctions = 4, BranchWidths = [6], TrunkWidths = [6] });
        Assert.True(double.IsFinite(Trainer.Train(definition, data, data,
            Masked).Report.Epochs[^1].ValidationError!.Value));
        points.Values[2] = float.NaN;
        Assert.Contains("Field 'y': row 0 holds the value NaN; training needs finite numbers.",
            Assert.Throws<InvalidOperationException>(() => Trainer.Train(definition, data, null, Masked)).Message);
    }

    [Theory]
    [InlineData(1, new[] { 1 }, false)]
    [InlineData(2, new[] { 2 }, false)]
    [InlineData(1, new[] { 1, 2 }, true)]
    public void Roll_outs_keep_to_the_sea(int history, int[] lengths, bool isPushForward)
    {
        FieldSamples data = Trajectories(12, 7), validation = Trajectories(4, 7, 5);
        foreach (FieldSamples field in new[] { data, validation })
            foreach (int i in Land(field)) field.Values[i] = float.NaN;
        TrainedOperator trained = Trainer.Train(Small(history), new FieldDataset([data], null),
            new FieldDataset([validation], null), Masked with
            {
                RollOut = new RollOut { History = history, Lengths = lengths, IsPushForward = isPushForward },
                Epochs = 15,
                BatchSize = 4,
            });
        Assert.InRange(trained.Report.Epochs[^1].ValidationError!.Value, 1e-6, 0.5);
    }

    [Fact]
    public void Losses_that_look_at_neighbours_are_refused_by_name()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer.Train(Small(), SmallData(8), null,
            Masked with { Loss = new SobolevLoss() })).Message;
        Assert.Contains("MissingValues is Mask, but Loss is SobolevLoss, which looks at neighbours that may be missing",
            message);
        // The default is one that does not.
        Assert.Equal(new LpLoss(), new TrainingOptions { MissingValues = MissingValues.Mask }.Loss);
    }

    [Fact]
    public void Rows_and_channels_without_any_value_are_named()
    {
        FieldDataset data = SmallData(6);
        data.Target.Values.AsSpan(2 * 64, 64).Fill(float.NaN);
        Assert.Contains("Field 'u': row 2 has no numbers: all are NaN. Leave the row out.",
            Assert.Throws<InvalidOperationException>(() => Trainer.Train(Small(), data, null, Masked)).Message);
        data = SmallData(6);
        data.Target.Values[5] = float.PositiveInfinity;
        Assert.Contains("Field 'u': row 0 holds the value",
            Assert.Throws<InvalidOperationException>(() => Trainer.Train(Small(), data, null, Masked)).Message);
        var two = new FieldSamples("two", 2, [8, 8], [.. Enumerable.Range(0, 6 * 128)
            .Select(i => i / 64 % 2 == 0 ? 1f : float.NaN)]);
        Assert.Contains("Field 'two': channel 1 has no numbers in any row of the training data",
            Assert.Throws<InvalidOperationException>(() => Trainer.Train(Small(2), new FieldDataset([two],
                SmallData(6).Target), null, Masked)).Message);
    }

    private static Loss Loss(string name) => name switch
    {
        "L2" => new LpLoss(),
        "absolute L1" => new LpLoss(1, IsRelative: false),
        "L3" => new LpLoss(3),
        "mean square" => new MeanSquareLoss(),
        "Huber" => new HuberLoss(0.5),
        "channels" => new ChannelWeightedLoss(new MeanSquareLoss(), [1, 3]),
        _ => new SumLoss((new LpLoss(), 1), (new MeanSquareLoss(), 0.5)),
    };

    private static FieldDataset Sea(FieldDataset data)
    {
        foreach (FieldSamples field in data.All)
            foreach (int i in Land(field)) field.Values[i] = float.NaN;
        return data;
    }

    // A corner of the grid, of another size in every sample.
    private static IEnumerable<int> Land(FieldSamples field)
        => Enumerable.Range(0, field.Values.Length).Where(i => i / Size % Size <= i / field.SampleLength % 3
            && i % Size < 3);
}
