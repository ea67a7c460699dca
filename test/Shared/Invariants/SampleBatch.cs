namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>
/// Samples as torch and ONNX Runtime take them: a number array and a shape for every input, the batch first. Masks tell
/// the points that samples have.
/// </summary>
internal static class SampleBatch
{
    public static (float[] Values, long[] Shape)[] Of(NeuralOperator definition, FieldDataset data)
    {
        FieldPort[] ports = [.. definition.Inputs.Where(port => !port.IsMask)];
        return [.. definition.Inputs.Select(port => port.IsMask ? Mask(port) : Field(Array.IndexOf(ports, port)))];

        (float[], long[]) Field(int port) => (data.Inputs[port].Values, data.Inputs[port].Shape);

        (float[], long[]) Mask(FieldPort mask)
        {
            FieldSamples owner = data.Inputs[Array.FindIndex(ports,
                port => port.Axes.Any(axis => axis.Name == mask.Axes[0].Name))];
            int longest = owner.Grid[^1];
            return ([.. Enumerable.Range(0, owner.Count * longest)
                .Select(i => i % longest < owner.PointsOf(i / longest) ? 1f : 0f)], [owner.Count, 1, longest]);
        }
    }

    /// <summary>The numbers of every sample, without what fills it up.</summary>
    /// <param name="numbers">[batch, channels, points…] of all samples.</param>
    /// <param name="like">A field on the same points.</param>
    public static float[][] Rows(float[] numbers, FieldSamples like)
        => [.. numbers.Chunk(numbers.Length / like.Count).Select((row, sample) => like.Points is null ? row
            : [.. row.Chunk(like.Grid[^1]).SelectMany(line => line.Take(like.PointsOf(sample)))])];
}
