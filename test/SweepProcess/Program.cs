// Works on the small sweep until it is done: STUDY, or as a worker of a cluster CONNECTION NAME [EPOCH]. Tells of every
// trial and step on a line. Where an epoch is given, the training stops at its first step and waits for its end.
using System.Globalization;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

if (args.Length is < 1 or > 3)
{
    Console.Error.WriteLine("usage: SweepProcess STUDY | CONNECTION NAME [EPOCH]");
    return 2;
}
int? stop = args is [_, _, var epoch] ? int.Parse(epoch, CultureInfo.InvariantCulture) : null;
NeuralOperatorExperiment sweep = SmallSweep.Create().SetMonitor(new Lines(stop));
using SweepResult result = args.Length == 1 ? sweep.SetStudy(SmallSweep.Study(args[0])).Run()
    : sweep.RunOn(new SweepCluster(args[0], args[1]) { Cores = 1, Silence = TimeSpan.FromSeconds(6) });
Console.WriteLine($"best {result.BestTrial.Number} {result.BestTrial.Loss:r}");
return 0;

internal sealed class Lines(int? stop) : ISweepMonitor
{
    public void ReportRunningTrial(SweepTrial trial) => Console.WriteLine($"trial {trial.Number}");

    public void ReportProgress(SweepTrial trial, TrainingProgress progress)
    {
        Console.WriteLine($"step of {trial.Number} in epoch {progress.Epoch}");
        if (progress.Epoch != stop) return;
        Console.WriteLine($"stopped {trial.Number}");
        Thread.Sleep(Timeout.Infinite);
    }
}
