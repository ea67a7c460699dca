using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

/// <summary>A process that stands still is none that has ended: it wakes and believes to have its trial.</summary>
public sealed class FrozenWorkerTests(PostgreSql server)
{
    private readonly string _name = $"{Guid.NewGuid():n}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_trial_of_a_frozen_worker_ends_elsewhere_and_its_own_result_does_not_count()
    {
        string database = server.Connection;
        using SweepResult whole = SmallSweep.Create().Run(Token);
        string expected = string.Create(CultureInfo.InvariantCulture,
            $"best {whole.BestTrial.Number} {whole.BestTrial.Loss:r}");
        using Process frozen = Start("stop=3");
        string trial = (await frozen.Until("stopped ", Token))["stopped ".Length..];
        frozen.Freeze();
        using Process other = Start();
        // From its last state, not from the beginning.
        Assert.Matches("in epoch [23]$", await other.Until($"step of {trial} in epoch ", Token));
        Assert.Equal(expected, await other.Until("best ", Token));
        await other.WaitForExitAsync(Token);
        Assert.Equal(0, other.ExitCode);
        IReadOnlyList<string> before = Events();
        Assert.Contains($"taken up {trial}", before);

        // It goes on in the middle of the training, which it could end.
        frozen.Wake();
        await frozen.StandardInput.WriteLineAsync();
        Assert.Equal(expected, await frozen.Until("best ", Token));
        await frozen.WaitForExitAsync(Token);
        Assert.Equal(0, frozen.ExitCode);
        Assert.Equal(before, Events());
        using SweepResult read = SmallSweep.Create().SetStudy(SmallSweep.Study(database, _name)).Run(Token);
        Assert.Equal(whole.Trials.Select(t => (t.Number, t.Loss, t.State, t.Epochs)),
            read.Trials.Select(t => (t.Number, t.Loss, t.State, t.Epochs)));

        Process Start(params string[] more) => TestProgram.Start("SweepProcess", [database, $"name={_name}", .. more]);
    }

    private string[] Events()
    {
        using var connection = new Npgsql.NpgsqlConnection(server.Connection);
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand("SELECT array_agg(event || ' ' || trial ORDER BY number) "
            + "FROM sweep_events WHERE study = @study", connection);
        command.Parameters.AddWithValue("study", _name);
        return (string[])command.ExecuteScalar()!;
    }
}
