using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Training as ML.NET shows it: one line per epoch in the log, and a progress channel.</summary>
internal sealed class TrainingLog : IDisposable
{
    private readonly IChannel _channel;
    private readonly IProgressChannel _progress;
    private TrainingProgress? _last;

    private readonly bool _speaks;

    /// <summary>A log.</summary>
    /// <param name="host">Of the trainer.</param>
    /// <param name="channel">Its channel.</param>
    /// <param name="speaks">Whether this process writes lines; of several ranks, only one does.</param>
    public TrainingLog(IHost host, IChannel channel, bool speaks)
    {
        (_channel, _speaks) = (channel, speaks);
        _progress = host.StartProgressChannel("Training neural operator");
        _progress.SetHeader(new ProgressHeader(["Loss"], ["epochs", "batches"]), entry =>
        {
            if (_last is not { } now) return;
            entry.SetProgress(0, now.Epoch, now.Epochs);
            entry.SetProgress(1, now.Batch, now.Batches);
            entry.SetMetric(0, now.Loss);
        });
    }

    public void Begin(TrainingMemory memory)
    {
        if (_speaks) _channel.Info(MessageSensitivity.None, $"{memory}");
    }

    public void Report(TrainingProgress progress)
    {
        _last = progress;
        if (progress.EndsEpoch)
        {
            string validation = progress.ValidationError is { } error
                ? Invariant($", validation relative L2 {error:g4}") : "";
            // Progress channels do not reach the context's Log event; information lines do.
            string loss = Invariant($"loss {progress.Loss:g4}"), speed = Invariant($"{progress.SamplesPerSecond:f0}");
            string rate = Invariant($"learning rate {progress.LearningRate:g3}");
            _channel.Info(MessageSensitivity.None,
                $"Epoch {progress.Epoch}/{progress.Epochs}: {loss}{validation}, {rate}, {speed} samples/s");
        }
    }

    public void Warn(string text) => _channel.Warning(MessageSensitivity.None, text);

    public void Done(TrainingReport report)
    {
        if (!_speaks) return;
        string seconds = Invariant($"{report.Seconds:f1} s");
        _channel.Info(MessageSensitivity.None, $"Trained {report.Operator} with {report.Parameters} parameters on "
            + $"{report.Samples} samples in {seconds} ({report.Device})");
    }

    public void Dispose() => _progress.Dispose();
}
