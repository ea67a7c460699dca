using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.CommandLine;

/// <summary>Ctrl-C: the first one stops in order, the second one at once.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interrupt(IAnsiConsole console)
        => _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }
            .Select(signal => PosixSignalRegistration.Create(signal, context => Stop(context, console)))];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context, IAnsiConsole console)
    {
        if (_source.IsCancellationRequested)
        {
            console.Cursor.Show();
            return;
        }
        context.Cancel = true;
        console.WriteLine("Stopping. Ctrl-C again stops at once.");
        _source.Cancel();
    }
}
