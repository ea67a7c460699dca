// Works on the small sweep in a folder until it is done: FOLDER. Tells of every trial and epoch on a line.
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

if (args is not [string folder])
{
    Console.Error.WriteLine("usage: SweepProcess FOLDER");
    return 2;
}
using SweepResult result = SmallSweep.Create().SetStudy(folder).SetMonitor(new Lines()).Run();
Console.WriteLine($"best {result.BestTrial.Number} {result.BestTrial.Loss:r}");
return 0;

internal sealed class Lines : ISweepMonitor
{
    public void ReportRunningTrial(SweepTrial trial) => Console.WriteLine($"trial {trial.Number}");

    public void ReportProgress(SweepTrial trial, TrainingProgress progress)
        => Console.WriteLine("step");
}
