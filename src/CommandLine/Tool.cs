using Microsoft.ML.NeuralOperators.CommandLine.Commands;

namespace Microsoft.ML.NeuralOperators.CommandLine;

/// <summary>The whole tool: its commands, and what it answers to the shell.</summary>
internal static class Tool
{
    // Training ends with the batch in hand, and its model is saved.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromMinutes(10);

    public static RootCommand Create(Terminal terminal)
    {
        ToolCommand[] commands =
        [
            new InspectCommand(terminal), new ModelsCommand(terminal), new TrainCommand(terminal),
            new CompareCommand(terminal), new EvaluateCommand(terminal), new PredictCommand(terminal),
            new RollOutCommand(terminal), new ReportCommand(terminal), new ExportCommand(terminal),
            new GenerateCommand(terminal), new CompletionCommand(terminal),
        ];
        var root = new RootCommand("Neural operators on the fields of a data file: look, train, score, predict.");
        foreach (ToolCommand command in commands) root.Add(command);
        HelpExamples.AddTo(root, "neuralop inspect darcy.mat",
            "neuralop train darcy.mat --input coeff --output sol --model mgno -o darcy.zip",
            "neuralop predict darcy.zip new.mat -o predictions.mat");
        return root;
    }

    public static async Task<int> RunAsync(string[] arguments, Terminal terminal)
    {
        ParseResult parsed = Create(terminal).Parse(arguments);
        int code = await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = terminal.Output.Profile.Out.Writer,
            Error = terminal.Error.Profile.Out.Writer,
            ProcessTerminationTimeout = TimeToStop,
        });
        return parsed.Errors.Count > 0 ? ExitCode.WrongArguments : code;
    }
}
