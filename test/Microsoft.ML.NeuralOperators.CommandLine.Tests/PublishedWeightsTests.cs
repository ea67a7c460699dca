namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>Weights of a Python program are used, with what they do not tell of themselves.</summary>
public sealed class PublishedWeightsTests : IDisposable
{
    private static readonly string[] Told = ["padding_mode=zeros", "activation=tanh", "wave_residual=false",
        "avg_pool=False", "interpolation_mode=bilinear"];

    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyDictionary<string, NamedArray> _reference =
        DataFile.Read(Path.Combine(AppContext.BaseDirectory, "Published", "sinenet_plain.npz"));

    private string Weights { get; }

    private string Data { get; }

    public PublishedWeightsTests()
    {
        (Weights, Data) = (_folder["weights.npz"], _folder["data.npz"]);
        // Without the text that tells the arguments.
        DataFile.Write(Weights,
            [.. _reference.Values.Where(a => a.Name.StartsWith("state.", StringComparison.Ordinal))]);
        // The program has times before channels, which are channels here.
        NamedArray input = _reference["input0"];
        DataFile.Write(Data, [input with { Shape = [input.Shape[0], input.Shape[1] * input.Shape[2],
            .. input.Shape.Skip(3)] }]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Predictions_are_those_of_the_program()
    {
        string file = _folder["out.npz"];
        (await ToolRun.Of(["predict", Weights, Data, "-i", "input0", "-o", file, "--argument", .. Told])).Succeeded();
        Near(DataFile.Read(file)["Score"].Values);
    }

    [Fact]
    public async Task An_exported_model_needs_no_arguments()
    {
        string model = _folder["model.onnx"], file = _folder["out.npz"];
        (await ToolRun.Of(["export", Weights, "-o", model, "--argument", .. Told])).Succeeded();
        (await ToolRun.Of("predict", model, Data, "-i", "input0", "-o", file)).Succeeded();
        Near(DataFile.Read(file)["Score"].Values);
        (await ToolRun.Of(["predict", model, Data, "-o", file, "--argument", .. Told]))
            .EndedWith(ExitCode.WrongArguments, "--argument is for weights of Python programs");
    }

    [Fact]
    public async Task What_is_missing_is_asked_for_and_said_how()
    {
        string file = _folder["out.npz"];
        (await ToolRun.Of(["predict", Weights, Data, "-i", "input0", "-o", file, "--argument", .. Told[1..]]))
            .EndedWith(ExitCode.Failed, "argument 'padding_mode'. Arguments are given as --argument NAME=VALUE.");
        (await ToolRun.Of("predict", Weights, Data, "-o", file, "--argument", "gelu"))
            .EndedWith(ExitCode.WrongArguments, "'gelu' is no argument. Say --argument NAME=VALUE.");
        (await ToolRun.Of("predict", Weights, Data, "-o", file, "--argument", "a=1", "a=2"))
            .EndedWith(ExitCode.WrongArguments, "The argument 'a' is there twice.");
        (await ToolRun.Of(["predict", Weights, Data, "-o", file, "--argument", .. Told, "depth=[1,2.5]"]))
            .EndedWith(ExitCode.Failed, "'depth' has no effect");
        (await ToolRun.Of("serve", Weights)).EndedWith(ExitCode.Failed, "neuralop export");
        Assert.False(File.Exists(file));
    }

    private void Near(IReadOnlyList<float> scores)
    {
        IReadOnlyList<float> expected = _reference["output0"].Values;
        Assert.Equal(expected.Count, scores.Count);
        double largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * largest));
    }
}
