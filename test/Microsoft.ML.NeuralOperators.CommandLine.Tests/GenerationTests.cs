using System.Text.Json;
using Microsoft.ML.NeuralOperators.CommandLine.Options;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class GenerationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Equations => [.. Generator.All.Select(g => g.Name)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Data_that_is_made_can_be_looked_at()
    {
        (await ToolRun.Of("generate", "darcy", "-n", "2", "--size", "8", "--set", "Permeability=TwoValued", "-o",
            _folder["darcy.npz"])).Succeeded();
        ToolRun run = (await ToolRun.Of("inspect", _folder["darcy.npz"], "--json")).Succeeded();
        JsonElement[] arrays = [.. run.Json.GetProperty("arrays").EnumerateArray()];
        Assert.Equal(["a", "u"], arrays.Select(a => a.GetProperty("name").GetString()));
        Assert.Equal(0, arrays[0].GetProperty("missing").GetInt32());
        Assert.Contains("--input a --output u", (await ToolRun.Of("inspect", _folder["darcy.npz"])).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Equations))]
    public void Every_equation_has_fields(string equation)
    {
        Generator generator = Generator.Find(equation);
        Assert.NotEmpty(generator.Create(16, generator.Defaults()).Fields);
    }

    [Fact]
    public async Task What_an_equation_does_not_have_is_refused_with_what_it_has()
    {
        (await ToolRun.Of("generate", "darcyy", "-o", _folder["a.npz"]))
            .EndedWith(ExitCode.WrongArguments, "Did you mean darcyflow?");
        (await ToolRun.Of("generate", "darcy", "--set", "Permability=Smooth", "-o", _folder["a.npz"]))
            .EndedWith(ExitCode.WrongArguments, "Did you mean Permeability?");
        (await ToolRun.Of("generate", "burgers", "--size", "32", "-o", _folder["a.npz"]))
            .EndedWith(ExitCode.WrongArguments, "--set");
        (await ToolRun.Of("generate", "darcy", "-n", "1", "--size", "8", "-o", _folder["a.xyz"]))
            .EndedWith(ExitCode.WrongArguments, ".xyz");
    }
}
