using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Load.Bench;

/// <summary>A client with a connection of its own that asks, checks the answer, and asks again.</summary>
internal sealed class Client(Uri address, ModelFiles models, Tally tally, int seed, bool isRepeating)
{
    private const int MostRows = 4;
    private readonly Random _random = new(seed);
    private readonly HttpClient _http = new() { BaseAddress = address };

    public async Task RunAsync(CancellationToken stop)
    {
        using (_http)
            while (!stop.IsCancellationRequested && tally.TryBegin())
            {
                int size = ModelFiles.Sizes[_random.Next(ModelFiles.Sizes.Length)],
                    rows = _random.Next(1, MostRows + 1);
                bool isRaw = _random.Next(2) == 0;
                // The last requests are waited for, so that none is given up.
                while (!await TryAskAsync(size, rows, isRaw)) await Task.Delay(100, CancellationToken.None);
            }
    }

    // False if the server was gone and the request is to be repeated.
    private async Task<bool> TryAskAsync(int size, int rows, bool isRaw)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            using HttpRequestMessage request = isRaw ? Raw(size, rows) : Json(size, rows);
            using HttpResponseMessage response = await _http.SendAsync(request);
            byte[] body = await response.Content.ReadAsByteArrayAsync();
            TimeSpan time = Stopwatch.GetElapsedTime(began);
            if (!response.IsSuccessStatusCode) tally.Fail($"{(int)response.StatusCode}");
            else if (!models.IsRight(size, Numbers(body, isRaw))) tally.Fail("wrong answer");
            else tally.Answer(time);
        }
        catch (HttpRequestException error)
        {
            if (isRepeating)
            {
                tally.Repeat();
                return false;
            }
            tally.Fail($"{error.HttpRequestError}");
        }
        return true;
    }

    private HttpRequestMessage Raw(int size, int rows)
    {
        byte[] field = MemoryMarshal.AsBytes(models.Fields[size].AsSpan()).ToArray();
        var content = new ByteArrayContent([.. Enumerable.Repeat(field, rows).SelectMany(bytes => bytes)]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return new HttpRequestMessage(HttpMethod.Post, $"/predict?shape={rows},1,{size},{size}") { Content = content };
    }

    private HttpRequestMessage Json(int size, int rows) => new(HttpMethod.Post, "/predict")
    {
        Content = JsonContent.Create(new
        {
            shape = new[] { rows, 1, size, size },
            data = Enumerable.Repeat(models.Fields[size], rows).SelectMany(numbers => numbers),
        }),
    };

    private static float[] Numbers(byte[] body, bool isRaw) => isRaw ? MemoryMarshal.Cast<byte, float>(body).ToArray()
        : [.. JsonNode.Parse(body)!["data"]!.AsArray().Select(n => (float)n!)];
}
