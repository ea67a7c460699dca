using System.Globalization;
using Microsoft.ML.NeuralOperators.Data.Formats;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Finds numbers that differ by less than single precision tells apart around their mean.</summary>
internal static class Precision
{
    /// <summary>What rounding to single precision loses; null where it loses nothing that matters.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">The numbers as they were rounded.</param>
    /// <param name="limits">What reading may cost.</param>
    public static string? Loss(string path, NamedArray array, ReadLimits limits)
    {
        var (mean, deviation) = Moments(array.Values);
        if (mean == 0 || !double.IsFinite(mean)) return null;
        float size = (float)Math.Abs(mean), spacing = MathF.BitIncrement(size) - size;
        if (deviation >= spacing) return null;
        // Whether they differ at all, only the file can tell.
        FileContent content = DataFile.Open(path,
            new ReadRequest(new HashSet<string> { array.Name })
            {
                Shifts = new Dictionary<string,
                double>
                { [array.Name] = mean }
            },
            limits);
        if (!content.Shifted.Contains(array.Name)) return null;
        deviation = Moments(content[array.Name].Values).Deviation;
        // Numbers that were rounded before they came into the file are no more precise there.
        return deviation > 0 && deviation < spacing ? string.Create(CultureInfo.InvariantCulture,
            $"holds numbers that differ by {deviation:g2} around {mean:g8}, where single precision has steps of "
            + $"{spacing:g2}.")
            : null;
    }

    private static (double Mean, double Deviation) Moments(float[] values)
    {
        double mean = 0, squares = 0;
        long count = 0;
        foreach (float value in values)
        {
            if (float.IsNaN(value)) continue;
            double distance = value - mean;
            mean += distance / ++count;
            squares += distance * (value - mean);
        }
        return (mean, Math.Sqrt(squares / Math.Max(1, count)));
    }
}
