namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>A page with the errors and pictures of a model on a file.</summary>
internal sealed class ReportCommand : ToolCommand
{
    private readonly ScoredFileArguments _scored = new();

    private readonly Option<string> _truth = new("--output", "-u")
    {
        Description = "The array of the true field.",
        Required = true,
    };

    private readonly Option<string> _page = new("--save", "-o")
    {
        Description = "The page to write.",
        DefaultValueFactory = _ => "report.html",
    };

    private readonly Option<string?> _unit = new("--unit")
    {
        Description = "The unit of the predicted field, for the scales.",
    };

    private readonly Option<string?> _points = new("--points")
    {
        Description = "The model's input with the points' coordinates, for pictures of fields on points.",
    };

    public ReportCommand(Terminal terminal)
        : base(terminal, "report", "Writes a page: errors, best and worst predictions, spectra, training.",
            "neuralop report darcy.zip test.mat --output sol -o darcy.html --unit Pa")
    {
        _scored.AddTo(this);
        foreach (Option option in (Option[])[_truth, _page, _unit, _points]) Add(option);
    }

    protected override Answer Run(Invocation call)
    {
        string page = OutputFile.Prepare(call.Arguments.GetRequiredValue(_page), _scored.ModelPath(call),
            _scored.DataPath(call));
        MLContext context = call.Context();
        using LoadedModel model = _scored.LoadModel(call, context);
        NamedColumn truth = NamedColumn.Read(call.Arguments.GetRequiredValue(_truth));
        IDataView data = _scored.LoadData(call, context, model, truth);
        NeuralOperatorsCatalog operators = context.NeuralOperators();
        operators.Report(model.Operator, data, truth.Name, new ReportOptions
        {
            Units = new Dictionary<string, string> { [truth.Name] = call.Arguments.GetValue(_unit) ?? "" },
            PlacesColumnName = call.Arguments.GetValue(_points),
            Data = $"Tested on {_scored.DataPath(call)}.",
            Repeat = call.Line,
        }).Save(page);
        double error = operators.Evaluate(model.Whole.Transform(data), truth.Name, model.Operator.ScoreColumnName,
            new EvaluationOptions { HasFourierBands = false }).RelativeL2;
        return new Answer(new { File = page, RelativeL2 = error }, console => console.Line($"{page} written"));
    }
}
