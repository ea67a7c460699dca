namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>
/// A command: what it answers is shown, or with --json written as one object; what fails becomes a sentence and an exit
/// code.
/// </summary>
internal abstract class ToolCommand : System.CommandLine.Command
{
    private readonly Terminal _terminal;

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Write one JSON object to the standard output; progress and warnings go to the error output.",
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "Tell also what files turned out to hold, and how training is set up.",
    };

    protected ToolCommand(Terminal terminal, string name, string description, params string[] examples)
        : base(name, description)
    {
        _terminal = terminal;
        Examples = examples;
        // On a thread of its own, for the caller to wait for.
        SetAction((result, cancellation) => Task.Run(() => Execute(result, cancellation), CancellationToken.None));
    }

    /// <summary>How it is called.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Adds the options of every command, which help shows after its own.</summary>
    public void AddCommonOptions()
    {
        Add(_json);
        Add(_verbose);
    }

    /// <summary>Does the work.</summary>
    protected abstract Answer Run(Invocation call);

    private int Execute(ParseResult result, CancellationToken cancellation)
    {
        bool isJson = result.GetValue(_json);
        try
        {
            Answer answer = Run(new Invocation(result, _terminal.Error, result.GetValue(_verbose), cancellation));
            if (answer == Answer.None) return ExitCode.Done;
            if (isJson) _terminal.Output.WriteJson(answer.Values);
            else answer.Show(_terminal.Output);
            return ExitCode.Done;
        }
        catch (Exception error)
        {
            int code = ExitCode.Of(error);
            _terminal.Error.Line(ExitCode.Text(error), Color.Red);
            if (code == ExitCode.Fault && result.GetValue(_verbose)) _terminal.Error.Line(error.ToString());
            if (isJson) _terminal.Output.WriteJson(new { Error = ExitCode.Text(error), ExitCode = code });
            return code;
        }
    }
}
