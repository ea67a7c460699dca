// Steps of a training by ranks and bandwidth: one process with several workers against as many ranks, on one machine
// and between network namespaces with shaped links, and the model of docs/scaling.md beside them. Needs Open MPI's
// mpirun; namespaces need root, ip and tc.
using System.CommandLine;
using System.Globalization;
using Scaling.Bench;

var models = new Option<string[]>("--models")
{
    Description = "fno, mgno",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => ["fno", "mgno"],
};
models.AcceptOnlyFromAmong("fno", "mgno");
var ranks = new Option<int[]>("--ranks")
{
    Description = "numbers of ranks",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [2],
};
var rates = new Option<int[]>("--megabits")
{
    Description = "links between namespaces, in Mbit/s; none for one machine alone",
    AllowMultipleArgumentsPerToken = true,
    Arity = ArgumentArity.ZeroOrMore,
    DefaultValueFactory = _ => [1000],
};
var rounds = new Option<int>("--rounds")
{
    Description = "how often everything runs, turn about",
    DefaultValueFactory = _ => 3,
};
var samples = new Option<int>("--samples")
{
    Description = "training samples, 64×64, batch 16",
    DefaultValueFactory = _ => 64,
};
var epochs = new Option<int>("--epochs")
{
    Description = "epochs of a run, whose first half does not count",
    DefaultValueFactory = _ => 10,
};
var probe = new Option<string?>("--probe") { Description = "one run of a model, by the program itself", Hidden = true };
var workers = new Option<int>("--workers") { Hidden = true, DefaultValueFactory = _ => 1 };
var command = new RootCommand("Measures how training scales over ranks.") { models, ranks, rates, rounds, samples,
    epochs, probe, workers };
command.SetAction(result =>
{
    var size = new RunSize(result.GetValue(samples), result.GetValue(epochs));
    if (result.GetValue(probe) is { } single)
    {
        Probe.Run(single, result.GetValue(workers), size);
        return 0;
    }
    int[] wanted = result.GetValue(ranks)!;
    using var network = new Namespaces(wanted.Max(), result.GetValue(rates)!.Length > 0);
    var table = new ScalingTable();
    foreach (string model in result.GetValue(models)!)
        foreach (int count in wanted)
        {
            Way[] ways = [Way.Workers(count), Way.Ranks(count),
                .. result.GetValue(rates)!.Select(rate => Way.Linked(count, rate, network))];
            var readings = ways.ToDictionary(way => way, _ => new List<Reading>());
            for (int round = 0; round < result.GetValue(rounds); round++)
                foreach (Way way in ways) readings[way].Add(way.Measure(model, size));
            foreach (Way way in ways) table.Add(model, way, readings[way], readings[ways[0]], readings[ways[1]]);
        }
    return 0;
});
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return command.Parse(args).Invoke();
