using Microsoft.Extensions.Logging;

namespace Microsoft.ML.NeuralOperators.Serving;

/// <summary>The model of a file that may change: a new one is opened and checked beside the old one.</summary>
internal sealed class ModelSource
{
    private readonly string _path, _name;
    private readonly ServingOptions _options;
    private readonly ServingMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private volatile ServedModel _current;
    private volatile string? _fault;
    private FileStamp _seen;
    private bool _isEnded;

    public ModelSource(string path, string name, ServingOptions options, ServingMetrics metrics, ILogger logger)
    {
        (_path, _name, _options, _metrics, _logger) = (path, name, options, metrics, logger);
        _seen = FileStamp.Of(path);
        _current = ServedModel.Open(path, options.Execution);
        WarnOfFallback(_current);
    }

    /// <summary>The model that runs.</summary>
    public ServedModel Current => _current;

    /// <summary>Why the newest file is not the one that runs; null when it is.</summary>
    public string? Fault => _fault;

    /// <summary>Takes the file's model, if it is another one and can be opened.</summary>
    /// <returns>Whether a new model runs.</returns>
    public bool Reload()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(ServedOperator));
            // Asked before the file is read: what is written meanwhile is noticed the next time.
            _seen = FileStamp.Of(_path);
            ServedModel? next;
            try
            {
                next = _current.OpenIfOther(_path, _options.Execution);
            }
            // Whatever is wrong with the file (it is being written, it is damaged, it is too large): the old model goes
            // on.
            catch (Exception error)
            {
                Refuse(error);
                return false;
            }
            _fault = null;
            if (next is null) return false;
            WarnOfFallback(next);
            ServedModel old = _current;
            _current = next;
            old.Retire();
            _logger.LogInformation("A new file of {Model} is served.", _name);
            _metrics.Reloaded(true);
            return true;
        }
    }

    /// <summary>Looks at the file again and again.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_options.ReloadInterval);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            // A refused file is tried again: clocks of file systems may be too coarse to show its last write.
            if (_fault is not null || FileStamp.Of(_path) != _seen)
                Reload();
    }

    /// <summary>Ends the model after the runs that are under way.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnded = true;
            _current.Retire();
        }
    }

    private void WarnOfFallback(ServedModel model)
    {
        if (model.Session.FallbackReason is { } reason)
            _logger.LogWarning("{Model} runs on the CPU. {Reason}", _name, reason);
    }

    private void Refuse(Exception error)
    {
        if (_fault == error.Message) return;
        _fault = error.Message;
        _logger.LogWarning(error, "The new file of {Model} is not taken.", _name);
        _metrics.Reloaded(false);
    }
}
