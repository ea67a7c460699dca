using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Predicts the fields of a file and writes them to another.</summary>
internal sealed class PredictCommand : ToolCommand
{
    private readonly ScoredFileArguments _scored = new();
    private readonly OutputFileArguments _output = new();

    public PredictCommand(Terminal terminal)
        : base(terminal, "predict", "Predicts with a model: reads its input from a file, writes the prediction.",
            "neuralop predict darcy.zip new.mat -o predictions.mat",
            "neuralop predict darcy.zip new.h5 --input coeff=permeability -o predictions.npz --as pressure",
            "neuralop predict darcy.zip new.mat -o predictions.pvd")
    {
        _scored.AddTo(this);
        _output.AddTo(this);
    }

    protected override Answer Run(Invocation call)
    {
        _output.Prepare(call, _scored.ModelPath(call), _scored.DataPath(call));
        MLContext context = call.Context();
        using LoadedModel model = _scored.LoadModel(call, context);
        IDataView data = _scored.LoadData(call, context, model);
        return _output.Save(call, context, model.Whole.Transform(data), model.Operator.ScoreColumnName);
    }
}
