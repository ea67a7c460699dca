using System.Net;
using System.Text.Json.Nodes;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace OperatorServer.Tests;

public sealed class QueueTests : IDisposable
{
    private const int Large = 96, MostRounds = 50;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Rows are refused when the queue is full, whatever the number of requests. Thirty-two ask for a place at once
    /// where two may wait; rounds are repeated until it was full.
    /// </summary>
    [Fact]
    public async Task A_full_queue_tells_clients_to_try_again()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder, "Serving:MaxWaiting=2",
            "Serving:MaxBatch=1", "MaxConcurrentRequests=1000");
        float[] field = Field(1, Large), expected = Expected(Fno(1), field, Large);
        var refused = new List<HttpResponseMessage>();
        for (int round = 0; refused.Count == 0; round++)
        {
            Assert.True(round < MostRounds,
                $"In {MostRounds} rounds of 32 requests at once, of two rows each, none was refused, though two rows "
                + "may wait.");
            HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 32)
                .Select(_ => server.PostRaw([.. field, .. field], $"?shape=2,1,{Large},{Large}")));
            foreach (HttpResponseMessage answer in answers)
                if (answer.StatusCode == HttpStatusCode.TooManyRequests) refused.Add(answer);
                else Near([.. expected, .. expected], await RunningServer.Numbers(answer));
        }
        foreach (HttpResponseMessage answer in refused)
        {
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
            JsonNode problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal($"2 requests wait for '{server.Name}'. Try again later.", (string)problem["detail"]!);
        }
        Assert.True(await server.Metric($"neuraloperators_refused_total{{model=\"{server.Name}\"}}") > 0);
        Near(expected, await server.Predict(field, Large));
    }
}
