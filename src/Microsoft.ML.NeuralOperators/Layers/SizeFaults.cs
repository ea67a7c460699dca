using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Rejects sizes in the options of an architecture that no machine could train and whose products would overflow. What comes from
/// the data, such as the numbers of channels, is bounded by the data.
/// </summary>
internal static class SizeFaults
{
    private const int MaximumDepth = 1000, MaximumRatio = 1024, MaximumWidth = 1 << 16, MaximumPoints = 1 << 24;

    /// <summary>A fault for every public number that is too large or not finite.</summary>
    public static IEnumerable<string> Of(object options)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties())
        {
            string name = property.Name;
            if (name is "InputChannels" or "OutputChannels" || property.GetIndexParameters().Length > 0) continue;
            double limit = Limit(name);
            foreach (double number in Numbers(property.GetValue(options), limit))
                if (double.IsNaN(number) || number > limit) yield return FormattableString.Invariant($"{name} is {number}; expected at most {limit}");
        }
    }

    private static double Limit(string name) => name switch
    {
        "Iterations" or "Experts" or "Levels" => MaximumDepth,
        "Sensors" or "FixedPoints" => MaximumPoints,
        _ when name.EndsWith("Layers", StringComparison.Ordinal) => MaximumDepth,
        _ when name.EndsWith("Ratio", StringComparison.Ordinal) || name.EndsWith("Expansion", StringComparison.Ordinal) => MaximumRatio,
        _ => MaximumWidth,
    };

    private static IEnumerable<double> Numbers(object? value, double limit) => value switch
    {
        int number => [number],
        IEnumerable<int> numbers => numbers.Select(n => (double)n),
        // Others, such as frequencies and gains, decide no size.
        double ratio when limit == MaximumRatio => [ratio],
        _ => [],
    };
}
