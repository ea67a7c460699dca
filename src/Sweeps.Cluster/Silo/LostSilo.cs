using Orleans.Runtime;

namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster;

/// <summary>
/// Is told that a silo cannot go on, mostly because the others gave it up. Without this Orleans would end the program,
/// which is not ours.
/// </summary>
internal sealed class LostSilo : IFatalErrorHandler, IDisposable
{
    private readonly CancellationTokenSource _lost = new();

    /// <summary>Cancelled when it cannot go on.</summary>
    public CancellationToken Token => _lost.Token;

    /// <summary>Orleans' reason.</summary>
    public string Reason { get; private set; } = "";

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (Reason.Length == 0) Reason = context ?? exception?.Message ?? "no reason told";
        // Not on Orleans' thread, which has more to end.
        _ = _lost.CancelAsync();
    }

    public void Dispose() => _lost.Dispose();
}
