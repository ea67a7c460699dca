namespace Operators.Bench;

/// <summary>The rows of the table.</summary>
internal static class Workloads
{
    // Samples are enough for epochs of a second or more.
    private static readonly (int Size, int Batch, int Samples)[] Trainings =
        [(16, 16, 1000), (64, 4, 256), (64, 16, 256)];
    // What a GPU is for; minutes on a CPU.
    private static readonly (int Size, int Batch, int Samples)[] LargeTrainings = [(128, 32, 512)];
    private static readonly int[] Sizes = [16, 64], Rows = [1, 32];

    public static readonly string[] Kinds = [Workload.Epoch, Workload.Prediction, Workload.Transformer],
        Models = ["fno", "mgno"];

    /// <summary>All rows: epochs first, then predictions.</summary>
    /// <param name="epochs">Epochs of each training.</param>
    /// <param name="samples">Training samples; the row's own number when null.</param>
    /// <param name="device">Where everything runs.</param>
    public static IEnumerable<Workload> All(int epochs, int? samples, string device)
    {
        foreach (var (size, batch, usual) in device == "cpu" ? Trainings : [.. Trainings, .. LargeTrainings])
            foreach (string model in Models)
                yield return new Workload
                {
                    Kind = Workload.Epoch,
                    Model = model,
                    Size = size,
                    Batch = batch,
                    Samples = samples ?? usual,
                    Epochs = epochs,
                    Device = device
                };
        foreach (string kind in Kinds[1..])
            foreach (int size in Sizes)
                foreach (int batch in Rows)
                    foreach (string model in Models)
                        yield return new Workload
                        {
                            Kind = kind,
                            Model = model,
                            Size = size,
                            Batch = batch,
                            Device = device
                        };
    }

    /// <summary>The row's name in the table.</summary>
    public static string Name(Workload w)
        => $"{w.Model} {w.Kind} {w.Size}×{w.Size}, "
        + (w.Kind == Workload.Epoch ? $"{w.Samples} samples, batch {w.Batch}" : $"batch {w.Batch}");
}
