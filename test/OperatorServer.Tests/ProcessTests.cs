using System.Net;
using System.Runtime.InteropServices;
using static Microsoft.ML.NeuralOperators.Serving.Tests.Models;

namespace OperatorServer.Tests;

/// <summary>The server as users run it.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Killed twice under load: a request is answered rightly or fails where its client sees it, and who asks again is
    /// answered. Nothing is lost silently.
    /// </summary>
    [Fact]
    public async Task A_server_that_is_killed_loses_nothing_silently()
    {
        const int Clients = 8, Requests = 60;
        byte[] model = Fno(1);
        await using var server = new ServerProcess(_folder.Write("model.onnx", model));
        Assert.Null(await server.StartAsync());
        int answered = 0, failed = 0;
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(client => Task.Run(() => AskAsync(client)))];
        foreach (int first in new[] { Clients * Requests / 4, Clients * Requests / 2 })
        {
            while (Volatile.Read(ref answered) < first) await Task.Delay(1);
            await server.KillAsync();
            Assert.Null(await server.StartAsync());
        }
        await Task.WhenAll(clients);
        Assert.Equal(Clients * Requests, answered);
        // Clients asked without pause, so that both kills met some.
        Assert.True(failed > 0);

        async Task AskAsync(int client)
        {
            for (int i = 0; i < Requests; i++)
            {
                float[] field = Field(1000 * client + i), expected = Expected(model, field);
                while (true)
                {
                    try
                    {
                        using HttpResponseMessage answer = await server.Client.PostAsync("/predict?shape=1,12,12",
                            RunningServer.Raw(MemoryMarshal.AsBytes(field.AsSpan()).ToArray()));
                        // It stops or starts.
                        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) throw new HttpRequestException();
                        Near(expected, await RunningServer.Numbers(answer));
                        Interlocked.Increment(ref answered);
                        break;
                    }
                    catch (HttpRequestException)
                    {
                        Interlocked.Increment(ref failed);
                        await Task.Delay(10);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("damaged", "The file is no ONNX model")]
    [InlineData(null, "There is no model file")]
    public async Task A_model_that_cannot_be_opened_ends_the_start_with_a_sentence(string? content, string text)
    {
        string path = _folder["model.onnx"];
        if (content is not null) File.WriteAllText(path, content);
        await using var server = new ServerProcess(path);
        Assert.Equal(1, await server.StartAsync());
        Assert.Contains(path, server.Errors);
        Assert.Contains(text, server.Errors);
        Assert.DoesNotContain("   at ", server.Errors);
    }

    /// <summary>ONNX Runtime would write a line for each, and a client could fill the disk.</summary>
    [Fact]
    public async Task Fields_that_the_model_cannot_take_write_nothing_to_standard_error()
    {
        var definition = new Mgno(1, 1,
            new() { Channels = 2, Layers = 1, Boundary = BoundaryCondition.Neumann, HasHardConstraint = true });
        byte[] model = OnnxExporter.Export(definition, ParameterValues.Initialize(definition, 0));
        await using var server = new ServerProcess(_folder.Write("model.onnx", model));
        Assert.Null(await server.StartAsync());
        for (int i = 0; i < 50; i++)
        {
            using HttpResponseMessage answer = await server.Client.PostAsync("/predict?shape=1,2,2",
                RunningServer.Raw(new byte[4 * 4]));
            await RefusalTests.HasProblem(answer, 422,
                "The model cannot run on 'input' of the shape [1, 1, 2, 2]");
        }
        await server.KillAsync();
        Assert.Equal("", server.Errors.Trim());
    }
}
