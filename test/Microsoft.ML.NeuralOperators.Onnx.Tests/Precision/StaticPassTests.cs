using Microsoft.ML.NeuralOperators.Onnx.Proto;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Precision;

/// <summary>Products in eight bits.</summary>
public class StaticPassTests
{
    public static TheoryData<string> Names => ["Mgno", "Fno", "ResNet", "UNet"];

    private static NeuralOperator Define(string name) => name switch
    {
        "Mgno" => new Mgno(1, 1, new() { Channels = 6, Layers = 2 }),
        "Fno" => new Fno(1, 1, new() { Modes = [4, 4], Channels = 8, Layers = 2 }),
        "ResNet" => new ResNet(1, 1, new() { Channels = 8, Layers = 2 }),
        _ => new UNet(1, 1, new() { Channels = 4, Levels = 2 }),
    };

    [Theory, MemberData(nameof(Names))]
    public void Scores_are_near_those_of_single_precision(string name)
    {
        (OnnxModel plain, OnnxModel quantized, int products) = Quantize(Define(name));
        Assert.True(products >= 2, $"{products} products");
        using OnnxOperatorSession before = OnnxOperatorSession.Open(plain), after = OnnxOperatorSession.Open(quantized);
        foreach (int size in new[] { 16, 24 })
        {
            float[] x = Field(3, size, seed: 5);
            float[] expected = before.Run([(x, [3, 1, size, size])]).Values;
            float[] actual = after.Run([(x, [3, 1, size, size])]).Values;
            double difference = Math.Sqrt(expected.Zip(actual, (e, a) => (double)(e - a) * (e - a)).Sum()
                / expected.Sum(e => (double)e * e));
            Assert.InRange(difference, 1e-6, 0.25);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_checker_accepts_the_file(string name)
    {
        using var folder = new TemporaryFolder();
        Quantize(Define(name)).Quantized.Write(folder["static.onnx"]);
        Assert.Equal("", OnnxChecker.Check(folder["static.onnx"]));
    }

    [Fact]
    public void Weights_come_back_under_their_own_names()
    {
        var definition = new NormalizedOperator(Define("Fno"));
        (OnnxModel plain, OnnxModel quantized, _) = Quantize(definition);
        IReadOnlyDictionary<string, float[]> before = OnnxWeights.Read(plain), after = OnnxWeights.Read(quantized);
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        foreach (var (name, values) in before)
        {
            float most = values.Max(MathF.Abs);
            Assert.All(values.Zip(after[name]), pair
                => Assert.InRange(MathF.Abs(pair.First - pair.Second), 0, most / 64));
        }
    }

    [Fact]
    public void Ranges_hold_zero_and_end_at_the_ends_of_a_byte()
    {
        Assert.Equal((4f / 255, (byte)64), new ValueRange(-1, 3).Quantization);
        Assert.Equal((3f / 255, (byte)0), new ValueRange(1, 3).Quantization);
        Assert.Equal((3f / 255, (byte)255), new ValueRange(-3, -1).Quantization);
        Assert.Equal((1f, (byte)0), new ValueRange(0, 0).Quantization);
        Assert.Equal(new ValueRange(-2, 3), new ValueRange(-2, 0).With(new ValueRange(-1, 3)));
    }

    [Fact]
    public void A_row_of_infinities_is_refused()
    {
        NeuralOperator definition = Define("Mgno");
        using var calibrator = new Calibrator(Plain(definition).ToProto());
        var error = Assert.Throws<InvalidOperationException>(()
            => calibrator.Observe([(Enumerable.Repeat(float.MaxValue, 256).ToArray(), [1, 1, 16, 16])]));
        Assert.Contains("not finite", error.Message);
    }

    private static (OnnxModel Plain, OnnxModel Quantized, int Products) Quantize(NeuralOperator definition)
    {
        OnnxModel plain = Plain(definition);
        using var calibrator = new Calibrator(plain.ToProto());
        for (int seed = 0; seed < 3; seed++) calibrator.Observe([(Field(4, 16, seed), [4, 1, 16, 16])]);
        ModelProto proto = plain.ToProto();
        (_, int products) = PrecisionPass.Apply(proto, ExportPrecision.Int8Static, calibrator.Ranges);
        return (plain, OnnxModel.Of(proto), products);
    }

    private static OnnxModel Plain(NeuralOperator definition)
        => OnnxExporter.Build(definition, ParameterValues.Initialize(definition, 3));

    private static float[] Field(int rows, int size, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows * size * size).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }
}
