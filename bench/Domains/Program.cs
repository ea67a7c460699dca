// Operators where the domain is no grid on a square, a day of shallow water on the sphere and Darcy flow at points;
// and where equations train them.
using System.CommandLine;
using Domains.Bench;

var seed = new Option<int>("--seed") { Description = "seed of data and training" };
var epochs = new Option<int>("--epochs") { Description = "of each training", DefaultValueFactory = _ => 8 };
var samples = new Option<int>("--trajectories")
{
    Description = "days to learn from",
    DefaultValueFactory = _ => 60,
};
var size = new Option<int>("--latitudes")
{
    Description = "circles of latitude, of twice as many points",
    DefaultValueFactory = _ => 32,
};
var names = new Option<string[]>("--operators")
{
    Description = "those to train",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [.. SphericalContender.All.Select(c => c.Name)],
};
names.AcceptOnlyFromAmong([.. SphericalContender.All.Select(c => c.Name)]);
var day = new Command("shallow-water", "Learns an hour of shallow water on the sphere, and predicts a day.") { samples,
    size, epochs, seed, names };
day.SetAction((result, cancellation) =>
{
    var job = new ShallowWaterDay(result.GetValue(size), result.GetValue(samples), result.GetValue(seed),
        cancellation);
    foreach (string name in result.GetValue(names)!)
        job.Run(SphericalContender.All.Single(c => c.Name == name), result.GetValue(epochs));
    return Task.FromResult(0);
});
var darcySamples = new Option<int>("--samples") { Description = "to learn from", DefaultValueFactory = _ => 1000 };
var grid = new Option<int>("--size") { Description = "points of the grid an axis", DefaultValueFactory = _ => 64 };
var boxes = new Option<int[]>("--sub-domains")
{
    Description = "of NUNO, one training for each number; 0 is FNO on the grid",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [0, 1, 4],
};
var clustered = new Option<bool>("--clustered") { Description = "points are eight times as dense in one quarter" };
var darcy = new Command("scattered-darcy", "Darcy flow at points drawn at random, against a grid of as many.")
{
    darcySamples, grid, epochs, boxes, clustered, seed,
};
darcy.SetAction((result, cancellation) =>
{
    var job = new ScatteredDarcy(result.GetValue(grid), result.GetValue(darcySamples), result.GetValue(seed),
        cancellation);
    foreach (int number in result.GetValue(boxes)!)
        if (number == 0) job.OnGrid(result.GetValue(epochs));
        else job.AtPoints(result.GetValue(epochs), number, result.GetValue(clustered));
    return Task.FromResult(0);
});
var steps = new Option<int>("--steps") { Description = "on a single input", DefaultValueFactory = _ => 300 };
var inputs = new Option<int>("--samples") { Description = "to learn from", DefaultValueFactory = _ => 32 };
var physics = new Command("burgers", "An operator from solutions, from the equation, and refined on single inputs.")
{
    inputs, epochs, steps, seed,
};
physics.SetAction((result, cancellation) =>
{
    new PhysicsStudy(result.GetValue(inputs), result.GetValue(epochs), result.GetValue(steps), result.GetValue(seed),
        cancellation).Run();
    return Task.FromResult(0);
});
var closure = new Option<bool>("--closure") { Description = "learns the closure's coefficient alone" };
var eddies = new Command("large-eddies", "Decaying turbulence from frames, from filtered equations, and their closure.")
{
    inputs, epochs, closure, seed,
};
eddies.SetAction((result, cancellation) =>
{
    var study = new LargeEddyStudy(result.GetValue(inputs), result.GetValue(epochs), result.GetValue(seed),
        cancellation);
    if (result.GetValue(closure)) study.LearnClosure();
    else study.Run();
    return Task.FromResult(0);
});
var annulusSamples = new Option<int>("--samples") { Description = "to learn from", DefaultValueFactory = _ => 2000 };
var annulusEpochs = new Option<int>("--epochs") { Description = "of each training", DefaultValueFactory = _ => 60 };
var annulus = new Command("annulus", "Laplace's equation between two circles, by STNN and DeepONet.")
{
    annulusSamples, annulusEpochs, seed,
};
annulus.SetAction((result, cancellation) =>
{
    new Annulus(result.GetValue(annulusSamples), result.GetValue(seed), cancellation)
        .Run(result.GetValue(annulusEpochs));
    return Task.FromResult(0);
});
return await new RootCommand("Measures operators on other domains.") { day, darcy, physics, eddies, annulus }
    .Parse(args).InvokeAsync();
