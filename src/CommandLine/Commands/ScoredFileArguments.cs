namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>A model, and a file with its input.</summary>
internal sealed class ScoredFileArguments
{
    private readonly Argument<string> _model = new("model")
    {
        Description = "The model: .zip or .onnx, or published weights (.pt, .npz, .safetensors).",
    };

    private readonly WeightArguments _weights = new();

    private readonly FieldFileArguments _file = new();

    private readonly InputArguments _input = new();

    public void AddTo(System.CommandLine.Command command)
    {
        command.Add(_model);
        _file.AddTo(command);
        _input.AddTo(command);
        _weights.AddTo(command);
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
        return _weights.Load(call, context, model);
    }

    /// <summary>The model's input columns, and more.</summary>
    public IDataView LoadData(Invocation call, MLContext context, LoadedModel model,
        params IEnumerable<NamedColumn> more)
        => _file.Load(call, context, _input.Columns(call, model).Concat(more));
}
