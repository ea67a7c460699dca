using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace OperatorServer.Tests;

public sealed partial class DescriptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Metrics_count_predictions_as_prometheus_reads_them()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        for (int i = 0; i < 3; i++) await server.Predict(Field(i));
        string label = $"model=\"{server.Name}\"";
        Assert.Equal(3, await server.Metric($"neuraloperators_requests_total{{{label},outcome=\"done\"}}"));
        Assert.Equal(3, await server.Metric($"neuraloperators_duration_seconds_bucket{{{label},le=\"+Inf\"}}"));
        Assert.Equal(3, await server.Metric($"neuraloperators_duration_seconds_count{{{label}}}"));
        Assert.Equal(0, await server.Metric($"neuraloperators_waiting{{{label}}}"));
        Assert.True(await server.Metric("dotnet_process_memory_working_set_bytes") > 1e6);
        string text = await server.Client.GetStringAsync("/metrics");
        Assert.EndsWith("\n", text);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
    }

    [Fact]
    public async Task Health_tells_of_a_damaged_file_without_its_path()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder,
            "Serving:ReloadInterval=00:00:00.020");
        Assert.Equal($"{{\"status\":\"Healthy\",\"models\":{{\"{server.Name}\":\"Healthy\"}}}}",
            await server.Client.GetStringAsync("/health"));
        File.WriteAllText(_folder["model.onnx"], "damaged");
        string health;
        while (!(health = await server.Client.GetStringAsync("/health")).Contains("Degraded")) await Task.Delay(10);
        Assert.DoesNotContain("model.onnx", health);
        Assert.Equal("false",
            JsonNode.Parse(await server.Client.GetStringAsync("/models"))![0]!["isNewest"]!.ToJsonString());
        Near(Expected(Fno(1), Field(1)), await server.Predict(Field(1)));
        Assert.Contains("Healthy", await server.Client.GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task The_document_describes_every_address()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        JsonNode document = JsonNode.Parse(await server.Client.GetStringAsync("/openapi/v1.json"))!;
        Assert.StartsWith("3.", (string)document["openapi"]!);
        Assert.Equal(["/metrics", "/models", "/predict", "/solve"], document["paths"]!.AsObject().Select(p => p.Key)
            .Order());
        JsonNode predict = document["paths"]!["/predict"]!["post"]!;
        string[] forms = ["application/json", "application/octet-stream"];
        Assert.Equal(forms, predict["requestBody"]!["content"]!.AsObject().Select(c => c.Key).Order());
        Assert.Equal(forms, predict["responses"]!["200"]!["content"]!.AsObject().Select(c => c.Key).Order());
        Assert.NotNull(predict["responses"]!["429"]);
        Assert.Equal(["shape", "model"], predict["parameters"]!.AsArray().Select(p => (string)p!["name"]!));
        JsonNode fields = document["components"]!["schemas"]!["JsonFields"]!;
        Assert.Equal("[\"shape\",\"data\"]", fields["required"]!.ToJsonString());
        Assert.Equal("array", (string)fields["properties"]!["data"]!["type"]!);
        Assert.Equal("[\"null\",\"number\"]", fields["properties"]!["data"]!["items"]!["type"]!.ToJsonString());
        Assert.Equal("binary", (string)predict["requestBody"]!["content"]![forms[1]]!["schema"]!["format"]!);
    }

    [GeneratedRegex(@"^(# (HELP|TYPE) [a-z_0-9]+ .*|[a-z_0-9]+(\{([a-z_0-9]+=""([^""\\]|\\.)*"",?)+\})? "
        + @"(-?[0-9.]+(E[-+]?[0-9]+)?|NaN|[+-]Inf))$")]
    private static partial Regex Line();
}
