using System.Text.Json;
using Microsoft.ML.NeuralOperators.CommandLine.Commands;
using Microsoft.ML.NeuralOperators.Sweeps;

[assembly: AssemblyFixture(typeof(PostgreSql))]

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class SweepWorkerTests(PostgreSql server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_worker_helps_a_sweep_and_both_tell_the_same_result()
    {
        string study = $"{Guid.NewGuid():n}";
        string[] cluster = ["--database", server.Connection + ";Password=unused-password", "--study", study, "--json"];
        // It was there first, and has the data elsewhere.
        Task<ToolRun> worker = ToolRun.Of(["sweep-worker", "--data", _folder.Waves("copy.npz"), .. cluster]);
        ToolRun sweep = (await ToolRun.Of(["sweep", _folder.Waves(), "-i", "a", "-u", "u", "-m", "fno", "--set",
            "Modes=4,4", "Workers=1", "Channels=4", "--trials", "4", "--epochs", "2", "--rungs", "1", "--tuner",
            "random", "--validation", "0.3", "-o", _folder["best.zip"], "--report",
            _folder["sweep.html"], .. cluster])).Succeeded();
        ToolRun helped = (await worker).Succeeded();
        Assert.Contains("Waiting for", helped.Error, StringComparison.Ordinal);
        Assert.Equal(4, helped.Json.GetProperty("trials").GetInt32());
        Assert.Equal(sweep.Json.GetProperty("loss").GetDouble(), helped.Json.GetProperty("loss").GetDouble());
        Assert.True(File.Exists(_folder["best.zip"]));
        Assert.Contains($"--study {study}", File.ReadAllText(_folder["sweep.html"]), StringComparison.Ordinal);
        Assert.DoesNotContain("unused-password", File.ReadAllText(_folder["sweep.html"]), StringComparison.Ordinal);
        // Of the study, too.
        JsonElement told = (await ToolRun.Of("sweep-report", study, "--database", server.Connection, "-o",
            _folder["study.html"], "--json")).Succeeded().Json;
        Assert.Equal(sweep.Json.GetProperty("best").GetInt32(), told.GetProperty("best").GetInt32());
        (await ToolRun.Of("sweep-report", "none", "--database", server.Connection))
            .EndedWith(ExitCode.Failed, "has no study 'none'");
        // Another sweep learns from it, and so would its workers.
        string[] next = ["sweep", _folder.Waves(), "-i", "a", "-u", "u", "-m", "fno", "--set", "Modes=4,4", "Workers=1",
            "Channels=4", "--trials", "1", "--epochs", "2", "--rungs", "1", "--validation", "0.3", "-o",
            _folder["next.zip"], "--database", server.Connection, "--study", $"{study}-next"];
        (await ToolRun.Of([.. next, "--warm-start", study])).Succeeded();
        Assert.Contains($"\"--warm-start\",\"{study}\"",
            SweepRecipe.Of(new PostgreSqlStudy(server.Connection, $"{study}-next"))!.Text, StringComparison.Ordinal);
        (await ToolRun.Of([.. next, "--warm-start", "none"])).EndedWith(ExitCode.Failed, "has no study 'none'");
        ToolRun elsewhere = await ToolRun.Of([.. next, "--warm-start", "Host=other;Password=secret-word"]);
        elsewhere.EndedWith(ExitCode.WrongArguments, "names of studies in that database");
        Assert.DoesNotContain("secret-word", elsewhere.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_worker_offers_is_refused_where_there_are_no_workers()
        => (await ToolRun.Of("sweep", _folder.Waves(), "-i", "a", "-u", "u", "--trials", "1", "--cores", "2", "-o",
            _folder["best.zip"])).EndedWith(ExitCode.WrongArguments, "--cores is of sweeps on several machines");

    [Fact]
    public void What_workers_are_told_has_neither_the_connection_nor_the_place_of_the_model()
    {
        SweepLine line = SweepLine.Of(["sweep", "a.npz", "-i", "a", "--database", "Host=db;Password=secret", "-o",
            "b.zip", "--warm-start", "old", "older", "--minutes", "3", "--report", "p.html", "--json"], "a.npz");
        Assert.Equal(["sweep", "/data/c.npz", "-i", "a", "--warm-start", "old", "older", "--minutes", "3"],
            line.With("/data/c.npz"));
        Assert.Equal(Path.GetFullPath("a.npz"), SweepLine.Read(line.Write()).With(null)[1]);
        Assert.Contains("neuralop sweep --database", Assert.Throws<FormatException>(()
            => SweepLine.Read("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_connection_is_said()
        => (await ToolRun.Of("sweep-worker", "--database", "nowhere"))
            .EndedWith(ExitCode.WrongArguments, "names no host");
}
