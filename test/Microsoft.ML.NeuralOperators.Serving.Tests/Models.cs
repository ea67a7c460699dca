namespace Microsoft.ML.NeuralOperators.Serving.Tests;

/// <summary>Small models with random weights.</summary>
internal static class Models
{
    public const int Size = 12;

    /// <summary>An FNO from one field to another.</summary>
    public static byte[] Fno(int seed, int channels = 1)
    {
        NeuralOperator definition = new FnoOptions { Modes = [4, 4], Channels = 4, Layers = 2 }.Define(channels, 1);
        return OnnxExporter.Export(definition, ParameterValues.Initialize(definition, seed));
    }

    /// <summary>A field of random numbers.</summary>
    public static float[] Field(int seed, int size = Size)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, size * size).Select(_ => random.NextSingle())];
    }

    /// <summary>What a model makes of a field, by itself.</summary>
    public static float[] Expected(byte[] model, float[] field, int size = Size)
    {
        using OnnxOperatorSession session = OnnxOperatorSession.Open(model);
        return session.Run((field, [1, 1, size, size])).Values;
    }

    public static bool IsNear(float[] expected, float[] actual)
        => expected.Zip(actual, (a, b) => MathF.Abs(a - b)).Max() < 1e-5f;

    public static void Near(float[] expected, float[] actual) => Assert.True(IsNear(expected, actual));

    /// <summary>A prediction that is waited for.</summary>
    public static async Task<float[]> Predict(this ServedOperator served, float[] field, int size = Size,
        CancellationToken cancellation = default)
    {
        var output = new float[size * size];
        await served.PredictAsync(field, [1, size, size], output, cancellation);
        return output;
    }
}
