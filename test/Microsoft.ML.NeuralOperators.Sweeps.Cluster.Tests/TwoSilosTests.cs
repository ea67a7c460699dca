using System.Diagnostics;
using System.Globalization;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSql))]

namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster.Tests;

/// <summary>Two workers as two processes, of which one is killed in the middle of a trial.</summary>
public sealed class TwoSilosTests(PostgreSql server)
{
    private const int Dead = 6;

    private readonly string _study = $"{Guid.NewGuid():n}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_trial_of_a_killed_worker_ends_elsewhere_from_its_checkpoint()
    {
        string database = server.Connection;
        using SweepResult whole = SmallSweep.Create().Run(Token);

        // It stops in the third epoch of its first trial; the other one is at work when it is killed.
        using Process first = TestProgram.Start("SweepProcess", database, _study, "3");
        string trial = (await Until(first, "stopped "))["stopped ".Length..];
        using Process second = TestProgram.Start("SweepProcess", database, _study);
        await Until(second, "trial ");
        int epoch = (int)Scalar("SELECT max(epoch) FROM sweep_leases WHERE study = @study AND trial = @trial", trial)!;
        Assert.InRange(epoch, 1, 2);
        first.Kill();

        string resumed = await Until(second, $"step of {trial} in epoch ");
        Assert.Equal($"step of {trial} in epoch {epoch + 1}", resumed);
        string best = await Until(second, "best ");
        await second.WaitForExitAsync(Token);
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture,
            $"best {whole.BestTrial.Number} {whole.BestTrial.Loss:r}"), best);

        // Every trial has one result of each of its rungs, and those are the undisturbed ones.
        Assert.Equal(Enumerable.Repeat(1L, SmallSweep.Trials + SmallSweep.Trials / SmallSweep.Factor),
            (long[])Scalar("SELECT array_agg(n) FROM (SELECT count(*) n FROM sweep_events WHERE study = @study "
            + "AND event IN ('paused', 'completed') GROUP BY trial, event) results", trial)!);
        Assert.Equal(1L, Scalar("SELECT count(*) FROM sweep_events WHERE study = @study AND event = 'taken up' "
            + "AND trial = @trial", trial));
        using Study read = SmallSweep.Create().Open(new PostgreSqlStudy(database, _study), null).Open();
        Assert.Equal(whole.Trials.Select(t => (t.Number, t.Loss, t.State, t.Epochs)),
            read.Trials().Select(t => (t.Number, t.Loss, t.State, t.Epochs)));
        Assert.Equal([Dead, Dead], (int[])Scalar(
            "SELECT array_agg(Status) FROM OrleansMembershipTable WHERE DeploymentId = @study", trial)!);
    }

    private static async Task<string> Until(Process process, string begin)
    {
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
            if (line.StartsWith(begin, StringComparison.Ordinal)) return line;
        throw new InvalidOperationException($"The worker ended without a line '{begin}…'.");
    }

    private object? Scalar(string sql, string trial)
    {
        using var connection = new NpgsqlConnection(server.Connection);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("study", _study);
        command.Parameters.AddWithValue("trial", int.Parse(trial, CultureInfo.InvariantCulture));
        return command.ExecuteScalar();
    }
}
