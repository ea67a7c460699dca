namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>A model, and a file with its input.</summary>
internal sealed class ScoredFileArguments
{
    private readonly Argument<string> _model = new("model")
    {
        Description = "The model: .zip or .onnx, or published weights (.pt, .npz, .safetensors).",
    };

    private readonly FieldFileArguments _file = new();

    private readonly Option<string[]> _input = new("--input", "-i")
    {
        Description = "An array that the file calls otherwise than the model: coeff=permeability.",
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(System.CommandLine.Command command)
    {
        command.Add(_model);
        _file.AddTo(command);
        command.Add(_input);
    }

    public string ModelPath(Invocation call) => call.Arguments.GetRequiredValue(_model);

    public string DataPath(Invocation call) => _file.File(call);

    /// <exception cref="ArgumentException">The two files are the other way round.</exception>
    public LoadedModel LoadModel(Invocation call, MLContext context)
    {
        (string model, string data) = (ModelPath(call), DataPath(call));
        if (!ModelFile.IsModel(model) && ModelFile.IsModel(data))
            throw new ArgumentException($"The model goes before the data: "
                + $"neuralop {call.Arguments.CommandResult.Command.Name} {data} {model}.");
        return ModelFile.Load(context, model);
    }

    /// <summary>The model's input columns, and more.</summary>
    public IDataView LoadData(Invocation call, MLContext context, LoadedModel model,
        params IEnumerable<NamedColumn> more)
    {
        IReadOnlyList<string> needed = model.Operator.FeatureColumnNames;
        NamedColumn[] said = [.. (call.Arguments.GetValue(_input) ?? []).Select(NamedColumn.Read)];
        // A single array needs no name of its own.
        if (needed.Count == 1 && said is [var only] && only.Name == only.Array) said = [new(needed[0], only.Array)];
        if (said.FirstOrDefault(s => !needed.Contains(s.Name)) is { } wrong)
            throw new ArgumentException($"The model reads {string.Join(", ", needed)}, not '{wrong.Name}'.");
        return _file.Load(call, context, needed.Select(name => said.FirstOrDefault(s => s.Name == name)
            ?? new NamedColumn(name, name)).Concat(more));
    }
}
