using System.Text;
using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSql))]

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class PostgreSqlStudyTests(PostgreSql server) : StudyTests
{
    private readonly string _name = $"{Guid.NewGuid():n}";

    // Its connections have its name, which a test may break.
    private protected override StudyStore Store => NewStudy(null);

    private protected override Study OpenAs(string worker) => NewStudy(worker).Open(Plan, Spaces);

    private PostgreSqlStudy NewStudy(string? worker)
        => new($"{server.Connection};Application Name={_name}", _name) { Worker = worker };

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
    public void A_promoted_trial_has_the_weights_of_its_last_rung_elsewhere()
    {
        using Study first = Open(), second = Open();
        var rungs = new Rungs(3, 1, true) { Fidelity = SweepFidelity.Samples };
        SweepTrial trial = first.Next(rungs, 1, _ => Trial(0)).Trial!;
        Write(first.FolderOf(0), "state-00/state-000009-00000000.notrain", "old");
        Write(first.FolderOf(0), "rung-0.zip", "weights 0");
        first.Report(trial with { State = SweepTrialState.Paused, Loss = 1, RungLosses = [1] });
        trial = second.Next(rungs, 1, _ => null).Trial!;
        Assert.Equal("weights 0", File.ReadAllText(second.WeightsOf(0, 0)));

        // Of the next training, though its epochs begin again.
        Write(second.FolderOf(0), "state-01/state-000002-00000000.notrain", "new");
        Write(second.FolderOf(0), "rung-1.zip", "weights 1");
        second.Report(trial with { State = SweepTrialState.Paused, Loss = 1, RungLosses = [1, 1], Rung = 1 });
        Assert.Equal(2, first.Next(rungs, 1, _ => null).Rung);
        Assert.Equal("new", File.ReadAllText(Path.Combine(first.FolderOf(0),
            "state-01/state-000002-00000000.notrain")));
        Assert.Equal("weights 1", File.ReadAllText(first.WeightsOf(0, 1)));
        first.Report(trial with { State = SweepTrialState.Completed, Loss = 1, RungLosses = [1, 1, 1], Rung = 2 });
        Assert.Equal(0L, Scalar("SELECT count(*) FROM sweep_files WHERE study = @study"));
    }

    [Fact]
    public void A_sweep_is_reported_and_learned_from_out_of_the_database()
    {
        using SweepResult result = SmallSweep.Create().SetStudy(Store).SetMaxTrials(6)
            .Run(TestContext.Current.CancellationToken);
        SweepStudy read = SweepStudy.Load(Store);
        Assert.Equal(result.Trials.Select(t => t.Loss), read.Trials.Select(t => t.Loss));
        Assert.Equal(result.Study.Results, read.Results);
        Assert.Equal(result.Study.BestPipeline(), read.BestPipeline());
        Assert.NotNull(read.BestPipeline());
        Assert.Contains("data-", read.Report().ToString());
    }

    [Fact]
    public void Trainings_on_few_rows_go_on_in_other_processes()
    {
        using SweepResult whole = Sweep().Run(TestContext.Current.CancellationToken);
        for (int trials = 3; trials <= 9; trials++)
        {
            // Each has a folder of its own.
            using var stop = new CancellationTokenSource();
            using SweepResult part = Sweep().SetStudy(Store).SetMonitor(new StopAfter(trials, stop)).Run(stop.Token);
            if (stop.IsCancellationRequested) continue;
            Assert.Equal(whole.Trials.Select(t => (t.Number, t.Loss, t.State, t.Epochs)),
                part.Trials.Select(t => (t.Number, t.Loss, t.State, t.Epochs)));
            return;
        }
        Assert.Fail("The sweep does not end.");

        static NeuralOperatorExperiment Sweep() => SmallSweep.Create().SetMaxTrials(9)
            .SetSuccessiveHalving(SmallSweep.Rungs, SmallSweep.Factor, isAsynchronous: false, SweepFidelity.Samples);
    }

    [Fact]
    public void A_trial_waits_as_long_as_a_worker_that_nobody_knows_is_at_work()
    {
        using Study study = Open();
        var gone = new WorkerCall("gone", _ => true, _ => null);
        var small = new WorkerCall("small", _ => false, _ => "It is too large.");
        Assert.Equal(0, study.Decide(Rungs.One, 2, _ => Trial(0), gone).Trial!.Number);
        // Such as after the study moved to another silo, which has not heard of that worker.
        Assert.False(study.Decide(Rungs.One, 2, trials => Trial(trials.Count), small).IsDone);
        Assert.All(study.Trials(), t => Assert.Equal(SweepTrialState.Running, t.State));
        study.LetGo(worker => worker == "gone");
        Assert.True(study.Decide(Rungs.One, 2, _ => null, small).IsDone);
        Assert.All(study.Trials(), t => Assert.Equal(SweepTrialState.Refused, t.State));
    }

    [Fact]
    public void A_worker_that_stood_still_while_it_wrote_keeps_nobody_waiting()
    {
        using Study study = Open();
        study.Decide(Rungs.One, 2, _ => Trial(0), new WorkerCall("still", _ => true, _ => null));
        using var connection = new NpgsqlConnection(server.Connection);
        connection.Open();
        using NpgsqlTransaction writes = connection.BeginTransaction();
        Scalar(connection, "SELECT count(*) FROM (SELECT 1 FROM sweep_leases WHERE study = @study FOR UPDATE) held");
        study.LetGo(worker => worker == "still");
        Assert.Equal(1, study.Next(Rungs.One, 2, trials => Trial(trials.Count)).Trial!.Number);
        writes.Rollback();
        study.LetGo(worker => worker == "still");
        Assert.Equal(0, study.Next(Rungs.One, 2, _ => null).Trial!.Number);
    }

    [Fact]
    public void A_database_that_broke_all_connections_is_asked_again()
    {
        using Study study = Open();
        SweepTrial trial = study.Next(Rungs.One, 1, _ => Trial(0)).Trial!;
        Break();
        Write(study.FolderOf(0), "model.zip", "model");
        Assert.True(study.Report(trial with { State = SweepTrialState.Completed, Loss = 1, RungLosses = [1] }));
        Break();
        Assert.True(study.Next(Rungs.One, 1, _ => null).IsDone);
        Break();
        Assert.Equal("model", File.ReadAllText(study.Model(0)));

        void Break() => Scalar("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            + "WHERE application_name = @study");
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
        Assert.Contains("150", Assert.Throws<ArgumentException>(()
            => new PostgreSqlStudy(none, new string('n', 151))).Message);
    }

    private sealed class StopAfter(int trials, CancellationTokenSource stop) : ISweepMonitor
    {
        private int _left = trials;

        public void ReportCompletedTrial(SweepTrial trial)
        {
            if (--_left == 0) stop.Cancel();
        }
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
        return Scalar(connection, sql);
    }

    private object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("study", _name);
        return command.ExecuteScalar();
    }
}
