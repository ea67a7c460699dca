// The vorticity of a flow, one step learned and rolled out through ONNX Runtime.
using System.CommandLine;
using NavierStokes;

var trajectories = new Option<int>("--trajectories")
{
    Description = "training trajectories",
    DefaultValueFactory = _ => 200
};
var epochs = new Option<int>("--epochs")
{
    Description = "passes over all steps of all trajectories",
    DefaultValueFactory = _ => 6
};
var size = new Option<int>("--size") { Description = "points along each axis", DefaultValueFactory = _ => 64 };
var seed = new Option<int>("--seed") { Description = "seed of data and training" };
var command = new RootCommand("Learns one step of a periodic flow, and predicts ten.") { trajectories, epochs,
    size, seed };
command.SetAction((result, cancellation) =>
{
    new Job(result.GetValue(trajectories), result.GetValue(epochs), result.GetValue(size), result.GetValue(seed),
        cancellation).Run();
    return Task.FromResult(0);
});
return await command.Parse(args).InvokeAsync();
