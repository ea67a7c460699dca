using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The errors of a model on a file.</summary>
internal sealed class EvaluateCommand : ToolCommand
{
    private readonly ScoredFileArguments _scored = new();

    private readonly Option<string> _truth = new("--output", "-u")
    {
        Description = "The array of the true field.",
        Required = true,
    };

    public EvaluateCommand(Terminal terminal)
        : base(terminal, "evaluate", "Measures the errors of a model on a file that holds the truth.",
            "neuralop evaluate darcy.zip test.mat --output sol", "neuralop evaluate darcy.zip test.mat -u sol --json")
    {
        _scored.AddTo(this);
        Add(_truth);
    }

    protected override Answer Run(Invocation call)
    {
        MLContext context = call.Context();
        using LoadedModel model = _scored.LoadModel(call, context);
        NamedColumn truth = NamedColumn.Read(call.Arguments.GetRequiredValue(_truth));
        IDataView data = _scored.LoadData(call, context, model, truth);
        FieldMetrics m = context.NeuralOperators().Evaluate(model.Whole.Transform(data), truth.Name,
            model.Operator.ScoreColumnName);
        return new Answer(Values(m), console => Show(console, m));
    }

    /// <summary>The numbers that scripts want.</summary>
    public static object Values(FieldMetrics m) => new
    {
        m.Count,
        m.RelativeL2,
        m.RelativeL1,
        m.RelativeH1,
        m.MaximumError,
        Rmse = m.RootMeanSquaredError,
        m.RSquared,
        WorstRows = m.WorstRows.Select(r => r.Row),
        m.ZeroTruthRows,
    };

    private static void Show(IAnsiConsole console, FieldMetrics m)
    {
        Table table = Tables.New("error", "value>");
        table.AddRow("rows", Invariant($"{m.Count}"));
        table.AddRow("relative L2", ReportNumber.Text(m.RelativeL2));
        table.AddRow("relative L1", ReportNumber.Text(m.RelativeL1));
        table.AddRow("relative H1", ReportNumber.Text(m.RelativeH1));
        table.AddRow("largest error", ReportNumber.Text(m.MaximumError));
        table.AddRow("root mean square", ReportNumber.Text(m.RootMeanSquaredError));
        table.AddRow("R²", ReportNumber.Text(m.RSquared, 4));
        console.Write(table);
        if (m.WorstRows.Count > 0)
            console.Line($"Worst rows: {string.Join(", ", m.WorstRows.Select(r => r.Row))}");
    }
}
