using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Microsoft.ML.NeuralOperators.CommandLine.Commands;

namespace Microsoft.ML.NeuralOperators.CommandLine;

/// <summary>The usual help, and examples after it.</summary>
internal sealed class HelpExamples(SynchronousCommandLineAction help, IReadOnlyList<string> examples)
    : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root, params IReadOnlyList<string> examples)
    {
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
            help.Action = new HelpExamples((SynchronousCommandLineAction)help.Action!, examples);
    }

    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in (parseResult.CommandResult.Command as ToolCommand)?.Examples ?? examples)
            output.WriteLine($"  {example}");
        return code;
    }
}
