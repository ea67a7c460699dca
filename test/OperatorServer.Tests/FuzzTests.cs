using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace OperatorServer.Tests;

/// <summary>
/// Malformed requests, seeded: none of them may be a fault of the server's own, and none may stop it. The variable
/// FUZZED_REQUESTS asks for more of them.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly string[] Types = ["application/json", "application/octet-stream", "text/plain",
        "application/json; charset=utf-16", "multipart/form-data; boundary=x", "application/problem+json"];
    private static readonly string[] Sizes = ["1", "12", "0", "-1", "2147483647", "4294967296", "1e3", "", " ", "x",
        "12,12", "1;2", "٣", "1,1,1,1,1,1,1,1,1"];
    private static readonly string[] Words = ["null", "[", "]", "{", "}", "\"data\":", "\"shape\":", "\"model\":", ",",
        "1e400", "-0", "NaN", "\"\\ud800\"", "[[[[[[", "0.1e", "true", "\u0000", "\uffff", "99999999999999999999"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Malformed_requests_are_refused_and_the_server_goes_on()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("FUZZED_REQUESTS") ?? "2000",
            CultureInfo.InvariantCulture);
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        var statuses = new SortedDictionary<int, int>();
        for (int seed = 0; seed < count; seed++)
        {
            using HttpRequestMessage request = Request(new Random(seed));
            using HttpResponseMessage response = await server.Client.SendAsync(request);
            int status = (int)response.StatusCode;
            Assert.True(status < 500, $"seed {seed}: {status} {await response.Content.ReadAsStringAsync()}");
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", statuses.Select(s => $"{s.Key}: {s.Value}")));
        Assert.True(statuses.Keys.Count(status => status >= 400) >= 5);
        Near(Expected(Fno(1), Field(1)), await server.Predict(Field(1)));
    }

    [Fact]
    public async Task Bytes_that_are_no_http_do_not_stop_the_server()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = Encoding.ASCII.GetBytes("POST /predict?shape=1,2,2 HTTP/1.1\r\nHost: x\r\nContent-Type: "
                + "application/octet-stream\r\nContent-Length: 16\r\n\r\n0123456789abcdef");
            for (int change = random.Next(1, 20); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            string answer = "";
            using var socket = new TcpClient("127.0.0.1", server.Client.BaseAddress!.Port);
            await using NetworkStream stream = socket.GetStream();
            try
            {
                await stream.WriteAsync(bytes.AsMemory(0, random.Next(1, bytes.Length + 1)));
                socket.Client.Shutdown(SocketShutdown.Send);
                using var reader = new StreamReader(stream);
                answer = await reader.ReadToEndAsync();
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                // The server closed the connection.
            }
            // 505 says that the version of HTTP is unknown, which is right.
            Assert.DoesNotContain("HTTP/1.1 500", answer);
        }
        Near(Expected(Fno(1), Field(1)), await server.Predict(Field(1)));
    }

    private static HttpRequestMessage Request(Random random)
    {
        string query = random.Next(3) == 0 ? ""
            : $"?shape={Join(random)}&model={Uri.EscapeDataString(Pick(Words, random))}";
        if (random.Next(2) == 0) query = $"?shape={Join(random)}";
        var request = new HttpRequestMessage(random.Next(20) == 0 ? HttpMethod.Put : HttpMethod.Post,
            $"/predict{query}");
        byte[] body = random.Next(4) switch
        {
            0 => Bytes(random),
            1 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(30))
                .Select(_ => Pick(Words, random)))),
            _ => Damaged(random),
        };
        request.Content = new ByteArrayContent(body);
        string type = random.Next(4) == 0 ? Pick(Types, random) : Types[random.Next(2)];
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (random.Next(5) == 0) request.Headers.TryAddWithoutValidation("X-Shape", Join(random));
        if (random.Next(5) == 0) request.Headers.TransferEncodingChunked = true;
        if (random.Next(5) == 0) request.Headers.TryAddWithoutValidation("Accept", Pick(Types, random));
        return request;
    }

    private static byte[] Damaged(Random random)
    {
        string sizes = string.Join(",", Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(-1, 14)));
        string data = string.Join(",", Enumerable.Range(0, random.Next(20)).Select(_ => random.NextSingle()));
        byte[] bytes = Encoding.UTF8.GetBytes($"{{\"shape\":[{sizes}],\"data\":[{data}]}}");
        for (int change = random.Next(4); change > 0; change--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)];
    }

    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[4 * random.Next(40) + random.Next(2)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Join(Random random)
        => Uri.EscapeDataString(string.Join(",",
            Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pick(Sizes, random))));

    private static string Pick(string[] values, Random random) => values[random.Next(values.Length)];
}
