using Microsoft.ML.NeuralOperators.CommandLine.Display;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>A page about a study, while processes work on it or later.</summary>
internal sealed class SweepReportCommand : ToolCommand
{
    private readonly Argument<string?> _study = new("study")
    {
        Description = "The folder that \"sweep --study\" named; with --database, the study's name there "
            + $"({SweepCommand.DatabaseStudy} without it).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _database = ClusterArguments.NewDatabase("PostgreSQL that keeps the study");

    private readonly Option<string> _page = new("--save", "-o")
    {
        Description = "The page to write.",
        DefaultValueFactory = _ => "sweep.html",
        HelpName = "file",
    };

    private readonly Option<string?> _title = new("--title") { Description = "The heading of the page." };

    public SweepReportCommand(Terminal terminal)
        : base(terminal, "sweep-report",
            "Writes a page about a study: history, importance of the options, best trials.",
            "neuralop sweep-report night -o sweep.html",
            "neuralop sweep-report --database \"Host=db;Database=sweeps;Username=ml\"")
    {
        Add(_study);
        foreach (Option option in (Option[])[_database, _page, _title]) Add(option);
    }

    protected override Answer Run(Invocation call)
    {
        string page = OutputFile.Prepare(call.Arguments.GetRequiredValue(_page));
        string? name = call.Arguments.GetValue(_study);
        SweepStudy study = SweepStudy.Load(call.Arguments.GetValue(_database) is { } database
            ? new PostgreSqlStudy(database, name ?? SweepCommand.DatabaseStudy)
            : new StudyFolder(name ?? throw new ArgumentException("Which study? Name its folder, or --database.")));
        study.Report(new SweepReportOptions { Title = call.Arguments.GetValue(_title) }).Save(page);
        SweepImportance importance = study.Importance();
        var values = new
        {
            File = page,
            Trials = study.Trials.Count,
            Best = study.BestTrial?.Number,
            study.BestTrial?.Loss,
            Importance = importance.Options.ToDictionary(o => o.Name, o => o.Share),
        };
        return new Answer(values, console =>
        {
            // What one value was tried of is not known any more.
            console.Write(new SweepText([]).Table(study.Trials));
            if (SweepText.Table(importance) is { } table) console.Write(table);
            console.Line($"{page} written");
        });
    }
}
