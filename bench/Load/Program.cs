// Load on samples/OperatorServer from this machine: mixed requests, new model files and, if asked for, kills of the
// server.
using System.CommandLine;
using Load.Bench;

var minutes = new Option<double>("--minutes")
{
    Description = "how long, at most 60",
    DefaultValueFactory = _ => 10,
};
var requests = new Option<long>("--requests")
{
    Description = "ends after as many requests, at most 10,000,000",
    DefaultValueFactory = _ => 10_000_000,
};
var connections = new Option<int>("--connections")
{
    Description = "clients that ask at the same time, at most 200",
    DefaultValueFactory = _ => 50,
};
var reload = new Option<double>("--reload")
{
    Description = "seconds between two new files of the model",
    DefaultValueFactory = _ => 60,
};
var kills = new Option<int>("--kills")
{
    Description = "how often the server is killed and started again; clients repeat what was lost",
    DefaultValueFactory = _ => 0,
};
var command = new RootCommand("Asks a server on this machine for predictions. Ends with 1 if a request failed or an "
    + "answer was wrong.") { minutes, requests, connections, reload, kills };
command.SetAction(async (result, stop) =>
{
    var time = TimeSpan.FromMinutes(Math.Clamp(result.GetValue(minutes), 0, 60));
    int clients = Math.Clamp(result.GetValue(connections), 1, 200), deaths = Math.Clamp(result.GetValue(kills), 0, 100);
    long most = Math.Clamp(result.GetValue(requests), 1, 10_000_000);
    string folder = Directory.CreateTempSubdirectory("load").FullName;
    try
    {
        var models = new ModelFiles(folder);
        using var server = new ServerProcess(models.Path, clients);
        await server.StartAsync(stop);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var tally = new Tally(most, ending);
        ending.CancelAfter(time);
        Task[] tasks =
        [
            .. Enumerable.Range(0, clients).Select(seed => new Client(server.Address, models, tally, seed, deaths > 0)
                .RunAsync(ending.Token)),
            Disturbance.EveryAsync(TimeSpan.FromSeconds(result.GetValue(reload)), models.Change, ending.Token),
            Disturbance.EveryAsync(time / (deaths + 1), deaths, server.RestartAsync, ending.Token),
            Disturbance.EveryAsync(time / 10, () => tally.AddMemory(server.Megabytes), ending.Token),
        ];
        await Task.WhenAll(tasks);
        tally.AddMemory(server.Megabytes);
        Console.WriteLine(tally.Text());
        return tally.IsClean ? 0 : 1;
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
});
return await command.Parse(args).InvokeAsync();
