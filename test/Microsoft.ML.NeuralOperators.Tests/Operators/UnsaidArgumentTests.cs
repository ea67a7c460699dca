using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Weights;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>
/// What published weights do not tell, and nothing else says, is asked for by name; what is said without need is
/// refused.
/// </summary>
public sealed class UnsaidArgumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, Dictionary<string, object>> Programs => new()
    {
        { "flare_130pts.npz", "'num_heads'", new() { ["num_heads"] = 3 } },
        { "lamo_regular_20x28.npz", "'H_img'", new() { ["H_img"] = 20, ["W_img"] = 28, ["H"] = 22, ["W"] = 30 } },
        { "transolver_20x28.npz", "'adds_placeholder'", new() { ["adds_placeholder"] = true } },
        { "linearno_20x28_conv.npz", "'fun_dim'", new() { ["fun_dim"] = 1 } },
        { "ono_20x28_self.npz", "'act' and 'n_heads'", new() { ["act"] = "gelu", ["n_heads"] = 4 } },
        { "gnot_150pts.npz", "'act' and 'n_heads'", new() { ["act"] = "gelu", ["n_heads"] = 4L } },
        { "factformer_24x20.npz", "'act'", new() { ["act"] = "gelu" } },
        { "lsm_24x20.npz", "'act'", new() { ["act"] = "gelu" } },
        { "ffno_20x28.npz", "'act'", new() { ["act"] = "gelu" } },
        { "ufno_20x28.npz", "'act'", new() { ["act"] = "gelu" } },
        { "uno_20x28.npz", "'act'", new() { ["act"] = "gelu" } },
        { "unet_nsl_20x28.npz", "'act'", new() { ["act"] = "relu" } },
        { "mwt_20x28.npz", "'act' and 'shapelist'", new() { ["act"] = "gelu", ["shapelist"] = new[] { 20, 28 } } },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Programs))]
    public void Weights_without_their_programs_arguments_ask_for_them(string file, string expected,
        Dictionary<string, object> arguments)
    {
        string path = Bare(file);
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Checkpoint.Load(path)).Message);
        Assert.NotNull(Checkpoint.Load(path, arguments));
    }

    [Fact]
    public void An_argument_that_is_not_read_is_refused_by_name()
    {
        string message = Assert.Throws<FormatException>(() => Checkpoint.Load(Bare("lsm_24x20.npz"),
            new Dictionary<string, object> { ["act"] = "gelu", ["dropout"] = 0.5 })).Message;
        Assert.Contains("the argument 'dropout' has no effect on a Lsm", message);
        Assert.Contains("it reads act", message);
        // What the file itself says of dropout, heads and the like changes nothing in a prediction.
        Assert.NotNull(Checkpoint.Load(SharedData.Path("reference", "lsm_24x20.npz")));
    }

    [Theory]
    [InlineData("lsm_24x20.npz")]
    [InlineData("factformer_24x20.npz")]
    [InlineData("ufno_20x28.npz")]
    public void Another_nonlinearity_is_refused_where_it_is_not_read(string file)
        => Assert.Contains("'silu'", Assert.Throws<FormatException>(() => Checkpoint.Load(Bare(file),
            new Dictionary<string, object> { ["act"] = "silu" })).Message);

    [Fact]
    public void Another_nonlinearity_is_read_where_the_operator_has_it()
    {
        var arguments = new Dictionary<string, object> { ["act"] = "silu", ["adds_placeholder"] = 1 };
        var transolver = (Transolver)Checkpoint.Load(Bare("transolver_20x28.npz"), arguments).Definition;
        Assert.Equal(Activation.Silu, transolver.Options.Activation);
    }

    [Fact]
    public void Values_of_another_kind_are_refused()
    {
        Assert.Contains("'n_heads' is \"four\"; expected a whole number", Refused("gnot_150pts.npz",
            new() { ["act"] = "gelu", ["n_heads"] = "four" }));
        Assert.Contains("'act' is 3; expected a text", Refused("lsm_24x20.npz", new() { ["act"] = 3 }));
        Assert.Contains("'shapelist' is [\"20\"]; expected whole numbers", Refused("mwt_20x28.npz",
            new() { ["act"] = "gelu", ["shapelist"] = new[] { "20" } }));
        Assert.Contains("'act' is System.Object; expected a number, a text", Assert.Throws<ArgumentException>(()
            => Checkpoint.Load(Bare("lsm_24x20.npz"), new Dictionary<string, object> { ["act"] = new object() }))
            .Message);

        string Refused(string file, Dictionary<string, object> arguments)
            => Assert.Throws<FormatException>(() => Checkpoint.Load(Bare(file), arguments)).Message;
    }

    [Fact]
    public void What_is_given_wins_over_the_file()
    {
        var arguments = new PublishedArguments("""{"a": 1, "b": 0.5, "c": "x", "d": [1, 2], "e": null, "f": true}""",
            new Dictionary<string, object> { ["a"] = 2, ["g"] = new List<int> { 4 } });
        Assert.Equal((2, 0.5, "x"), (arguments.Whole("a"), arguments.Number("b"), arguments.Text("c")));
        Assert.Equal([1, 2], arguments.Numbers("d")!);
        Assert.Equal([4], arguments.Numbers("g")!);
        Assert.Equal((null, 1, null), (arguments.Text("e"), arguments.Whole("f"), arguments.Whole("h")));
    }

    // The weights alone, without what the file says of itself.
    private string Bare(string file)
    {
        string path = _folder[file];
        File.Copy(SharedData.Path("reference", file), path, overwrite: true);
        File.SetAttributes(path, FileAttributes.Normal);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update);
        foreach (ZipArchiveEntry entry in zip.Entries.ToArray())
            if (!entry.FullName.StartsWith("state.", StringComparison.Ordinal)) entry.Delete();
        return path;
    }
}
