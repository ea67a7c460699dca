using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>FLARE's attention by itself.</summary>
public class FlareTests
{
    /// <summary>The attention of physicsnemo's FLARE gives the outputs its program gave.</summary>
    [Fact]
    public void The_attention_with_shared_heads_gives_the_published_outputs()
    {
        PublishedReference reference = PublishedReference.Read("flare_physicsnemo_layer.npz");
        var layer = new Attention(new SharedHeadRouting(new FlareOptions { Channels = 24, Heads = 3, Latents = 7 }));
        ParameterValues values = Checkpoint.Load(reference.Path, layer);
        var (input, output) = reference.Pairs[0];
        var (actual, shape) = TestLayer.Run(layer, layer.Apply, [.. input.Values.Select(v => (double)v)],
            PublishedReference.Shape(input), values);
        Assert.Equal(PublishedReference.Shape(output), shape);
        Assert.True(PublishedReference.Difference(output.Values, [.. actual.Select(v => (float)v)]) <= 2e-5);
    }

    /// <summary>Tokens are means over the points, so points that are all there twice change nothing.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Points_given_twice_get_what_they_got_once(bool hasSharedHeads)
    {
        const int Points = 6, Channels = 8;
        var options = new FlareOptions { Channels = Channels, Heads = 2, Latents = 3, HasHeadNormalization = true };
        var layer = new Attention(hasSharedHeads ? new SharedHeadRouting(options) : new FlareAttention(options));
        ParameterValues values = ParameterValues.Initialize(layer, 1);
        double[] field = TestLayer.Draw(Points * Channels);
        double[] once = TestLayer.Run(layer, layer.Apply, field, [1, Points, Channels], values).Values;
        double[] twice = TestLayer.Run(layer, layer.Apply, [.. field, .. field], [1, 2 * Points, Channels], values)
            .Values;
        Assert.All(twice, (v, i) => Assert.Equal(once[i % once.Length], v, 1e-12));
        Assert.True(once.Max(Math.Abs) > 1e-3);
    }

    /// <summary>An attention as the whole of an operator.</summary>
    private sealed class Attention : NeuralOperator
    {
        private readonly MeshAttention _inner;

        public Attention(MeshAttention inner) => _inner = Compose("", inner);

        public override IReadOnlyList<FieldPort> Inputs => [];

        public override FieldPort Output => new("output", 1, []);

        public Value Apply(Value x) => _inner.Apply(x, new MeshPoints());

        public override Value Forward(IReadOnlyList<Value> inputs) => Apply(inputs[0]);
    }
}
