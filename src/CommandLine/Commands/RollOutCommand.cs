namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Applies a model to its own predictions.</summary>
internal sealed class RollOutCommand : ToolCommand
{
    private readonly ScoredFileArguments _scored = new();
    private readonly OutputFileArguments _output = new();

    private readonly Option<int> _steps = new("--steps", "-n")
    {
        Description = "How often the model is applied.",
        Required = true,
    };

    public RollOutCommand(Terminal terminal)
        : base(terminal, "rollout", "Steps in time: applies a model to its own predictions.",
            "neuralop rollout flow.zip start.h5 --layout \"n t x y\" --steps 20 -o frames.h5")
    {
        _scored.AddTo(this);
        Add(_steps);
        _output.AddTo(this);
    }

    protected override Answer Run(Invocation call)
    {
        _output.Prepare(call, _scored.ModelPath(call), _scored.DataPath(call));
        MLContext context = call.Context();
        using LoadedModel model = _scored.LoadModel(call, context);
        IDataView data = _scored.LoadData(call, context, model);
        IDataView frames = model.Operator.RollOut(data, call.Arguments.GetValue(_steps));
        return _output.Save(call, context, frames, model.Operator.ScoreColumnName);
    }
}
