namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>The scripts of completion, in the shells themselves.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bash_completes_names_of_models_and_options()
    {
        string bash = await Prepare("bash");
        string output = ToolProcess.Run(bash, _folder.Path, "--norc", "-c", """
            source completion
            try() {
                COMP_WORDS=($1) COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$1 COMP_POINT=${#1}
                _neuralop
                echo "${COMPREPLY[@]}"
            }
            try "neuralop train a.npz --model mgn"
            try "neuralop evaluate --outp"
            """);
        Assert.Equal(["mgno", "--output"], Lines(output));
    }

    // An interactive zsh behind a terminal of its own, to which the line and a tab are typed.
    [Fact]
    public async Task Zsh_completes_names_of_models()
    {
        string zsh = await Prepare("zsh");
        string output = ToolProcess.Run(zsh, _folder.Path, "-f", "-c", """
            zmodload zsh/zpty
            zpty inner "TERM=dumb zsh -f -i"
            zpty -w inner "PS1=; autoload -Uz compinit && compinit -D -u && source completion && print rea''dy"
            zpty -r inner seen '*ready*'
            zpty -n -w inner $'neuralop train a.npz --model mgn\t'
            zpty -r inner seen '*--model mgno*' && print completed
            zpty -d inner
            """);
        Assert.Equal(["completed"], Lines(output));
    }

    [Fact]
    public async Task Fish_completes_names_of_models_and_options()
    {
        string fish = await Prepare("fish");
        string output = ToolProcess.Run(fish, _folder.Path, "--no-config", "-c", """
            source completion
            complete -C "neuralop train a.npz --model mgn"
            complete -C "echo a | neuralop evaluate --outp"
            """);
        Assert.Equal(["mgno", "--output"], Lines(output));
    }

    [Fact]
    public async Task PowerShell_completes_names_of_models_and_options()
    {
        string powerShell = await Prepare("powershell", "pwsh");
        string output = ToolProcess.Run(powerShell, _folder.Path, "-NoProfile", "-NonInteractive", "-Command", """
            Invoke-Expression (Get-Content -Raw completion)
            foreach ($line in 'neuralop train a.npz --model mgn', 'neuralop evaluate --outp', 'neuralop completion ') {
                "$((TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText)"
            }
            """);
        string[] lines = Lines(output);
        Assert.Equal(["mgno", "--output"], lines[..2]);
        Assert.Contains("zsh", lines[2], StringComparison.Ordinal);
    }

    // The script as the tool prints it, and the tool as the shell finds it; skipped where there is no such shell.
    private async Task<string> Prepare(string name, string? program = null)
    {
        string? shell = ToolProcess.Find(program ?? name);
        Assert.SkipWhen(shell is null || OperatingSystem.IsWindows(), $"There is no {program ?? name} here.");
        ToolProcess.Install(_folder);
        File.WriteAllText(_folder["completion"], (await ToolRun.Of("completion", name)).Succeeded().Output);
        return shell;
    }

    private static string[] Lines(string output)
        => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
