using System.Text.Json;
using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tensors;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Contracts;

/// <summary>Attention is the sums over points of its papers, which NumPy gives (attention.py).</summary>
public class AttentionContracts
{
    private const int Batch = 2, Points = 5, Channels = 6, Heads = 2, Axes = 2;
    private static readonly JsonElement Stored = Contract.Open("attention");

    [Theory]
    [InlineData(AttentionKind.Galerkin)]
    [InlineData(AttentionKind.Fourier)]
    [InlineData(AttentionKind.Softmax)]
    [InlineData(AttentionKind.Linear)]
    public void Every_kind_is_its_sum_over_points(AttentionKind kind)
    {
        var layer = new GalerkinAttention(new()
        {
            Channels = Channels,
            Heads = Heads,
            Attention = kind,
            Modes = [4, 4],
            NormEpsilon = 1e-3,
        });
        WaveLayer.Equal(Stored.Numbers(kind.ToString()), layer, x => layer.Apply(x, Waves(x, 1, Points, Axes)),
            Batch, Points, Channels);
    }

    [Theory]
    [InlineData("Normalized", false)]
    [InlineData("MaskedNormalized", true)]
    public void Normalised_attention_adds_what_every_source_brings(string name, bool isMasked)
    {
        var layer = new NormalizedAttention(Channels, Heads, 2);
        WaveLayer.Equal(Stored.Numbers(name), layer, x => layer.Apply(x, [
            new PointSource(Waves(x, 1, Batch, 4, Channels), isMasked ? LastIsMissing(x.Interpreter) : null),
            new PointSource(Waves(x, 2, Batch, 3, Channels), null),
        ]), Batch, Points, Channels);

        static Value LastIsMissing(Interpreter interpreter)
            => interpreter.Constant([1, 1, 1, 1, 1, 1, 1, 0], Batch, 1, 4);
    }

    private static Value Waves(Value x, double phase, params long[] shape)
        => x.Interpreter.Constant(Wave.Numbers(shape.Aggregate(1L, (a, b) => a * b), phase), shape);
}
