using System.Globalization;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>A number, or a histogram of numbers.</summary>
/// <param name="bounds">Upper bounds of a histogram's buckets; none for a number.</param>
internal sealed class PrometheusSeries(double[] bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private double _value;
    private long _count;

    /// <summary>Takes a measurement.</summary>
    /// <param name="value">The measurement.</param>
    /// <param name="isAdded">Whether it is a change; histograms sum anyway.</param>
    public void Record(double value, bool isAdded)
    {
        lock (_gate)
        {
            if (bounds.Length == 0)
            {
                _value = isAdded ? _value + value : value;
                return;
            }
            int bucket = Array.FindIndex(bounds, bound => value <= bound);
            _buckets[bucket < 0 ? bounds.Length : bucket]++;
            _value += value;
            _count++;
        }
    }

    public void WriteValue(StringBuilder text, string name, string labels)
    {
        lock (_gate) Line(text, name, labels, _value);
    }

    public void WriteHistogram(StringBuilder text, string name, string labels)
    {
        string before = labels.Length == 0 ? "" : $"{labels},";
        lock (_gate)
        {
            long below = 0;
            for (int i = 0; i < _buckets.Length; i++)
            {
                below += _buckets[i];
                string bound = i < bounds.Length ? Number(bounds[i]) : "+Inf";
                Line(text, $"{name}_bucket", $"{before}le=\"{bound}\"", below);
            }
            Line(text, $"{name}_sum", labels, _value);
            Line(text, $"{name}_count", labels, _count);
        }
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
        => text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ').Append(Number(value))
            .Append('\n');

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
