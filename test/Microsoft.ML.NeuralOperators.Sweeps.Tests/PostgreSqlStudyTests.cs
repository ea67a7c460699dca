using System.Text;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSql))]

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class PostgreSqlStudyTests(PostgreSql server) : StudyTests
{
    private readonly string _name = $"{Guid.NewGuid():n}";

    private protected override StudyStore Store => new PostgreSqlStudy(server.Connection, _name);

    [Fact]
    public void A_worker_goes_on_from_the_state_of_a_lost_one_whose_result_no_longer_counts()
    {
        // Renews its lease every second.
        using Study lost = new PostgreSqlStudy(server.Connection, _name) { Lease = TimeSpan.FromSeconds(3) }
            .Open(Plan, Spaces);
        using Study other = Open();
        SweepTrial trial = lost.Next(Rungs.One, 1, _ => Trial(0)).Trial!;
        // Several parts of the table of files.
        string state = new('s', 9_000_000);
        Write(lost.FolderOf(0), "state/state-000003-00000000.notrain", state);
        lost.Advance(0, Epoch(3));
        EndLeases();
        Assert.Equal(0, other.Next(Rungs.One, 1, _ => Trial(1)).Trial!.Number);
        Assert.Equal(state, File.ReadAllText(Path.Combine(other.FolderOf(0),
            "state/state-000003-00000000.notrain")));
        Assert.True(lost.Lost(0).WaitHandle.WaitOne(TimeSpan.FromMinutes(2)));
        Assert.False(lost.Report(trial with { State = SweepTrialState.Completed, Loss = 1 }));
        Assert.Equal(SweepTrialState.Running, Assert.Single(other.Trials()).State);

        Write(other.FolderOf(0), "model.zip", "model");
        Assert.True(other.Report(trial with { State = SweepTrialState.Completed, Loss = 2 }));
        Assert.Equal(2, Assert.Single(lost.Trials()).Loss);
        Assert.Equal("model", File.ReadAllText(lost.Model(0)));
        Assert.Equal(["held 0", "taken up 2", "completed 2"], Events());
        Assert.Equal(0L, Scalar("SELECT count(*) FROM sweep_files WHERE study = @study AND name = 'state'"));
    }

    [Fact]
    public void A_paused_trial_goes_on_from_its_state_elsewhere()
    {
        using Study first = Open(), second = Open();
        var rungs = new Rungs(2, 2, true);
        foreach (double loss in (double[])[0.5, 0.7])
        {
            SweepTrial trial = first.Next(rungs, 2, trials => Trial(trials.Count)).Trial!;
            Write(first.FolderOf(trial.Number), "state/state-000004-00000000.notrain", $"{loss}");
            first.Report(trial with { State = SweepTrialState.Paused, Loss = loss, RungLosses = [loss] });
        }
        StudyTask task = second.Next(rungs, 2, _ => null);
        Assert.Equal((0, 1), (task.Trial!.Number, task.Rung));
        Assert.Equal("0.5", File.ReadAllText(Path.Combine(second.FolderOf(0),
            "state/state-000004-00000000.notrain")));
    }

    [Fact]
    public void A_training_that_does_not_advance_is_given_up()
    {
        using Study study = new PostgreSqlStudy(server.Connection, _name) { Patience = TimeSpan.Zero }
            .Open("plan", Spaces);
        study.Next(Rungs.One, 1, _ => Trial(0));
        Assert.True(study.Lost(0).WaitHandle.WaitOne(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void A_trial_that_ends_every_worker_fails()
    {
        Study[] lost = [.. Enumerable.Range(0, 5).Select(_ => Open())];
        foreach (Study study in lost)
        {
            Assert.Equal(0, study.Next(Rungs.One, 1, _ => Trial(0)).Trial!.Number);
            EndLeases();
        }
        using Study last = Open();
        last.Next(Rungs.One, 1, _ => Trial(1));
        SweepTrial trial = Assert.Single(last.Trials());
        Assert.Equal(SweepTrialState.Failed, trial.State);
        Assert.Contains("lost 5 times", trial.Fault);
        Array.ForEach(lost, study => study.Dispose());
    }

    [Fact]
    public void What_is_wrong_with_a_connection_is_said_without_the_password()
    {
        ArgumentException wrong = Assert.Throws<ArgumentException>(()
            => new PostgreSqlStudy("Host=db;Pasword=secret").Open("plan", Spaces));
        Assert.DoesNotContain("secret", $"{wrong}", StringComparison.Ordinal);
        Assert.Contains("Host", Assert.Throws<ArgumentException>(() => new PostgreSqlStudy("folder")).Message);
        string none = server.Connection + ";Database=none";
        Assert.Contains("\"none\"", Assert.Throws<InvalidOperationException>(()
            => new PostgreSqlStudy(none).Open("plan", Spaces)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PostgreSqlStudy(none) { Lease = TimeSpan.Zero });
    }

    private static TrainingProgress Epoch(int epoch)
        => new(epoch, 9, 1, 1, 1, null, 1, 1, TimeSpan.Zero, TimeSpan.Zero, true);

    private static void Write(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, Encoding.ASCII);
    }

    // As if their workers were gone.
    private void EndLeases() => Scalar("UPDATE sweep_leases SET holder = 'nobody', until = now() - interval '1 hour' "
        + "WHERE study = @study");

    private string[] Events() => (string[])Scalar(
        "SELECT array_agg(event || ' ' || epoch ORDER BY number) FROM sweep_events WHERE study = @study")!;

    private object? Scalar(string sql)
    {
        using var connection = new NpgsqlConnection(server.Connection);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("study", _name);
        return command.ExecuteScalar();
    }
}
