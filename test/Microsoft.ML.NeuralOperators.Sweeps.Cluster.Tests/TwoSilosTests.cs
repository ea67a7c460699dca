using System.Diagnostics;
using System.Globalization;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSql))]

namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster.Tests;

/// <summary>Two workers as two processes, of which one is killed, or stands still, in the middle of a trial.</summary>
public sealed class TwoSilosTests(PostgreSql server)
{
    private const int Dead = 6;

    private readonly string _study = $"{Guid.NewGuid():n}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_trial_of_a_lost_worker_ends_elsewhere_from_its_checkpoint(bool isFrozen)
    {
        string database = server.Connection;
        using SweepResult whole = SmallSweep.Create().Run(Token);

        // It stops in the third epoch of its first trial; the other one is at work when it is killed.
        using Process first = TestProgram.Start("SweepProcess", database, $"name={_study}", "cluster", "stop=3");
        string trial = (await first.Until("stopped ", Token))["stopped ".Length..];
        using Process second = TestProgram.Start("SweepProcess", database, $"name={_study}", "cluster");
        await second.Until("trial ", Token);
        int epoch = (int)Scalar("SELECT max(epoch) FROM sweep_leases WHERE study = @study AND trial = @trial", trial)!;
        Assert.InRange(epoch, 1, 2);
        if (isFrozen) first.Freeze();
        else first.Kill();

        string resumed = await second.Until($"step of {trial} in epoch ", Token);
        Assert.Equal($"step of {trial} in epoch {epoch + 1}", resumed);
        string best = await second.Until("best ", Token);
        await second.WaitForExitAsync(Token);
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture,
            $"best {whole.BestTrial.Number} {whole.BestTrial.Loss:r}"), best);
        if (isFrozen)
        {
            // It wakes in the middle of the training, which it could end, and finds the others' word or their results.
            first.Wake();
            await first.StandardInput.WriteLineAsync();
            string last = await Last(first);
            Assert.True((last, first.ExitCode) == (best, 0)
                || first.ExitCode == 1 && last.Contains("gave this one up", StringComparison.Ordinal),
                $"It ended with {first.ExitCode}: {last}");
        }

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

    private static async Task<string> Last(Process process)
    {
        string[] lines = (await process.StandardOutput.ReadToEndAsync(Token)).TrimEnd().Split('\n');
        await process.WaitForExitAsync(Token);
        return lines[^1];
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
