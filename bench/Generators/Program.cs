// Throughput of the generators against plain NumPy and SciPy programs of the same methods, and the pictures of
// docs/gallery.md.
using System.CommandLine;
using Generators.Bench;

var names = new Option<string[]>("--cases")
{
    Description = "only these",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [.. Cases.All.Select(c => c.Name)],
};
names.AcceptOnlyFromAmong([.. Cases.All.Select(c => c.Name)]);
var seconds = new Option<double>("--seconds")
{
    Description = "how long each program runs at least",
    DefaultValueFactory = _ => 5,
};
var rounds = new Option<int>("--rounds")
{
    Description = "how often the programs take turns; the best of each counts",
    DefaultValueFactory = _ => 2,
};
var python = new Option<string>("--python")
{
    Description = "an interpreter with NumPy and SciPy",
    DefaultValueFactory = _ => "/usr/bin/python3",
};
var folder = new Option<string>("--folder")
{
    Description = "where the pictures go",
    DefaultValueFactory = _ => "docs/images/gallery",
};
var root = new RootCommand("Samples a second, beside plain programs.") { names, seconds, rounds, python };
root.SetAction(options => Throughput.Run(Chosen(options), options.GetRequiredValue(python),
    options.GetRequiredValue(seconds), options.GetRequiredValue(rounds)));
var gallery = new Command("gallery", "Draws a picture of each.") { names, folder };
gallery.SetAction(options => Gallery.Draw(Chosen(options), options.GetRequiredValue(folder)));
root.Add(gallery);
var recycling = new Command("recycling", "What Krylov recycling over sorted systems saves.");
recycling.SetAction(_ => Recycling.Run());
root.Add(recycling);
return root.Parse(args).Invoke();

IEnumerable<Case> Chosen(ParseResult options) => Cases.All.Where(c => options.GetRequiredValue(names).Contains(c.Name));
