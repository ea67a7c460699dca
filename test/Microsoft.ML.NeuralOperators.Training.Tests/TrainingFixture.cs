namespace Microsoft.ML.NeuralOperators.Training.Tests;

/// <summary>A small training: u is a shifted and scaled copy of a, on 8×8 points.</summary>
internal static class TrainingFixture
{
    public const int Size = 8;

    public static Fno Small(int inputs = 1, int outputs = 1) => new(inputs, outputs, new()
    {
        Modes = [4, 4],
        Channels = 6,
        Layers = 2,
    });

    public static TrainingOptions ShortTraining()
        => new() { Epochs = 4, BatchSize = 8, LearningRate = 1e-2, Seed = 4, Workers = 2 };

    public static FieldDataset SmallData(int count, int seed = 0, bool hasTarget = true)
    {
        float[] a = Waves(count, 1, seed), u = Array.ConvertAll(a, v => 3 - 2 * v);
        return new FieldDataset([Field("a", a)], hasTarget ? Field("u", u) : null);
    }

    /// <summary>Waves that travel one point a frame.</summary>
    public static FieldSamples Trajectories(int count, int frames, int seed = 0)
        => new("w", frames, [Size, Size], Waves(count, frames, seed));

    public static float[] Numbers(TrainedOperator trained)
        => [.. trained.Definition.Parameters.SelectMany(p => trained.Values[p])];

    private static FieldSamples Field(string name, float[] values) => new(name, 1, [Size, Size], values);

    private static float[] Waves(int count, int frames, int seed)
    {
        var random = new Random(seed);
        var values = new float[count * frames * Size * Size];
        for (int sample = 0; sample < count; sample++)
        {
            double p = random.NextDouble() * 6, q = random.NextDouble() * 6, r = random.NextDouble();
            for (int at = 0; at < frames * Size * Size; at++)
            {
                int frame = at / (Size * Size), i = at / Size % Size, j = at % Size;
                double x = 2 * Math.PI * (i - frame) / Size, y = 2 * Math.PI * j / Size;
                values[sample * frames * Size * Size + at] = (float)(Math.Sin(x + p) + r * Math.Cos(y + q));
            }
        }
        return values;
    }
}
