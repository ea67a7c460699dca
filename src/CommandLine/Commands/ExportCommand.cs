namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>A model as ONNX.</summary>
internal sealed class ExportCommand : ToolCommand
{
    private readonly Argument<string> _model = new("model") { Description = "The model: .zip, or published weights." };

    private readonly Option<string> _output = new("--save", "-o")
    {
        Description = "The .onnx file to write.",
        HelpName = "file",
        Required = true,
    };

    public ExportCommand(Terminal terminal)
        : base(terminal, "export", "Writes a model as ONNX, for any program with ONNX Runtime.",
            "neuralop export darcy.zip -o darcy.onnx")
    {
        Add(_model);
        Add(_output);
    }

    protected override Answer Run(Invocation call)
    {
        string file = call.Arguments.GetRequiredValue(_output);
        if (Path.GetExtension(file).ToLowerInvariant() != ".onnx")
            throw new ArgumentException($"Models are exported as .onnx, not as '{Path.GetFileName(file)}'.");
        OutputFile.Prepare(file, call.Arguments.GetRequiredValue(_model));
        using LoadedModel model = ModelFile.Load(call.Context(), call.Arguments.GetRequiredValue(_model));
        model.Operator.ExportToOnnx(file);
        long bytes = new FileInfo(file).Length;
        return new Answer(new { File = file, Bytes = bytes },
            console => console.Line($"{file}, {(bytes + 1023) / 1024} KiB"));
    }
}
