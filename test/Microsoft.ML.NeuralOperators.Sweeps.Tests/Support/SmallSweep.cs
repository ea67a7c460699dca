using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

/// <summary>A sweep of a few seconds: twelve small Fourier operators of a shift on 8 points.</summary>
internal static class SmallSweep
{
    public const int Trials = 12, Rungs = 2, Factor = 3, Epochs = 9;

    public static NeuralOperatorExperiment Create(int seed = 4)
    {
        var mlContext = new MLContext(1);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        return operators.CreateExperiment().Add(Trainer(operators), Narrow).SetDataset(Rows(operators), 0.25)
            .SetTuner(new RandomTuner()).SetSeed(seed).SetMaxTrials(Trials)
            .SetSuccessiveHalving(Rungs, Factor, isAsynchronous: false);
    }

    /// <summary>Where the sweep is kept: a folder, or a database, in which a killed process is soon missed.</summary>
    public static StudyStore Study(string text, string? name = null)
        => text.StartsWith("Host=", StringComparison.Ordinal)
            ? new PostgreSqlStudy(text, name ?? "sweep") { Lease = TimeSpan.FromSeconds(1) } : new StudyFolder(text);

    public static NeuralOperatorTrainer Trainer(NeuralOperatorsCatalog operators) => operators.Fno("u", "a",
        options: new() { Modes = [3], Channels = 4, Layers = 1 },
        training: new()
        {
            Epochs = Epochs,
            BatchSize = 8,
            Workers = 1,
            Loss = Loss.RelativeL2,
        });

    public static void Narrow(SweepSpace space) => space.Only("Layers", "Training.LearningRate")
        .Range("Layers", 1, 3).Range("Training.LearningRate", 1e-4, 1e-1, isLogarithmic: true);

    /// <summary>Smooth functions on 8 points, and what they are a point further.</summary>
    public static IDataView Rows(NeuralOperatorsCatalog operators, int count = 32)
    {
        const int Points = 8;
        var random = new Random(5);
        float[] a = new float[count * Points], u = new float[count * Points];
        for (int row = 0; row < count; row++)
        {
            double phase = random.NextDouble() * 6, height = 0.5 + random.NextDouble();
            for (int i = 0; i < Points; i++)
            {
                a[row * Points + i] = (float)(height * Math.Sin(2 * Math.PI * i / Points + phase));
                u[row * Points + i] = (float)(height * Math.Sin(2 * Math.PI * (i + 1) / Points + phase));
            }
        }
        return operators.LoadFields(("a", new FieldSamples("a", 1, [Points], a)),
            ("u", new FieldSamples("u", 1, [Points], u)));
    }
}
