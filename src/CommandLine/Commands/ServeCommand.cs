using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.ML.NeuralOperators.CommandLine.Serving;
using Microsoft.ML.NeuralOperators.Server;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Serves models over HTTP, with a page to draw on, until Ctrl-C.</summary>
internal sealed class ServeCommand : ToolCommand
{
    private const int MostPorts = 65535;

    private readonly Argument<string[]> _models = new("model")
    {
        Description = "The models: .onnx files, which are reloaded when they change, .zip files, or published weights. "
            + "NAME=FILE gives a model a name.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int> _port = new("--port", "-p")
    {
        Description = "The port to listen on; 0 takes a free one.",
        DefaultValueFactory = _ => 8080,
    };

    private readonly Option<string> _host = new("--host")
    {
        Description = "The address to listen on: localhost for this machine only, 0.0.0.0 for all networks.",
        DefaultValueFactory = _ => LocalServer.LocalHost,
        HelpName = "address",
    };

    private readonly Option<string?> _keys = new("--key-file")
    {
        Description = "A file of keys of 16 characters or more, one a line; clients must send one of them.",
        HelpName = "file",
    };

    private readonly Option<string[]> _problems = new("--problem")
    {
        Description = "The equation that the models learned, which the page then solves for comparison: darcy; or "
            + "NAME=darcy for one of several models.",
        HelpName = "equation",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _open = new("--open") { Description = "Open the page in the browser." };

    public ServeCommand(Terminal terminal)
        : base(terminal, "serve", "Serves models over HTTP, with a page to draw fields on. Ctrl-C stops it.",
            "neuralop serve darcy.zip --problem darcy --open",
            "neuralop serve darcy.onnx flow=navier-stokes.onnx --port 9000",
            "neuralop serve darcy.onnx --host 0.0.0.0 --key-file keys.txt")
    {
        Add(_models);
        foreach (Option option in (Option[])[_port, _host, _keys, _problems, _open]) Add(option);
    }

    protected override Answer Run(Invocation call) => RunAsync(call).GetAwaiter().GetResult();

    private async Task<Answer> RunAsync(Invocation call)
    {
        string host = call.Arguments.GetRequiredValue(_host);
        int port = call.Arguments.GetValue(_port);
        // Kestrel listens on all addresses for any other name.
        if (host != LocalServer.LocalHost && !IPAddress.TryParse(host, out _))
            throw new ArgumentException($"--host is '{host}'; expected localhost or an IP address, such as 0.0.0.0.");
        if (port is < 0 or > MostPorts)
            throw new ArgumentException($"The port is {port}; expected 0 to {MostPorts}.");
        using var models = ServedModels.Prepare(call, call.Arguments.GetRequiredValue(_models));
        string[] keys = call.Arguments.GetValue(_keys) is { } file ? KeyFile.Read(file) : [];
        var options = new ServerOptions
        {
            Models = models.Paths,
            Problems = models.Problems(call.Arguments.GetValue(_problems) ?? []),
            Keys = keys,
            Hosts = LocalServer.HostsOf(host),
        };
        if (options.Hosts.Length == 0 && keys.Length == 0)
            call.Warn("Anyone who can reach this machine can use the models. --key-file requires a key.");
        await using WebApplication server =
            await LocalServer.StartAsync(options.Checked(), host, port, call.Console, call.Cancellation);
        string address = LocalServer.AddressOf(server);
        call.Console.Line($"{string.Join(", ", models.Paths.Keys)}: {address}    Ctrl-C stops.");
        if (call.Arguments.GetValue(_open)) Browser.Open(address, call);
        await LocalServer.UntilAsync(call.Cancellation);
        await server.StopAsync(CancellationToken.None);
        return new Answer(new { Address = address, Models = models.Paths.Keys }, console => console.Line("Stopped."));
    }
}
