using Microsoft.ML.NeuralOperators;

namespace Generators.Bench;

/// <summary>A generator as it is measured and drawn.</summary>
/// <param name="Name">On the command line, in the plain program, and of the picture.</param>
/// <param name="Measured">
/// What makes the samples that are counted; it and the plain program have the same constants.
/// </param>
/// <param name="Drawn">What makes the samples of the picture.</param>
/// <param name="Draw">The panels of the picture.</param>
internal sealed record Case(string Name, FieldGenerator Measured, FieldGenerator Drawn, Func<Samples, Panel[]> Draw)
{
    /// <summary>The plain program that has the case.</summary>
    public string Script { get; init; } = "plain.py";

    /// <summary>The seed of the picture.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>Two samples of a generator.</summary>
internal sealed class Samples(IReadOnlyList<FieldSamples> fields)
{
    /// <summary>One channel of a field on a square.</summary>
    public Panel Plane(int channel, int field = 0, int sample = 0)
    {
        FieldSamples samples = fields[field];
        (int rows, int columns) = (samples.Grid[0], samples.Grid[1]);
        return new Panel(samples[sample].Slice(channel * rows * columns, rows * columns).ToArray(), rows, columns);
    }

    /// <summary>All frames of a line, time from left to right.</summary>
    public Panel Line(int sample = 0)
    {
        FieldSamples samples = fields[0];
        (int frames, int points) = (samples.Channels, samples.Grid[0]);
        var values = new float[frames * points];
        for (int i = 0; i < values.Length; i++) values[i] = samples[sample][i % frames * points + i / frames];
        return new Panel(values, points, frames);
    }
}

/// <summary>Numbers of a rectangle, row by row from the top.</summary>
internal sealed record Panel(float[] Values, int Rows, int Columns)
{
    /// <summary>
    /// Whether colours are symmetric about zero; otherwise they go from the smallest to the largest number.
    /// </summary>
    public bool IsSigned { get; init; } = true;
}
