using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace OperatorServer.Tests;

public sealed class PredictTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _model = Fno(1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Size)]
    [InlineData(20)]
    public async Task Json_and_raw_numbers_give_the_prediction_of_a_session(int size)
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        float[] field = Field(1, size), expected = Expected(_model, field, size);
        Near(expected, await server.Predict(field, size));
        using HttpResponseMessage raw = await server.PostRaw(field, $"?shape=1,{size},{size}");
        Near(expected, await RunningServer.Numbers(raw));
        Assert.Equal($"1,{size},{size}", raw.Headers.GetValues("X-Shape").Single());
        Assert.Equal(server.Name, raw.Headers.GetValues("X-Model").Single());
    }

    [Fact]
    public async Task A_batch_has_the_predictions_of_its_rows()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder, "Serving:MaxBatch=3");
        float[][] fields = [.. Enumerable.Range(0, 5).Select(i => Field(i))];
        float[] input = [.. fields.SelectMany(f => f)], expected = [.. fields.SelectMany(f => Expected(_model, f))];
        using HttpResponseMessage json =
            await server.PostJson(new { shape = new[] { 5, 1, Size, Size }, data = input });
        Near(expected, await RunningServer.Numbers(json));
        Assert.Equal($"[5,1,{Size},{Size}]",
            JsonNode.Parse(await json.Content.ReadAsStringAsync())!["shape"]!.ToJsonString());
        using HttpResponseMessage raw = await server.PostRaw(input, $"?shape=5,1,{Size},{Size}&model={server.Name}");
        Near(expected, await RunningServer.Numbers(raw));
        Assert.Equal($"5,1,{Size},{Size}", raw.Headers.GetValues("X-Shape").Single());
    }

    [Fact]
    public async Task The_answer_has_the_form_that_is_asked_for()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        float[] field = Field(1), expected = Expected(_model, field);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/predict?shape=1,{Size},{Size}");
        request.Content = RunningServer.Raw([.. field.SelectMany(BitConverter.GetBytes)]);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using HttpResponseMessage response = await server.Client.SendAsync(request);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Near(expected, await RunningServer.Numbers(response));
    }

    [Fact]
    public async Task Shape_and_model_may_come_in_headers()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict");
        request.Content = RunningServer.Raw([.. Field(1).SelectMany(BitConverter.GetBytes)]);
        request.Headers.Add("X-Shape", $"1, {Size}, {Size}");
        request.Headers.Add("X-Model", server.Name);
        Near(Expected(_model, Field(1)), await RunningServer.Numbers(await server.Client.SendAsync(request)));
    }

    [Fact]
    public async Task Models_are_asked_for_by_name()
    {
        byte[] other = Fno(2);
        string path = _folder.Write("other.onnx", other), name = $"other-{Guid.NewGuid():n}";
        await using RunningServer server = await RunningServer.StartAsync(_folder, $"Models:{name}={path}");
        int[] shape = [1, Size, Size];
        float[] data = Field(1);
        Near(Expected(_model, data), await server.Predict(data));
        Near(Expected(other, data),
            await RunningServer.Numbers(await server.PostJson(new { shape, data, model = name })));
        using HttpResponseMessage unnamed = await server.PostJson(new { shape, data });
        Assert.Contains($"'{name}'", await unnamed.Content.ReadAsStringAsync());
        JsonArray models = JsonNode.Parse(await server.Client.GetStringAsync("/models"))!.AsArray();
        Assert.Equal([server.Name, name], models.Select(m => (string)m!["name"]!));
        Assert.Equal("[\"1\",\"height\",\"width\"]", models[0]!["input"]!.ToJsonString());
    }

    [Fact]
    public async Task Values_that_are_missing_are_null()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder);
        var data = new float?[Size * Size];
        using HttpResponseMessage response = await server.PostJson(new { shape = new[] { 1, Size, Size }, data });
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.All(JsonNode.Parse(text)!["data"]!.AsArray(), Assert.Null);
    }

    [Fact]
    public async Task A_new_file_is_taken_under_requests_without_a_failed_one()
    {
        await using RunningServer server = await RunningServer.StartAsync(_folder,
            "Serving:ReloadInterval=00:00:00.020", "Serving:Parallelism=2");
        byte[][] models = [_model, Fno(2)];
        float[] field = Field(3);
        float[][] expected = [.. models.Select(m => Expected(m, field))];
        using var stop = new CancellationTokenSource();
        Task[] clients = [.. Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                float[] answer = await server.Predict(field);
                Assert.True(IsNear(expected[0], answer) || IsNear(expected[1], answer));
            }
        })];
        for (int change = 1; change <= 6; change++)
        {
            File.Move(_folder.Write("next.onnx", models[change % 2]), _folder["model.onnx"], overwrite: true);
            while (!IsNear(expected[change % 2], await server.Predict(field))) await Task.Delay(10);
        }
        await stop.CancelAsync();
        await Task.WhenAll(clients);
    }
}
