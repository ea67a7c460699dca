// The tables of docs/export.md: what exports of fewer bits cost and save, and how sessions use threads.
using System.CommandLine;
using Export.Bench;

var train = new Argument<string>("train") { Description = "a file with the fields x and y to train on" };
var test = new Argument<string>("test") { Description = "a file with others, which the errors are measured on" };
var epochs = new Option<int>("--epochs") { Description = "of each training", DefaultValueFactory = _ => 30 };
var folder = new Option<string>("--folder")
{
    Description = "where trained models stay for the next run",
    DefaultValueFactory = _ => "out",
};
var variants = new Command("variants", "Files, errors and times of FNO and MgNO in every precision.")
    { train, test, epochs, folder };
variants.SetAction(options => Variants.Run(options.GetRequiredValue(train), options.GetRequiredValue(test),
    options.GetRequiredValue(epochs), options.GetRequiredValue(folder)));
var model = new Argument<string>("model") { Description = "an exported file of one input of one channel" };
var size = new Option<int>("--size") { Description = "points along each axis", DefaultValueFactory = _ => 16 };
var threads = new Command("threads", "Sessions that run at once, with one thread for each core and with one.")
    { model, size };
threads.SetAction(options => Sessions.Run(options.GetRequiredValue(model), options.GetRequiredValue(size)));
var large = new Command("large", "A model of more than 2 GiB; takes 8 GB of memory and 5 GB of disk.") { folder };
large.SetAction(options => LargeModel.Run(options.GetRequiredValue(folder)));
return new RootCommand("Exports and sessions.") { variants, threads, large }.Parse(args).Invoke();
