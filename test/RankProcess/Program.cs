// A rank of a small training: WEIGHTS [STATES EPOCHS [DIES-AFTER]]. Every rank writes its weights to WEIGHTS.rank. With
// states it trains for so many epochs; where an epoch to die after is given, rank 1 kills itself once that is saved.
using System.Diagnostics;
using Microsoft.ML.NeuralOperators;

TrainingOptions options = RankTraining.Options with
{
    Communicator = MpiCommunicator.IsLaunched ? MpiCommunicator.World : null,
};
int rank = options.Communicator?.Rank ?? 0;
if (args is [_, var folder, var epochs, ..])
    options = options with { Epochs = int.Parse(epochs), Checkpoints = new() { Folder = folder } };
if (args is [_, var states, _, var last] && rank == 1)
    new Thread(() =>
    {
        while (!Directory.Exists(states) || !Directory.EnumerateFiles(states, "state-*")
            .Any(f => int.Parse(Path.GetFileName(f).Split('-')[1]) > int.Parse(last))) Thread.Sleep(1);
        Process.GetCurrentProcess().Kill();
    }).Start();
try
{
    await File.WriteAllBytesAsync($"{args[0]}.{rank}", RankTraining.Bytes(RankTraining.Run(options)));
    return 0;
}
catch (RankFailedException error)
{
    Console.Error.WriteLine(error.Message);
    return 3;
}
