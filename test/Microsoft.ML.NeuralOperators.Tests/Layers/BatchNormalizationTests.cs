using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using Microsoft.ML.NeuralOperators.Training;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Layers;

public class BatchNormalizationTests
{
    private const int Batch = 3, Channels = 2, Height = 4, Width = 5;
    private static readonly double[] Field =
        [.. TestLayer.Draw(Batch * Channels * Height * Width).Select(x => 2 * x + 0.7)];

    [Fact]
    public void After_training_the_running_statistics_normalise()
    {
        var layer = new BatchNormalization(Channels, 0.01);
        ParameterValues values = ParameterValues.From(layer, d => d.LocalName switch
        {
            "weight" => [2, -1],
            "bias" => [0.5f, 3],
            "running_mean" => [0.25f, -1],
            _ => [4, 0.5f],
        });
        double[] actual = TestLayer.Run(layer, layer.Apply, Field, [Batch, Channels, Height, Width], values).Values;
        for (int i = 0; i < Field.Length; i++)
        {
            int c = i / (Height * Width) % Channels;
            double expected = (Field[i] - (c == 0 ? 0.25 : -1)) / Math.Sqrt((c == 0 ? 4 : 0.5) + 0.01) * (c == 0 ? 2
                : -1) + (c == 0 ? 0.5 : 3);
            Assert.Equal(expected, actual[i], 1e-12);
        }
    }

    [Fact]
    public void While_training_the_batch_normalises_and_running_statistics_move_by_a_tenth()
    {
        using var module = new OperatorModule(new Single(), type: torch.ScalarType.Float64);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.Tensor x = torch.tensor(Field, [Batch, Channels, Height, Width]);
        double[] y = module.call(x).contiguous().data<double>().ToArray();
        var state = module.state_dict();
        double[] means = state["operator.norm.running_mean"].data<double>().ToArray(),
            variances = state["operator.norm.running_var"].data<double>().ToArray();
        for (int c = 0; c < Channels; c++)
        {
            int[] members = [.. Enumerable.Range(0, Field.Length).Where(i => i / (Height * Width) % Channels == c)];
            double mean = members.Average(i => Field[i]),
                squares = members.Sum(i => (Field[i] - mean) * (Field[i] - mean));
            foreach (int i in members)
                Assert.Equal((Field[i] - mean) / Math.Sqrt(squares / members.Length + 1e-5), y[i], 1e-12);
            Assert.Equal(0.1 * mean, means[c], 1e-12);
            Assert.Equal(0.9 + 0.1 * squares / (members.Length - 1), variances[c], 1e-12);
        }
        module.eval();
        module.call(x);
        Assert.Equal(means, state["operator.norm.running_mean"].data<double>().ToArray());
    }

    [Fact]
    public void A_channel_of_one_value_becomes_its_bias_and_is_not_observed()
    {
        using var module = new OperatorModule(new Single());
        using DisposeScope scope = torch.NewDisposeScope();
        Assert.Equal([0, 0], module.call(torch.full([1, Channels, 1, 1], 7)).data<float>().ToArray());
        Assert.Equal([1, 1], module.state_dict()["operator.norm.running_var"].data<float>().ToArray());
    }

    [Fact]
    public void Gradients_equal_difference_quotients()
        => GradientCheck.Run(new Single(), Batch, Channels, Height, Width);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Training_moves_the_running_statistics_to_those_of_the_data(int workers)
    {
        const int Samples = 12, Points = 16;
        float[] a = [.. TestLayer.Draw(Samples * Channels * Points)
            .Select((v, i) => (float)(3 * v + (i / Points % Channels == 0 ? 5 : -2)))];
        var data = new FieldDataset([new("a", Channels, [Points], a)], new("u", Channels, [Points], a));
        TrainedOperator Train() => Trainer.Train(new Single(1), data, null, new()
        {
            Epochs = 60,
            BatchSize = Samples,
            Workers = workers,
            NormalizeInput = false,
            NormalizeOutput = false,
        });
        TrainedOperator trained = Train(), again = Train();
        ParameterDeclaration[] statistics = [.. trained.Definition.Inner.Parameters.Where(p => !p.IsTrainable)];
        ParameterDeclaration[] same = [.. again.Definition.Inner.Parameters.Where(p => !p.IsTrainable)];
        for (int c = 0; c < Channels; c++)
        {
            double mean = trained.Values[statistics[0]][c], variance = trained.Values[statistics[1]][c];
            Assert.InRange(mean, (c == 0 ? 5 : -2) - 0.5, (c == 0 ? 5 : -2) + 0.5);
            Assert.InRange(variance, 2, 4);
        }
        for (int i = 0; i < 2; i++) Assert.Equal(trained.Values[statistics[i]], again.Values[same[i]]);
    }

    private sealed class Single : GridOperator
    {
        private readonly BatchNormalization _norm;

        public Single(int dimensions = 2)
            : base(dimensions, Channels, Channels) => _norm = Compose("norm", new BatchNormalization(Channels));

        protected override Value Forward(Value x) => _norm.Apply(x);
    }
}
