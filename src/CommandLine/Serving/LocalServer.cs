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
/// The server in the tool: what its command line says, and nothing from files or variables of the folder it is in.
/// </summary>
internal static class LocalServer
{
    public const string LocalHost = "localhost";

    /// <summary>The names by which clients of a local address may call; none where all may.</summary>
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
        // A name may have two addresses, which cannot share a free port.
        builder.WebHost.UseUrls($"http://{(host == LocalHost ? "127.0.0.1" : Bracketed(host))}:{port}");
        builder.Services.AddRouting();
        // Signals are the tool's own.
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
            // An address that is not this machine's.
            if (error is SocketException) throw new IOException($"'{host}': {error.Message}", error);
            throw;
        }
    }

    /// <summary>Where a browser finds it.</summary>
    public static string AddressOf(WebApplication server) => server.Urls.Single()
        .Replace("//127.0.0.1:", $"//{LocalHost}:", StringComparison.Ordinal)
        .Replace("//0.0.0.0:", $"//{Dns.GetHostName()}:", StringComparison.Ordinal)
        .Replace("//[::]:", $"//{Dns.GetHostName()}:", StringComparison.Ordinal);

    /// <summary>Waits until it is to stop.</summary>
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
