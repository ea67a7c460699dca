namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>An array as it lies in its file; numbers are null where there are none.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its axes.</param>
/// <param name="Minimum">The smallest number.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Maximum">The largest number.</param>
/// <param name="Missing">How many numbers are NaN or infinite.</param>
/// <param name="Fault">Why it cannot be read.</param>
internal sealed record ArrayFact(string Name, IReadOnlyList<int> Shape, double? Minimum, double? Mean, double? Maximum,
    int Missing, string? Fault)
{
    public static ArrayFact Of(NamedArray array)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity, sum = 0;
        int count = 0;
        foreach (float value in array.Values)
        {
            if (!float.IsFinite(value)) continue;
            (low, high, sum, count) = (Math.Min(low, value), Math.Max(high, value), sum + value, count + 1);
        }
        bool any = count > 0;
        return new ArrayFact(array.Name, array.Shape, any ? low : null, any ? sum / count : null, any ? high : null,
            array.Values.Length - count, null);
    }
}
