using System.Data.Common;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Does again what a database did not do because it was away: it restarts, or a connection broke.</summary>
internal static class DatabaseRetry
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromSeconds(1);

    /// <summary>Does something, for a minute again and again.</summary>
    /// <param name="act">What to do; what it did not finish has not happened.</param>
    /// <exception cref="IOException">The database was away for longer.</exception>
    public static T Do<T>(Func<T> act)
    {
        for (DateTime until = DateTime.UtcNow + Patience; ; Thread.Sleep(Pause))
            try
            {
                return act();
            }
            catch (DbException error) when (error.IsTransient)
            {
                if (DateTime.UtcNow >= until)
                    throw new IOException("The study's database has been away for a minute. Start again when it is "
                        + $"back: the study goes on. ({error.Message})", error);
            }
    }

    /// <inheritdoc cref="Do{T}"/>
    public static void Do(Action act) => Do(() =>
    {
        act();
        return true;
    });
}
