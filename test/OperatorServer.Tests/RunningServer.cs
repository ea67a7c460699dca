using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace OperatorServer.Tests;

/// <summary>A server on a free port of this machine, with a model "fno" under a name of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    public const int Size = Models.Size;

    private RunningServer(WebApplication application, string name)
    {
        (Application, Name) = (application, name);
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
    }

    public WebApplication Application { get; }

    public HttpClient Client { get; }

    /// <summary>The model's name. Meters are the process's, so every test's model has its own.</summary>
    public string Name { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="folder">Receives the model.</param>
    /// <param name="settings">Such as "MaxConcurrentRequests=1"; {name} stands for the model's name.</param>
    public static async Task<RunningServer> StartAsync(TemporaryFolder folder, params string[] settings)
    {
        string name = $"fno-{Guid.NewGuid():n}", path = folder.Write("model.onnx", Models.Fno(1));
        WebApplication application = HttpServer.Create(
        [
            "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", $"--OperatorServer:Models:{name}={path}",
            .. settings.Select(s => $"--OperatorServer:{s.Replace("{name}", name)}"),
        ]);
        await application.StartAsync();
        return new RunningServer(application, name);
    }

    public Task<HttpResponseMessage> PostJson(object body, CancellationToken cancellation = default)
        => Client.PostAsJsonAsync("/predict", body, cancellation);

    public Task<HttpResponseMessage> PostText(string body, string type = "application/json", string query = "")
        => Client.PostAsync($"/predict{query}", new StringContent(body, new MediaTypeHeaderValue(type)));

    /// <param name="numbers">The fields.</param>
    /// <param name="query">Of /predict, or a path with a query.</param>
    public Task<HttpResponseMessage> PostRaw(float[] numbers, string query)
        => Client.PostAsync(query.StartsWith('?') ? $"/predict{query}" : query,
            Raw(MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray()));

    public static StringContent Json(string body) => new(body, new MediaTypeHeaderValue("application/json"));

    /// <summary>The prediction of one field.</summary>
    public async Task<float[]> Predict(float[] field, int size = Size)
        => await Numbers(await PostJson(new { shape = new[] { 1, size, size }, data = field, model = Name }));

    public static ByteArrayContent Raw(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }

    /// <summary>The numbers of an answer in either form.</summary>
    public static async Task<float[]> Numbers(HttpResponseMessage response)
    {
        byte[] bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(bytes));
        return response.Content.Headers.ContentType?.MediaType == "application/octet-stream"
            ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
            : [.. JsonNode.Parse(bytes)!["data"]!.AsArray().Select(n => (float)n!)];
    }

    /// <summary>The value of a line of /metrics; zero where there is none.</summary>
    public async Task<double> Metric(string line)
    {
        string text = await Client.GetStringAsync("/metrics");
        string? found = text.Split('\n').FirstOrDefault(l => l.StartsWith(line + " ", StringComparison.Ordinal));
        return found is null ? 0 : double.Parse(found.Split(' ')[^1]);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Application.StopAsync();
        await Application.DisposeAsync();
    }
}
