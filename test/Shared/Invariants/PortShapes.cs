using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>Shapes that a definition's input fields allow.</summary>
internal static class PortShapes
{
    /// <summary>
    /// [batch, channels, grid…] of every input; open axes get sizes from the given one up, axes of one name the same.
    /// </summary>
    public static long[][] Of(NeuralOperator definition, long batch, int size)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        return [.. definition.Inputs.Select(port => (long[])[batch, port.Channels, .. port.Axes.Select(SizeOf)])];

        long SizeOf(GridAxis axis)
        {
            if (axis.Size is { } known) return known;
            if (!sizes.TryGetValue(axis.Name, out long n))
                sizes.Add(axis.Name, n = Math.Max(axis.MinimumToTrain, size + sizes.Count));
            // The next one that the axis allows.
            return sizes[axis.Name] = (n + axis.MultipleOf - 1) / axis.MultipleOf * axis.MultipleOf;
        }
    }

    /// <summary>Whether the definition leaves a size open.</summary>
    public static bool AreOpen(NeuralOperator definition)
        => definition.Inputs.SelectMany(port => port.Axes).Any(axis => axis.Size is null);

    /// <summary>Numbers for every input in these shapes.</summary>
    public static (float[] Values, long[] Shape)[] Inputs(NeuralOperator definition, long batch, int size)
        => [.. Of(definition, batch, size)
            .Select((shape, i) => definition.Inputs[i].IsMask ? (SampleMask.Of(shape), shape) : Random(shape, i))];

    /// <summary>Numbers for a field of a shape.</summary>
    public static (float[] Values, long[] Shape) Random(long[] shape, int seed)
    {
        var random = new Random(seed);
        return ([.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b))
            .Select(_ => (float)(random.NextDouble() - 0.5))], shape);
    }
}
