using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Training;

namespace Operators.Bench;

/// <summary>
/// Whether a CUDA device gives what the CPU gives: the losses of the first steps from the same weights and batches, and
/// the scores of one exported model.
/// </summary>
internal static class DeviceCheck
{
    // cuDNN and ONNX Runtime multiply in TF32 by default, whose numbers have ten bits.
    public const double Tolerance = 1e-2;

    private const int Steps = 8, BatchSize = 8, Size = 16;

    /// <summary>Why a device cannot be used; null when it can.</summary>
    public static string? Fault(string device)
    {
        long found = Contender.Ours.Measure(new Workload
        {
            Kind = Workload.Devices,
            Model = "",
            Size = 0,
            Batch = 0
        }).Parameters;
        var asked = new Workload { Kind = "", Model = "", Size = 0, Batch = 0, Device = device };
        return asked.GpuDeviceId < found ? null
            : $"{device} was asked for, but torch finds {found} CUDA devices; docs/gpu.md says how to build and run "
            + "with CUDA.";
    }

    /// <summary>
    /// Trains, exports and scores both operators on a device and on the CPU, and prints how far the two differ.
    /// </summary>
    /// <exception cref="InvalidOperationException">They differ by more than TF32 explains.</exception>
    public static void Print(string device, IEnumerable<string> models)
    {
        Console.WriteLine($"| {device} against the CPU, largest relative difference | losses of {Steps} steps | scores "
            + "|");
        Console.WriteLine("| --- | --- | --- |");
        foreach (string model in models)
        {
            string folder = Directory.CreateTempSubdirectory("bench").FullName;
            try
            {
                Contender.Ours.Measure(new Workload
                {
                    Kind = Workload.DeviceCheck,
                    Model = model,
                    Size = Size,
                    Batch = BatchSize,
                    Device = device,
                    Folder = folder
                });
                double losses = Difference("losses"), scores = Difference("scores");
                Console.WriteLine($"| {model} {Size}×{Size}, batch {BatchSize} | {losses:g2} | {scores:g2} |");
                if (!(losses < Tolerance && scores < Tolerance))
                    throw new InvalidOperationException($"{model}: {device} does not give what the CPU gives; at most "
                        + $"{Tolerance} is expected.");
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }

            double Difference(string name)
                => SelfCheck.Difference(RawFile.Read(folder, name + ".device"), RawFile.Read(folder, name + ".cpu"));
        }
        Console.WriteLine();
    }

    /// <summary>The part that runs in a process of its own: writes losses and scores of both devices.</summary>
    public static Reading Measure(Workload w)
    {
        FieldDataset data = Ours.Data(Steps * w.Batch, w.Size);
        var (losses, trained) = Train(w.GpuDeviceId);
        RawFile.Write(w.Folder!, "losses.device", losses);
        RawFile.Write(w.Folder!, "losses.cpu", Train(null).Losses);
        byte[] model = OnnxExporter.Export(trained.Definition, trained.Values);
        RawFile.Write(w.Folder!, "scores.device", Score(w.GpuDeviceId));
        RawFile.Write(w.Folder!, "scores.cpu", Score(null));
        return new Reading(trained.Report.Parameters, 0, 0, trained.Report.Device);

        // Every report has the mean loss of the steps so far.
        (float[] Losses, TrainedOperator Trained) Train(int? device)
        {
            var means = new List<float>();
            TrainedOperator result = Trainer.Train(Ours.Define(w.Model, w.Size), data, null, new TrainingOptions
            {
                Epochs = 1,
                BatchSize = w.Batch,
                Workers = 1,
                GpuDeviceId = device,
                Progress = progress => means.Add((float)progress.Loss),
            });
            return ([.. means], result);
        }

        float[] Score(int? device)
        {
            using OnnxOperatorSession session =
                OnnxOperatorSession.Open(model, new ExecutionOptions { GpuDeviceId = device });
            return session.Run([(data.Inputs[0].Values[..(w.Batch * w.Size * w.Size)],
                [w.Batch, 1, w.Size, w.Size])]).Values;
        }
    }
}
