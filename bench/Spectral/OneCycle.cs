namespace Spectral.Bench;

/// <summary>How all studies train: with one cycle of the learning rate.</summary>
internal static class OneCycle
{
    public static TrainingOptions Of(int epochs, int batchSize, double rate, int seed) => new()
    {
        Epochs = epochs,
        BatchSize = batchSize,
        LearningRate = rate,
        Schedule = LearningRateSchedule.OneCycle,
        Seed = seed,
    };
}
