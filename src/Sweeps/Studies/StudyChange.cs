using System.Data.Common;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// A transaction that no other process writes to the study beside; without a commit nothing has happened.
/// </summary>
/// <param name="transaction">The database's transaction.</param>
/// <param name="end">Called at its end.</param>
internal sealed class StudyChange(DbTransaction transaction, Action end) : IDisposable
{
    public void Commit() => transaction.Commit();

    public void Dispose()
    {
        transaction.Dispose();
        end();
    }
}
