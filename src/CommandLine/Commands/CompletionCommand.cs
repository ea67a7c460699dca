namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>What a shell needs to complete the tool's names.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _neuralop() {
                local found=$(neuralop "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
                COMPREPLY=($(compgen -W "$found" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _neuralop neuralop
            """,
        ["zsh"] = """
            _neuralop() {
                local line="${words[1,CURRENT]}"
                local -a found
                found=(${(f)"$(neuralop "[suggest:${#line}]" "$line" 2>/dev/null)"})
                compadd -a found || _files
            }
            compdef _neuralop neuralop
            """,
        ["fish"] = """
            function __neuralop_complete
                set -l line (commandline -cp)
                neuralop "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c neuralop -a '(__neuralop_complete)'
            """,
        ["powershell"] = """
            Register-ArgumentCompleter -Native -CommandName neuralop -ScriptBlock {
                param($word, $ast, $position)
                $line = "$ast".PadRight($position)
                neuralop "[suggest:$position]" $line 2>$null | Where-Object { $_ -like "$word*" }
            }
            """,
    };

    private readonly Argument<string> _shell = new("shell") { Description = "bash, zsh, fish or powershell." };

    public CompletionCommand(Terminal terminal)
        : base(terminal, "completion",
            "Prints a script that makes a shell complete commands, options and their values.",
            "neuralop completion bash >> ~/.bashrc", "neuralop completion powershell >> $PROFILE")
    {
        _shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        Add(_shell);
    }

    protected override Answer Run(Invocation call)
    {
        string script = Scripts[call.Arguments.GetRequiredValue(_shell)];
        return new Answer(new { Script = script }, console => console.Line(script));
    }
}
