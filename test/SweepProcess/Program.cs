// Works on the small sweep until it is done, as a process that a test stops or kills. Tells of every trial and step on
// a line. With stop=EPOCH the training stands still at its first step in that epoch, until a line comes in.
using System.Globalization;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: SweepProcess STUDY [name=NAME] [stop=EPOCH] [cluster]");
    return 2;
}
string? name = Value("name");
StudyStore study = SmallSweep.Study(args[0], name);
NeuralOperatorExperiment sweep = SmallSweep.Create().SetStudy(study).SetMonitor(
    new Lines(Value("stop") is { } epoch ? int.Parse(epoch, CultureInfo.InvariantCulture) : null));
try
{
    using SweepResult result = !args.Contains("cluster") ? sweep.Run()
        : sweep.RunOn(new SweepCluster(args[0], name!) { Cores = 1, Silence = TimeSpan.FromSeconds(6) });
    Console.WriteLine($"best {result.BestTrial.Number} {result.BestTrial.Loss:r}");
    return 0;
}
catch (InvalidOperationException error)
{
    Console.WriteLine(error.Message);
    return 1;
}

string? Value(string key)
    => Array.Find(args, a => a.StartsWith(key + '=', StringComparison.Ordinal))?[(key.Length + 1)..];

internal sealed class Lines(int? stop) : ISweepMonitor
{
    private bool _hasStopped;

    public void ReportRunningTrial(SweepTrial trial) => Console.WriteLine($"trial {trial.Number}");

    public void ReportProgress(SweepTrial trial, TrainingProgress progress)
    {
        Console.WriteLine($"step of {trial.Number} in epoch {progress.Epoch}");
        if (progress.Epoch != stop || _hasStopped) return;
        _hasStopped = true;
        Console.WriteLine($"stopped {trial.Number}");
        Console.ReadLine();
    }
}
