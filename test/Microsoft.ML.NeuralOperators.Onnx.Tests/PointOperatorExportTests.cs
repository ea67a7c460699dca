using Microsoft.ML.NeuralOperators.Operators;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>
/// One exported file of an operator on point sets gives torch's values at every batch and number of points.
/// </summary>
public class PointOperatorExportTests
{
    public static TheoryData<string> Names => [.. Definitions.Keys];

    private static Dictionary<string, Func<NeuralOperator>> Definitions { get; } = new()
    {
        ["DeepONet"] = () => Deep(new()),
        ["DeepONet, stacked"] = () => Deep(new() { IsStacked = true }),
        ["DeepONet, modified, Fourier features"] = ()
        => Deep(new() { IsModified = true, FourierFrequencies = [1, 20] }),
        ["DeepONet, stacked and modified"] = ()
        => Deep(new() { IsStacked = true, IsModified = true, Activation = Activation.Tanh }),
        ["DeepONet, fixed points"] = () => new FixedPointDeepONet(2, 5, 2, 2, Small(new()), Draw(7 * 2), Box),
        ["POD-DeepONet"] = ()
        => new PodDeepONet(2, 5, 2, 7, Small(new()), new OrthogonalModes(Draw(2 * 7), Draw(6 * 2 * 7))),
        ["GNOT"] = () => General(0, false, new InputFunction(1, IsAtPoints: true)),
        ["GNOT, three functions, parameters, masks"] = () => General(3, true, new(3), new(2, IsAtPoints: true), new(4)),
        ["GNOT of the Neural-Solver-Library"] = ()
        => new SolverLibraryGnot(new() { Channels = 8, Heads = 2, Layers = 2, InputChannels = 4 }),
        ["GNOT of the Neural-Solver-Library, mask"] = ()
        => new SolverLibraryGnot(new() { Channels = 8, Heads = 2, Layers = 2, HasMask = true }),
    };

    private static NeuralOperator General(int parameters, bool hasMasks, params InputFunction[] functions)
        => new Gnot(2, parameters, functions, 2,
            new() { Channels = 8, Heads = 2, Layers = 2, MlpRatio = 2, MlpLayers = 1 }, hasMasks);

    private static NeuralOperator Deep(DeepONetOptions options) => new DeepONet(2, 5, 2, 2, Small(options), Box);

    private static DeepONetOptions Small(DeepONetOptions options)
        => options with { BasisFunctions = 6, BranchWidths = [8, 8], TrunkWidths = [9, 9] };

    private static PointBox Box => new([0.5f, 1], [2, 3]);

    private static float[] Draw(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_file_serves_every_batch_and_number_of_points(string name)
    {
        NeuralOperator inner = Definitions[name]();
        var definition = new NormalizedOperator(inner);
        ParameterValues values = ParameterValues.Initialize(definition, 2);
        values[definition.InputNormalizers[0].Mean][0] = 0.3f;
        values[definition.OutputNormalizer.StandardDeviation][0] = 2.5f;
        byte[] model = OnnxExporter.Export(definition, values);
        Assert.Empty(OnnxModelInfo.Read(model).Operators.Except(OnnxOperators.Allowed));
        using OnnxOperatorSession session = OnnxOperatorSession.Open(model, new() { Threads = 1 });
        foreach (int points in new[] { 1, 6, 37 })
            foreach (long batch in new long[] { 1, 3 })
            {
                (float[] Values, long[] Shape)[] inputs = [.. inner.Inputs.Select(port => Input(port, batch, points))];
                (float[] expected, long[] expectedShape) = Parity.Torch(definition, values, inputs);
                (float[] actual, long[] actualShape) = session.Run(inputs);
                Assert.Equal(expectedShape, actualShape);
                Parity.Equal(expected, actual, 1e-4);
            }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_onnx_checker_accepts_the_file(string name)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        var definition = new NormalizedOperator(Definitions[name]());
        try
        {
            OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0), file);
            Assert.Equal("", OnnxChecker.Check(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Every point set has another size; fields at the same points have the same one. A mask leaves out a sample's last
    // third.
    private static (float[] Values, long[] Shape) Input(FieldPort port, long batch, int points)
    {
        long[] sizes = [.. port.Axes.Select(axis => axis.Size ?? axis.Name.Aggregate(points, (sum, c) => sum + c % 3))];
        long[] shape = [batch, port.Channels, .. sizes];
        var random = new Random(5);
        int count = (int)shape.Aggregate((a, b) => a * b);
        return (port.IsMask ? [.. Enumerable.Range(0, count).Select(i => i % sizes[0] <= 2 * sizes[0] / 3 ? 1f : 0f)]
            : [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)], shape);
    }
}
