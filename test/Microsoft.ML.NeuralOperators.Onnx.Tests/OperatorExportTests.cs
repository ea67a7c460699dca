using System.Diagnostics;
using Microsoft.ML.NeuralOperators.Checkpoints;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Fourier;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests;

/// <summary>One exported file gives torch's values at every batch and grid.</summary>
public class OperatorExportTests
{
    public static TheoryData<string> Names => [.. Definitions.Keys];

    private static Dictionary<string, (FourierOperatorOptions Options, long[][] Grids)> Definitions { get; } = new()
    {
        ["1-D"] = (new() { NumberOfModes = [8], HiddenChannels = 6, InputChannels = 2 }, [[16], [9], [5], [64]]),
        ["2-D"] = (new() { NumberOfModes = [8, 6], HiddenChannels = 5, OutputChannels = 2 }, [[16, 16], [9, 21], [4, 5], [32, 48]]),
        ["3-D"] = (new() { NumberOfModes = [4, 6, 4], HiddenChannels = 4, Layers = 2 }, [[6, 6, 6], [5, 7, 9], [3, 4, 3]]),
        ["padding and group norm"] = (new() { NumberOfModes = [6, 6], HiddenChannels = 4, DomainPadding = 0.1, Normalization = NormalizationKind.Group }, [[16, 16], [13, 20]]),
        ["instance norm, no grid"] = (new() { NumberOfModes = [6, 6], HiddenChannels = 4, GridEmbedding = false, Normalization = NormalizationKind.Instance }, [[16, 16], [13, 20]]),
        ["no channel MLP"] = (new() { NumberOfModes = [7, 5], HiddenChannels = 4, ChannelMlpExpansion = 0 }, [[16, 16], [13, 20]]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void One_file_serves_every_batch_and_grid(string name)
    {
        var (options, grids) = Definitions[name];
        var definition = new NormalizedOperator(new FourierOperator(options));
        ParameterValues values = ParameterValues.Initialize(definition, 2);
        values[definition.InputNormalizers[0].Mean][0] = 0.3f;
        values[definition.OutputNormalizer.Deviation][0] = 2.5f;
        byte[] model = OnnxExporter.Export(definition, values);
        Assert.Empty(OnnxModelInfo.Read(model).Operators.Except(OnnxOperators.Allowed));
        using OnnxOperatorSession session = OnnxOperatorSession.Open(model, new() { Threads = 1 });
        foreach (long[] grid in grids)
            foreach (long batch in new long[] { 1, 3 })
            {
                long[] shape = [batch, options.InputChannels, .. grid];
                var random = new Random(5);
                float[] x = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5))];
                (float[] expected, long[] expectedShape) = Parity.Torch(definition, values, x, shape);
                (float[] actual, long[] actualShape) = session.Run([(x, shape)]);
                Assert.Equal(expectedShape, actualShape);
                Parity.Equal(expected, actual, 1e-4);
            }
    }

    [SharedTheory]
    [InlineData("fno2d_neuraloperator.npz")]
    [InlineData("mgno_dc_64.npz")]
    [InlineData("mgno_dc_smooth_211.npz")]
    [InlineData("mgno_ns_64.npz")]
    public void Published_weights_give_published_outputs_from_one_file(string file)
    {
        PublishedReference reference = PublishedReference.Read(file);
        ParameterValues values = Checkpoint.Load(reference.Path);
        using OnnxOperatorSession session = OnnxOperatorSession.Open(OnnxExporter.Export((NeuralOperator)values.Definition, values));
        foreach (var (input, output) in reference.Pairs)
            Parity.Equal(output.Values, session.Run([(input.Values, PublishedReference.Shape(input))]).Values, 1e-4);
    }

    [Fact]
    public void The_onnx_checker_accepts_the_file()
    {
        string python = "/usr/bin/python3", file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        if (!File.Exists(python) || Run(python, "-c", "import onnx") != 0) return;
        var definition = new NormalizedOperator(new FourierOperator(new() { NumberOfModes = [6, 6], HiddenChannels = 4, DomainPadding = 0.1 }));
        try
        {
            OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0), file);
            Assert.Equal(0, Run(python, "-c", $"import onnx; m = onnx.load('{file}'); onnx.checker.check_model(m, full_check=True)"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Names_and_metadata_come_back()
    {
        var definition = new FourierOperator(new() { NumberOfModes = [4, 4], HiddenChannels = 3 });
        byte[] model = OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0),
            new() { InputNames = ["a"], OutputName = "Score", Metadata = new Dictionary<string, string> { ["key"] = "värde" } });
        OnnxModelInfo info = OnnxModelInfo.Read(model);
        Assert.Equal(["batch", "1", "height", "width"], info.Inputs["a"]);
        Assert.Equal(["batch", "1", "height", "width"], info.Outputs["Score"]);
        Assert.Equal("värde", info.Metadata["key"]);
        Assert.Equal(17, info.Opset);
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
