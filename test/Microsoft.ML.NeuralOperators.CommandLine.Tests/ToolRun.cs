using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>The tool in this process: what it said and with what code it ended.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<ToolRun> Of(params string[] arguments)
        => Of(arguments, new StringWriter(), CancellationToken.None);

    public static async Task<ToolRun> Of(string[] arguments, StringWriter error, CancellationToken cancellation)
    {
        var output = new StringWriter();
        int code = await Tool.RunAsync(arguments,
            new Terminal(Terminal.Open(output, true), Terminal.Open(error, true)), cancellation);
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    public ToolRun Succeeded() => EndedWith(ExitCode.Done);

    /// <summary>It ended with a code, and said why.</summary>
    public ToolRun EndedWith(int code, string error = "")
    {
        Assert.True(Code == code, $"Exit code {Code}: {Output}{Error}");
        Assert.Contains(error, Error, StringComparison.Ordinal);
        return this;
    }
}
