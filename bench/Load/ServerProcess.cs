using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Load.Bench;

/// <summary>The server in a process of its own, reached on the loopback address alone.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly string[] _arguments;
    private Process? _process;

    public ServerProcess(string model, int connections)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        _arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "OperatorServer.dll"), $"--urls={Address}",
            "--Logging:LogLevel:Default=Warning", $"--OperatorServer:Models:load={model}",
            $"--OperatorServer:MaxConcurrentRequests={2 * connections}",
            $"--OperatorServer:Serving:MaxWaiting={8 * connections}",
        ];
    }

    public Uri Address { get; }

    /// <summary>The memory that the machine gave it.</summary>
    public double Megabytes
    {
        get
        {
            if (_process is not { HasExited: false } running) return 0;
            running.Refresh();
            return running.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } path
            && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", _arguments))!;
        using var client = new HttpClient();
        while (true)
        {
            try
            {
                using HttpResponseMessage response = await client.GetAsync(new Uri(Address, "/health"), stop);
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // Not yet.
            }
            await Task.Delay(50, stop);
        }
    }

    /// <summary>Kills it, whatever it does, and starts it again.</summary>
    public async Task RestartAsync(CancellationToken stop)
    {
        Console.WriteLine("the server is killed");
        _process!.Kill();
        await _process.WaitForExitAsync(stop);
        _process.Dispose();
        await StartAsync(stop);
    }

    public void Dispose()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
