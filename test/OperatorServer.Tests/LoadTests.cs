using System.Net;
using System.Text.RegularExpressions;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace OperatorServer.Tests;

public sealed partial class LoadTests : IDisposable
{
    // Requests wait for company that never comes: they hold their places until they are abandoned.
    private static readonly string[] Patient = ["Serving:MaxBatch=100", "Serving:MaxDelay=00:05:00"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Beyond_the_limit_requests_are_told_to_come_again()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder,
            [.. Patient, "MaxConcurrentRequests=2"]);
        using var leave = new CancellationTokenSource();
        List<Task<HttpResponseMessage>> requests = [.. Enumerable.Range(0, 5).Select(i => Post(server, leave.Token))];
        for (int refused = 0; refused < 3; refused++)
        {
            Task<HttpResponseMessage> ended = await Task.WhenAny(requests);
            requests.Remove(ended);
            HttpResponseMessage response = await ended;
            Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
            await RefusalTests.HasProblem(response, 429, "2 requests are under way, which is the limit");
        }
        await leave.CancelAsync();
        foreach (var request in requests) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [Fact]
    public async Task An_abandoned_request_leaves_its_place()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder,
            [.. Patient, "MaxConcurrentRequests=1"]);
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage>[] requests = [Post(server, leave.Token), Post(server, leave.Token)];
        Task<HttpResponseMessage> refused = await Task.WhenAny(requests);
        await RefusalTests.HasProblem(await refused, 429, "under way");
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusOfNonsense());
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => requests.Single(r => r != refused));
        // The server notices a closed connection a little later.
        while (await StatusOfNonsense() == HttpStatusCode.TooManyRequests) await Task.Delay(10);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOfNonsense());

        async Task<HttpStatusCode> StatusOfNonsense()
        {
            using HttpResponseMessage response = await server.PostText("nonsense");
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_server_that_stops_answers_what_it_has()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder, "Serving:MaxBatch=100",
            "Serving:MaxDelay=00:00:01");
        // On a busy machine a request may be over before it was seen under way, and is asked again.
        Task<float[]> request = server.Predict(Field(1));
        while (!ActivePost().IsMatch(await server.Client.GetStringAsync("/metrics")))
        {
            await Task.Delay(10);
            if (!request.IsCompleted) continue;
            await request;
            request = server.Predict(Field(1));
        }
        await server.Application.StopAsync();
        Near(Expected(Fno(1), Field(1)), await request);
    }

    [GeneratedRegex(@"(?m)^http_server_active_requests\{[^}]*""POST""[^}]*\} [1-9]")]
    private static partial Regex ActivePost();

    private static Task<HttpResponseMessage> Post(RunningServer server, CancellationToken cancellation)
        => server.PostJson(new { shape = new[] { 1, Size, Size }, data = Field(1) }, cancellation);
}
