using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>The tool in this process: what it said and with what code it ended.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static async Task<ToolRun> Of(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        int code = await Tool.RunAsync(arguments,
            new Terminal(Terminal.Open(output, true), Terminal.Open(error, true)));
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    public ToolRun Succeeded()
    {
        Assert.True(Code == ExitCode.Done, $"Exit code {Code}: {Output}{Error}");
        return this;
    }
}
