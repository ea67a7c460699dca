using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace OperatorServer.Tests;

public sealed class RefusalTests : IDisposable
{
    private const string Octets = "application/octet-stream";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>What came, its form, and what the answer says was expected.</summary>
    public static TheoryData<string, string, string, int, string> Requests => new()
    {
        { "", "application/json", "", 400, "Expected {\"model\": \"…\"" },
        { "null", "application/json", "", 400, "got null" },
        { "{\"shape\": [1, 12", "application/json", "", 400, "Expected {" },
        { "{\"shape\": [1, 12, 12]}", "application/json", "", 400, "data" },
        { "{\"shape\": [1, 2, 2], \"data\": [1, 2, 3, \"4\"]}", "application/json", "", 400,
            "data[3] is not a 32-bit number" },
        { "{\"shape\": [1, 2, 2], \"data\": [1, 2, 3, 1e99]}", "application/json", "", 400,
            "data[3] is not a 32-bit number" },
        { "{\"shape\": [1, 2, 2], \"data\": [1, 2, 3]}", "application/json", "", 400, "Expected 4 numbers" },
        { "{\"shape\": [1, 2, 2], \"values\": []}", "application/json", "", 400, "values" },
        { "{\"shape\": [2, 2], \"data\": [1, 2, 3, 4]}", "application/json", "", 422,
            "Expected [1, height, width], or" },
        { "{\"shape\": [3, 2, 2], \"data\": []}", "application/json", "", 422, "takes [1, height, width]" },
        { "{\"shape\": [1, 0, 2], \"data\": []}", "application/json", "", 422, "takes [1, height, width]" },
        { "{\"shape\": [-1, 1, 2, 2], \"data\": []}", "application/json", "", 422, "at least one row" },
        { "{\"shape\": [999, 1, 2, 2], \"data\": []}", "application/json", "", 413, "at most 256 rows, got 999" },
        { "{\"shape\": [1, 2000000000, 2000000000], \"data\": []}", "application/json", "", 413, "at most" },
        { "{\"shape\": [1, 2, 2], \"data\": [1,2,3,4], \"model\": \"../../x\"}", "application/json", "", 404,
            "Got the name '../../x'. The models are 'fno-" },
        { "abc", "text/plain", "", 415, "Expected application/json or application/octet-stream, got 'text/plain'" },
        { "abcd", Octets, "", 400, "Expected a shape in the query or the header X-Shape" },
        { "abcd", Octets, "?shape=1,a,2", 400, "Expected a shape such as '1,64,64', got '1,a,2'" },
        { "abcd", Octets, "?shape=1,2,2", 400, "Expected 16 bytes of float32 for the shape, got 4 bytes" },
        { "abcd", Octets, "?shape=1,1,1&model=/etc/passwd", 404, "No such model" },
        { "abcd", Octets, "?shape=1,70000,70000", 413, "Expected at most 4194304 numbers" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_that_cannot_be_answered_is_told_why(string body, string type, string query, int status,
        string text)
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        await HasProblem(await server.PostText(body, type, query), status, text);
    }

    [Fact]
    public async Task Other_addresses_and_methods_are_problems_as_well()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        await HasProblem(await server.Client.GetAsync("/predict"), 405, "Method Not Allowed");
        await HasProblem(await server.Client.GetAsync("/model.onnx"), 404, "Not Found");
        await HasProblem(await server.Client.GetAsync("/models/..%2f..%2fetc/passwd"), 404, "Not Found");
    }

    [Fact]
    public async Task A_client_that_takes_raw_numbers_alone_is_told_why_as_well()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        server.Client.DefaultRequestHeaders.Add("Accept", "application/octet-stream");
        await HasProblem(await server.PostText("abcd", Octets, "?shape=1,2,2"), 400, "got 4 bytes");
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_before_it_is_read()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder, "MaxRequestBytes=1000");
        await HasProblem(await server.PostText(new string(' ', 2000)), 413, "too large");
        Near(Expected(Fno(1), Field(1, 4), 4), await server.Predict(Field(1, 4), 4));
    }

    [Fact]
    public async Task A_raw_body_without_a_length_is_counted_as_it_comes()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        await HasProblem(await Send(3), 400, "got 12 bytes");
        await HasProblem(await Send(5), 400, "got more");
        Near(Expected(Fno(1), Field(1, 2), 2), await RunningServer.Numbers(await Send(4)));

        async Task<HttpResponseMessage> Send(int numbers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/predict?shape=1,2,2");
            byte[] bytes = [.. Field(1, 4).Take(numbers).SelectMany(BitConverter.GetBytes)];
            if (numbers == 4) bytes = [.. Field(1, 2).SelectMany(BitConverter.GetBytes)];
            request.Content = RunningServer.Raw(bytes);
            request.Headers.TransferEncodingChunked = true;
            return await server.Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Only_known_keys_are_answered()
    {
        const string Plain = "a key of one client", Hashed = "a key of another client";
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Hashed)));
        await using RunningServer server = await RunningServer.StartAsync(_folder, $"Keys:0={Plain}",
            $"Keys:1=sha256:{digest}");
        foreach (string path in new[] { "/models", "/metrics" })
        {
            Assert.Equal(HttpStatusCode.OK, (await Get(path, "X-Api-Key", Plain)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await Get(path, "Authorization", $"Bearer {Hashed}")).StatusCode);
            HttpResponseMessage refused = await Get(path, "X-Api-Key", Plain + "x");
            Assert.Equal("Bearer", $"{refused.Headers.WwwAuthenticate}");
            await HasProblem(refused, 401, "A key is needed");
            await HasProblem(await Get(path, "Authorization", $"Bearer sha256:{digest}"), 401, "Expected a known key");
            await HasProblem(await Get(path, "Accept", "*/*"), 401, "Expected a known key");
        }
        await HasProblem(await server.PostText("{"), 401, "Expected a known key");
        // Probes have none.
        Assert.Equal(HttpStatusCode.OK, (await Get("/health", "Accept", "*/*")).StatusCode);

        async Task<HttpResponseMessage> Get(string path, string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, value);
            return await server.Client.SendAsync(request);
        }
    }

    internal static async Task HasProblem(HttpResponseMessage response, int status, string text)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonNode problem = JsonNode.Parse(body)!;
        Assert.Contains(text, $"{problem["title"]} {problem["detail"]}");
        response.Dispose();
    }
}
