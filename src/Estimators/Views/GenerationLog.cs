using System.Diagnostics;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// How far a pass over generated samples is, as ML.NET shows it: lines in the log, and a progress channel.
/// </summary>
internal sealed class GenerationLog : IDisposable
{
    // Progress channels do not reach the context's Log event; information lines do, ten of them a pass.
    private const int Lines = 10;
    private readonly IChannel _channel;
    private readonly IProgressChannel _progress;
    private readonly string _name;
    private readonly int _count;
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _done;

    public GenerationLog(IHostEnvironment environment, string name, int count)
    {
        (_name, _count) = (name, count);
        IHost host = environment.Register("Generate");
        _channel = host.Start("Generate");
        _progress = host.StartProgressChannel($"Generating {name}");
        _progress.SetHeader(new ProgressHeader(["samples"]), entry => entry.SetProgress(0, _done, _count));
    }

    public void Report(int done)
    {
        bool isWorthALine = (long)done * Lines / _count > (long)_done * Lines / _count;
        _done = done;
        if (!isWorthALine) return;
        string speed = Invariant($"{done / Stopwatch.GetElapsedTime(_start).TotalSeconds:g3} a second");
        _channel.Info(MessageSensitivity.None, $"{_name}: {done} of {_count} samples, {speed}");
    }

    public void Dispose()
    {
        _progress.Dispose();
        _channel.Dispose();
    }
}
