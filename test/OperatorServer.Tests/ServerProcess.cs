using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OperatorServer.Tests;

/// <summary>The server as a process of its own, which can be killed and started again at the same address.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly string[] _arguments;
    private readonly StringBuilder _errors = new();
    private Process? _process;

    /// <param name="model">The file of its model "fno".</param>
    public ServerProcess(string model)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Client = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"),
        };
        _arguments = [Path.Combine(AppContext.BaseDirectory, "OperatorServer.dll"), $"--urls={Client.BaseAddress}",
            "--Logging:LogLevel:Default=Warning", $"--OperatorServer:Models:fno={model}"];
    }

    public HttpClient Client { get; }

    /// <summary>What it wrote to its error output.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Starts it and waits until it answers, or ends.</summary>
    /// <returns>Null, or its exit code.</returns>
    public async Task<int?> StartAsync()
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", _arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            },
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        while (!_process.HasExited)
        {
            try
            {
                using HttpResponseMessage answer = await Client.GetAsync("/health");
                if (answer.IsSuccessStatusCode) return null;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            await Task.Delay(20);
        }
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Kills it, whatever it does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is null) return;
        if (_process.HasExited) _process.Dispose();
        else await KillAsync();
    }
}
