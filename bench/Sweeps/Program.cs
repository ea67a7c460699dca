// What sweeps are worth: one over FNO and MgNO against settings by hand, and tuners against each other at an equal
// number of epochs.
using System.CommandLine;
using Sweeps.Bench;

var train = new Option<string>("--data") { Description = "training file with the arrays x and y", Required = true };
var test = new Option<string>("--test") { Description = "test file", Required = true };
var minutes = new Option<double>("--minutes")
{
    Description = "time of the sweep",
    DefaultValueFactory = _ => 15,
};
var seed = new Option<int>("--seed") { Description = "seed of the sweep" };
var study = new Option<string?>("--study") { Description = "folder of the study, to go on later" };
var seeds = new Option<int>("--seeds") { Description = "sweeps of each tuner", DefaultValueFactory = _ => 5 };
var budget = new Option<int>("--epochs")
{
    Description = "epochs that each sweep may train, of all trials together",
    DefaultValueFactory = _ => 180,
};
var folder = new Option<string>("--folder")
{
    Description = "keeps sweeps and results: the same command goes on after any end",
    DefaultValueFactory = _ => "contest",
};
var sweep = new Command("sweep", "FNO and MgNO, for a time.") { train, test, minutes, seed, study };
sweep.SetAction((result, cancellation) =>
{
    new DarcySweep(result.GetRequiredValue(train), result.GetRequiredValue(test)).Run(result.GetValue(minutes),
        result.GetValue(seed), result.GetValue(study), cancellation);
    return Task.FromResult(0);
});
var tuners = new Command("tuners", "Tuners at an equal number of epochs.") { train, test, seeds, budget, folder };
tuners.SetAction((result, cancellation) =>
{
    new TunerContest(result.GetRequiredValue(train), result.GetRequiredValue(test), result.GetValue(budget),
        result.GetRequiredValue(folder)).Run(result.GetValue(seeds), cancellation);
    return Task.FromResult(0);
});
return await new RootCommand("Measures sweeps.") { sweep, tuners }.Parse(args).InvokeAsync();
