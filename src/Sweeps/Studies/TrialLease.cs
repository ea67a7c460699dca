using System.Diagnostics;
using Npgsql;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Keeps a trial for its worker, as long as the training advances.</summary>
internal sealed class TrialLease : IDisposable
{
    // Renewals within one lease.
    private const int Renewals = 3;

    private readonly Func<bool> _renew;
    private readonly TimeSpan _patience;
    private readonly Timer _timer;
    private readonly CancellationTokenSource _lost = new();
    private long _advanced = Stopwatch.GetTimestamp();
    private int _isRenewing;

    /// <summary>Begins to renew.</summary>
    /// <param name="renew">Renews in the database; false where another worker has the trial.</param>
    /// <param name="study">How long a lease and the patience with a training are.</param>
    public TrialLease(Func<bool> renew, PostgreSqlStudy study)
    {
        (_renew, _patience) = (renew, study.Patience);
        _timer = new Timer(_ => Renew(), null, TimeSpan.Zero, study.Lease / Renewals);
    }

    /// <summary>Cancelled when the trial is another worker's, or has been stuck for too long.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Is told that the training advanced.</summary>
    public void Advance() => Volatile.Write(ref _advanced, Stopwatch.GetTimestamp());

    /// <summary>Ends the renewals. One that is under way does not find the trial any more.</summary>
    public void Dispose() => _timer.Dispose();

    private void Renew()
    {
        // One that waits for the database is enough.
        if (_lost.IsCancellationRequested || Interlocked.Exchange(ref _isRenewing, 1) == 1) return;
        try
        {
            bool isStuck = Stopwatch.GetElapsedTime(Volatile.Read(ref _advanced)) > _patience;
            if (isStuck || !_renew()) _lost.Cancel();
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or ObjectDisposedException)
        {
            // Whether another worker has the trial shows when the database is back.
        }
        finally
        {
            Volatile.Write(ref _isRenewing, 0);
        }
    }
}
