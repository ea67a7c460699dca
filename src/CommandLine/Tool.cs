using Microsoft.ML.NeuralOperators.CommandLine.Commands;

namespace Microsoft.ML.NeuralOperators.CommandLine;

/// <summary>The whole tool: its commands, and what it answers to the shell.</summary>
internal static class Tool
{
    public static RootCommand Create(Terminal terminal)
    {
        ToolCommand[] commands =
        [
            new InspectCommand(terminal), new ModelsCommand(terminal), new TrainCommand(terminal),
            new CompareCommand(terminal), new SweepCommand(terminal), new SweepReportCommand(terminal),
            new SweepWorkerCommand(terminal), new EvaluateCommand(terminal),
            new PredictCommand(terminal), new RollOutCommand(terminal), new ReportCommand(terminal),
            new ExportCommand(terminal), new ServeCommand(terminal), new GenerateCommand(terminal),
            new CompletionCommand(terminal),
        ];
        var root = new RootCommand("Neural operators on the fields of a data file: look, train, score, predict.");
        foreach (ToolCommand command in commands)
        {
            command.AddCommonOptions();
            root.Add(command);
        }
        HelpExamples.AddTo(root, "neuralop inspect darcy.mat",
            "neuralop train darcy.mat --input coeff --output sol --model mgno -o darcy.zip",
            "neuralop predict darcy.zip new.mat -o predictions.mat");
        return root;
    }

    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal,
        CancellationToken cancellation = default)
    {
        // A line that says nothing gets the help, but is still a wrong one.
        bool isEmpty = arguments.Length == 0;
        ParseResult parsed = Create(terminal).Parse(isEmpty ? ["--help"] : arguments);
        IReadOnlyList<string> faults = CommandLineFaults.Of(parsed);
        if (faults.Count > 0) return Refuse(parsed, faults, terminal, arguments.Contains("--json"));
        int code = await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = terminal.Output.Profile.Out.Writer,
            Error = terminal.Error.Profile.Out.Writer,
            // The caller's token stops a command.
            ProcessTerminationTimeout = null,
        }, cancellation);
        return isEmpty ? ExitCode.WrongArguments : code;
    }

    private static int Refuse(ParseResult parsed, IReadOnlyList<string> faults, Terminal terminal, bool isJson)
    {
        foreach (string fault in faults) terminal.Error.Line(fault, Color.Red);
        string command = parsed.CommandResult.Command is ToolCommand known ? $"neuralop {known.Name}" : "neuralop";
        terminal.Error.Line($"See {command} --help.");
        if (isJson)
            terminal.Output.WriteJson(new { Error = string.Join(' ', faults), ExitCode = ExitCode.WrongArguments });
        return ExitCode.WrongArguments;
    }
}
