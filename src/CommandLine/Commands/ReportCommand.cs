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

    private readonly Option<string> _unit = new("--unit")
    {
        Description = "The unit of the predicted field, for the scales.",
        DefaultValueFactory = _ => "as in the file",
    };

    public ReportCommand(Terminal terminal)
        : base(terminal, "report", "Writes a page: errors, best and worst predictions, training.",
            "neuralop report darcy.zip test.mat --output sol -o darcy.html --unit Pa")
    {
        _scored.AddTo(this);
        foreach (Option option in (Option[])[_truth, _page, _unit]) Add(option);
    }

    protected override Answer Run(Invocation call)
    {
        string page = OutputFile.Prepare(call.Arguments.GetRequiredValue(_page), _scored.ModelPath(call),
            _scored.DataPath(call));
        MLContext context = call.Context();
        using LoadedModel model = _scored.LoadModel(call, context);
        NamedColumn truth = NamedColumn.Read(call.Arguments.GetRequiredValue(_truth));
        IDataView data = _scored.LoadData(call, context, model, truth);
        IDataView scored = model.Whole.Transform(data);
        FieldMetrics metrics = context.NeuralOperators().Evaluate(scored, truth.Name, model.Operator.ScoreColumnName,
            new EvaluationOptions { KeepRows = true });
        var report = new ScoredReport(model.Operator, scored, truth.Name, metrics,
            call.Arguments.GetRequiredValue(_unit));
        report.Write(page, $"neuralop report {_scored.ModelPath(call)} {_scored.DataPath(call)} --output {truth.Name}");
        return new Answer(new { File = page, metrics.RelativeL2 }, console => console.Line($"{page} written"));
    }
}
