using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed partial class ServeTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    private string Model => trained.Folder["model.zip"];

    [Fact]
    public async Task A_model_is_served_with_its_page_until_it_is_stopped()
    {
        (ToolRun run, string address) = await Serve(async (client, _) =>
        {
            Assert.Contains("<title>", await client.GetStringAsync("/"));
            JsonElement model = JsonDocument.Parse(await client.GetStringAsync("/models")).RootElement[0];
            Assert.Equal("model", model.GetProperty("name").GetString());
            Assert.Equal("Darcy", model.GetProperty("problem").GetString());
            JsonElement input = model.GetProperty("training").GetProperty("input");
            Assert.Equal("a", input.GetProperty("name").GetString());
            Assert.InRange(input.GetProperty("maximum").GetDouble(), 0.9, 1);
            byte[] field = new byte[4 * 256];
            using HttpResponseMessage answer = await client.PostAsync("/predict?shape=1,16,16", Raw(field));
            Assert.Equal(4 * 256, (await answer.Content.ReadAsByteArrayAsync()).Length);
        }, Model, "--problem", "darcy", "--json");
        run.Succeeded();
        Assert.Equal(address, run.Json.GetProperty("address").GetString());
        Assert.Equal("model", run.Json.GetProperty("models")[0].GetString());
    }

    [Fact]
    public async Task Several_models_have_names_and_keys_are_asked_for()
    {
        string onnx = trained.Folder["named.onnx"], keys = trained.Folder["keys.txt"];
        (await ToolRun.Of("export", Model, "-o", onnx)).Succeeded();
        File.WriteAllText(keys, "# of the tests\nsixteen characters\n");
        (ToolRun run, _) = await Serve(async (client, _) =>
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/models")).StatusCode);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sixteen characters");
            JsonElement models = JsonDocument.Parse(await client.GetStringAsync("/models")).RootElement;
            Assert.Equal(["flow", "named"], models.EnumerateArray().Select(m => m.GetProperty("name").GetString()!));
        }, onnx, $"flow={Model}", "--key-file", keys);
        run.Succeeded();
        Assert.Contains("Stopped.", run.Output);
    }

    /// <summary>Another site may point a name of its own at this machine.</summary>
    [Fact]
    public async Task A_server_for_this_machine_is_not_reached_by_another_name()
        => await Serve(async (client, address) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/models");
            request.Headers.Host = "another.example";
            Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(request)).StatusCode);
        }, Model);

    [Fact]
    public async Task What_cannot_be_served_is_an_error_with_its_reason()
    {
        string damaged = trained.Folder["damaged.onnx"], keys = trained.Folder["short.txt"];
        File.WriteAllText(damaged, "damaged");
        File.WriteAllText(keys, "short\n");
        await Ends(ExitCode.Failed, "There is no model file 'no.onnx'", "no.onnx");
        await Ends(ExitCode.Failed, damaged, damaged);
        await Ends(ExitCode.Failed, "key 1 has 5 characters; expected 16 or more", Model, "--key-file", keys);
        await Ends(ExitCode.WrongArguments, "Two models are called 'model'", Model, Model);
        await Ends(ExitCode.WrongArguments, "There is no solver for 'dracy'. Did you mean darcy?", Model, "--problem",
            "dracy");
        await Ends(ExitCode.WrongArguments, "There is no model 'modl'. Did you mean model?", Model, "--problem",
            "modl=darcy");
        await Ends(ExitCode.WrongArguments, "The port is 70000; expected 0 to 65535", Model, "--port", "70000");
        await Ends(ExitCode.WrongArguments, "expected localhost or an IP address", Model, "--host", "my.example");

        static async Task Ends(int code, string error, params string[] arguments)
            => (await ToolRun.Of(["serve", .. arguments])).EndedWith(code, error);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
        => await Serve(async (_, address) =>
        {
            ToolRun second = await ToolRun.Of("serve", Model, "--port", $"{new Uri(address).Port}");
            second.EndedWith(ExitCode.Failed, "cannot be used. Choose another one with --port");
        }, Model);

    // Serves until the action is done, on a free port.
    private static async Task<(ToolRun Run, string Address)> Serve(Func<HttpClient, string, Task> act,
        params string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        var error = new AddressWriter();
        Task<ToolRun> run = ToolRun.Of(["serve", .. arguments, "--port", "0"], error, stop.Token);
        try
        {
            if (await Task.WhenAny(error.Address, run) == run) (await run).Succeeded();
            string address = await error.Address;
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            await act(client, address);
        }
        finally
        {
            await stop.CancelAsync();
        }
        return (await run, await error.Address);
    }

    private static ByteArrayContent Raw(byte[] bytes)
        => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    [GeneratedRegex(@"http://localhost:\d+")]
    private static partial Regex Url();

    /// <summary>Finds the address in what the tool says.</summary>
    private sealed class AddressWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _address =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Address => _address.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (Url().Match(value ?? "") is { Success: true } match) _address.TrySetResult(match.Value);
        }
    }
}
