using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.ML.NeuralOperators.Server;

namespace Microsoft.ML.NeuralOperators.CommandLine.Serving;

/// <summary>
/// The server in the tool. Its settings come only from the command line, not from files in the current folder or from
/// environment variables.
/// </summary>
internal static class LocalServer
{
    public const string LocalHost = "localhost";

    /// <summary>The host names that clients of a local address may use; empty where any may be used.</summary>
    public static string[] HostsOf(string host)
        => host == LocalHost || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address))
            ? [LocalHost, "127.0.0.1", "[::1]"] : [];

    /// <summary>Opens the models and listens.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<WebApplication> StartAsync(ServerOptions options, string host, int port,
        IAnsiConsole console, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        // 'localhost' may have two addresses, which cannot share a free port.
        builder.WebHost.UseUrls($"http://{(host == LocalHost ? "127.0.0.1" : Bracketed(host))}:{port}");
        builder.Services.AddRouting();
        // The tool handles signals itself.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.ML", LogLevel.Information)
            .AddProvider(new ConsoleLog(console));
        WebApplication server = HttpServer.Build(builder, options);
        try
        {
            await server.StartAsync(cancellation);
            return server;
        }
        catch (Exception error)
        {
            await server.DisposeAsync();
            if (error is IOException && error is not FileNotFoundException)
                throw new IOException($"Port {port} of {host} cannot be used. Choose another one with --port; 0 takes "
                    + $"a free one. ({error.Message})", error);
            // The address does not belong to this machine.
            if (error is SocketException) throw new IOException($"'{host}': {error.Message}", error);
            throw;
        }
    }

    /// <summary>The address for a browser.</summary>
    public static string AddressOf(WebApplication server) => server.Urls.Single()
        .Replace("//127.0.0.1:", $"//{LocalHost}:", StringComparison.Ordinal)
        .Replace("//0.0.0.0:", $"//{Dns.GetHostName()}:", StringComparison.Ordinal)
        .Replace("//[::]:", $"//{Dns.GetHostName()}:", StringComparison.Ordinal);

    /// <summary>Waits for the request to stop.</summary>
    public static async Task UntilAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = stop.Register(stopped.SetResult);
        await stopped.Task;
    }

    private static string Bracketed(string host)
        => IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{address}]" : host;

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
