using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>
/// Listens to the meters of the models, of the web server and of .NET, and writes their state as Prometheus reads it.
/// </summary>
internal sealed class PrometheusMetrics : IDisposable
{
    private static readonly HashSet<string> Meters =
        [ServedOperator.TelemetryName, "Microsoft.AspNetCore.Hosting", "System.Runtime"];
    private readonly ConcurrentDictionary<string, PrometheusFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public PrometheusMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!Meters.Contains(instrument.Meter.Name)) return;
            // Every model has instruments of the same names.
            var family = new PrometheusFamily(instrument);
            listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(family.Name, family));
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record(family, value, tags));
        _listener.Start();
    }

    /// <summary>All families in the text format of Prometheus, by name.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (PrometheusFamily family in _families.Values.OrderBy(f => f.Name, StringComparer.Ordinal))
            family.Write(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => ((PrometheusFamily)family!).Record(value, tags);
}
