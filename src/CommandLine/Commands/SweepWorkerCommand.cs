using Microsoft.ML.NeuralOperators.CommandLine.Display;
using Microsoft.ML.NeuralOperators.Sweeps;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Works on a sweep that another machine began.</summary>
internal sealed class SweepWorkerCommand : ToolCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SweepCommand _sweep;
    private readonly RootCommand _line;
    private readonly ClusterArguments _cluster = new(isRequired: true);

    private readonly Option<string> _study = new("--study")
    {
        Description = "The study's name in the database.",
        DefaultValueFactory = _ => SweepCommand.DatabaseStudy,
        HelpName = "name",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "The data's file on this machine, where it is not at the path that the sweep was begun with.",
        HelpName = "file",
    };

    private readonly Option<int?> _gpu = new("--gpu") { Description = "The CUDA device that this process offers." };

    public SweepWorkerCommand(Terminal terminal)
        : base(terminal, "sweep-worker", "Trains trials of a sweep that was begun with --database, until it is done.",
            "neuralop sweep-worker --database \"Host=db;Database=sweeps;Username=ml\"",
            "neuralop sweep-worker --database \"Host=db;Database=sweeps;Username=ml\" --study night --gpu 0 --cores 8")
    {
        _sweep = new SweepCommand(terminal);
        _sweep.AddCommonOptions();
        _line = new RootCommand { _sweep };
        _cluster.AddTo(this);
        foreach (Option option in (Option[])[_study, _data, _gpu]) Add(option);
    }

    protected override Answer Run(Invocation call)
    {
        string name = call.Arguments.GetRequiredValue(_study), database = _cluster.Database(call)!;
        var study = new PostgreSqlStudy(database, name);
        SweepRecipe recipe = Wait(call, study);
        if (recipe.Seconds <= 0) throw new InvalidOperationException($"The time of the study '{name}' is over.");
        ParseResult line = _line.Parse(SweepLine.Read(recipe.Text).With(call.Arguments.GetValue(_data)));
        if (line.Errors.Count > 0)
            throw new InvalidOperationException($"The study '{name}' was begun by another version of neuralop: "
                + line.Errors[0].Message);
        var (_, _, experiment) = _sweep.Prepare(call with { Arguments = line }, recipe.Seconds, database);
        var text = new SweepText(experiment.Spaces);
        var display = new SweepDisplay(call.Console, text,
            recipe.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, _sweep.Trials(line),
            SweepStudy.Exists(study) ? SweepStudy.Load(study).Trials : []);
        experiment.SetMonitor(display);
        using SweepResult result = display.Run(() => experiment.RunOn(_cluster.Read(call, study,
            call.Arguments.GetValue(_gpu)), call.Cancellation));
        SweepTrial best = result.BestTrial;
        return new Answer(new { Study = name, Trials = result.Trials.Count, Best = best.Number, best.Loss },
            console => console.Line(Invariant($"'{name}' is done: best of {result.Trials.Count} trials, ")
                + Invariant($"{text.Of(best)}, {best.Loss:f4}")));
    }

    private static SweepRecipe Wait(Invocation call, PostgreSqlStudy study)
    {
        for (bool isTold = false; ; isTold = true)
        {
            if (SweepRecipe.Of(study) is { } recipe) return recipe;
            if (!isTold)
                call.Console.Line($"Waiting for 'neuralop sweep --database … --study {study.Name}'; Ctrl-C stops.");
            call.Cancellation.WaitHandle.WaitOne(Pause);
            call.Cancellation.ThrowIfCancellationRequested();
        }
    }
}
