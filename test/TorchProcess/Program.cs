// Prints what torch calculates, or with the argument "train" what a training does, and libgomp's wait policy.
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;
using TorchSharp;

try
{
    if (args is ["train"]) Train();
    else Console.WriteLine($"sum {torch.ones(3).sum().item<float>()}");
    Console.WriteLine($"policy {Marshal.PtrToStringUTF8(GetVariable("OMP_WAIT_POLICY"))}");
    return 0;
}
catch (DllNotFoundException error)
{
    Console.WriteLine(error.Message);
    return 1;
}

static void Train()
{
    NeuralOperator definition = new Fno(1, 1, new() { Modes = [2], Channels = 2, Layers = 1 });
    var field = new FieldSamples("a", 1, [4], [1, 2, 3, 4, 2, 3, 4, 5]);
    TrainedOperator trained =
        Trainer.Train(definition, new FieldDataset([field], field), null, new TrainingOptions { Epochs = 1 });
    Console.WriteLine($"trained {trained.Report.Epochs.Count}");
}

[DllImport("libc", EntryPoint = "getenv")]
static extern nint GetVariable(string name);
