using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>The measurements of one name, a series for every set of labels.</summary>
internal sealed class PrometheusFamily
{
    // Labels come from the server's own code; this only guards against a mistake there.
    private const int MostSeries = 1000;
    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly ConcurrentDictionary<string, PrometheusSeries> _series = new(StringComparer.Ordinal);
    private readonly string _type, _help;
    private readonly bool _isAdded;
    private readonly double[] _bounds = [];

    public PrometheusFamily(Instrument instrument)
    {
        Type kind = instrument.GetType().GetGenericTypeDefinition();
        bool isCounter = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>);
        _type = isCounter ? "counter" : kind == typeof(Histogram<>) ? "histogram" : "gauge";
        // These report changes; observable instruments report states.
        _isAdded = kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>);
        _help = (instrument.Description ?? "").ReplaceLineEndings(" ").Replace("\\", "");
        if (_type == "histogram") _bounds = Bounds(instrument);
        string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        Name = instrument.Name.Replace('.', '_') + unit + (isCounter ? "_total" : "");
    }

    public string Name { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = Labels(tags);
        if (_series.TryGetValue(labels, out PrometheusSeries? series) || _series.Count < MostSeries)
            (series ?? _series.GetOrAdd(labels, _ => new PrometheusSeries(_bounds))).Record(value, _isAdded);
    }

    public void Write(StringBuilder text)
    {
        if (_series.IsEmpty) return;
        text.Append($"# HELP {Name} {_help}\n# TYPE {Name} {_type}\n");
        foreach (var (labels, series) in _series.OrderBy(s => s.Key, StringComparer.Ordinal))
            if (_type == "histogram") series.WriteHistogram(text, Name, labels);
            else series.WriteValue(text, Name, labels);
    }

    private static double[] Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(b => (double)b)],
        _ => DefaultBounds,
    };

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text = text.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", @"\n");
            labels.Append(labels.Length == 0 ? "" : ",").Append($"{key.Replace('.', '_')}=\"{text}\"");
        }
        return labels.ToString();
    }
}
