using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class ComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Models_are_compared_best_first()
    {
        ToolRun run = (await ToolRun.Of("compare", _folder.Waves(), "-i", "a", "-u", "u", "--models", "fno,mgno",
            "--minutes", "0", "--validation", "0.3", "--set", "Channels=4", "Layers=1", "Workers=1", "BatchSize=4",
            "--json")).Succeeded();
        JsonElement[] rows = [.. run.Json.EnumerateArray()];
        Assert.Equal(["fno", "mgno"], rows.Select(r => r.GetProperty("model").GetString()!).Order());
        double[] errors = [.. rows.Select(r => r.GetProperty("relativeL2").GetDouble())];
        Assert.Equal(errors.Order(), errors);
        Assert.All(rows, r => Assert.Equal(1, r.GetProperty("epochs").GetInt32()));
    }

    [Fact]
    public async Task A_model_that_cannot_learn_the_data_costs_no_other_its_result()
    {
        string[] line = ["compare", _folder.Waves(), "-i", "a", "-u", "u", "--minutes", "0", "--validation", "0.3",
            "--set", "Workers=1", "BatchSize=4", "--json"];
        ToolRun run = (await ToolRun.Of([.. line, "--models", "gnot", "fno"])).Succeeded();
        JsonElement[] rows = [.. run.Json.EnumerateArray()];
        Assert.Equal(["fno", "gnot"], rows.Select(r => r.GetProperty("model").GetString()!));
        Assert.Contains("say --points", rows[1].GetProperty("fault").GetString(), StringComparison.Ordinal);
        (await ToolRun.Of([.. line, "--models", "gnot"])).EndedWith(ExitCode.Failed, "None of the models");
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_refused_before_any_training()
        => (await ToolRun.Of("compare", "no-such-file.npz", "-i", "a", "-u", "u", "--models", "fno", "mgnoo"))
            .EndedWith(ExitCode.WrongArguments, "There is no model 'mgnoo'. Did you mean mgno?");
}
