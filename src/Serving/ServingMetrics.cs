using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>
/// What a served model tells through System.Diagnostics, for OpenTelemetry or any other listener: the meter and the
/// activity source <see cref="Name"/>. Every measurement has the tag "model".
/// </summary>
internal sealed class ServingMetrics : IDisposable
{
    /// <summary>Of the meter and the activity source.</summary>
    public const string Name = ServedOperator.TelemetryName;

    private static readonly ActivitySource Source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _requests, _refused, _reloads;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _batch;
    private readonly KeyValuePair<string, object?> _model;

    /// <param name="model">The model's name.</param>
    /// <param name="waiting">Requests that wait now.</param>
    public ServingMetrics(string model, Func<int> waiting)
    {
        _model = new("model", model);
        _requests = _meter.CreateCounter<long>("neuraloperators.requests", "{request}", "Predictions that ended.");
        _refused = _meter.CreateCounter<long>("neuraloperators.refused", "{request}", "Refused: too many waited.");
        _reloads = _meter.CreateCounter<long>("neuraloperators.reloads", "{reload}", "Changes of the model's file.");
        _duration = _meter.CreateHistogram("neuraloperators.duration", "s", "From arrival to answer.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
            });
        _batch = _meter.CreateHistogram("neuraloperators.batch", "{request}", "Requests of a run.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64] });
        _meter.CreateObservableGauge("neuraloperators.waiting",
            () => new Measurement<int>(waiting(), [_model]), "{request}", "Requests that wait.");
    }

    /// <summary>A trace of a run; null where nobody listens.</summary>
    public Activity? Run(int requests) => Source.StartActivity("predict")?.SetTag(_model.Key, _model.Value)
        .SetTag("batch", requests);

    /// <summary>A run of several requests.</summary>
    public void Batch(int requests) => _batch.Record(requests, _model);

    /// <summary>The end of a request.</summary>
    /// <param name="arrived">When it came.</param>
    /// <param name="outcome">"done", "failed" or "abandoned".</param>
    public void Ended(long arrived, string outcome)
    {
        _requests.Add(1, _model, new("outcome", outcome));
        _duration.Record(Stopwatch.GetElapsedTime(arrived).TotalSeconds, _model);
    }

    /// <summary>A request that found the queue full.</summary>
    public void Refused() => _refused.Add(1, _model);

    /// <summary>A new file: taken or not.</summary>
    public void Reloaded(bool isTaken) => _reloads.Add(1, _model, new("outcome", isTaken ? "taken" : "refused"));

    public void Dispose() => _meter.Dispose();
}
