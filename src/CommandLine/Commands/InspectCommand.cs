namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>What is in a file: arrays, their ranges, and how their axes would be read.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly FieldFileArguments _file = new();

    public InspectCommand(Terminal terminal)
        : base(terminal, "inspect", "Shows the arrays of a file, and how their axes would be read; or what a model is.",
            "neuralop inspect darcy.mat", "neuralop inspect velocity.h5 --layout \"n t x y c\"",
            "neuralop inspect darcy.zip --json")
        => _file.AddTo(this);

    protected override Answer Run(Invocation call)
    {
        string file = _file.File(call);
        return ModelFile.IsModel(file) ? ModelFacts.Of(call, file) : ArrayFacts.Of(call, file, _file);
    }
}
