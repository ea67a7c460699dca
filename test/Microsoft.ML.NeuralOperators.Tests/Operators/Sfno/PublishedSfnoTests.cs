using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>
/// What weights of an SFNO do not say comes from the metadata that the library neuraloperator saves with them, or from
/// the caller, and is asked for by name.
/// </summary>
public sealed class PublishedSfnoTests : IDisposable
{
    private static readonly string Npz = PublishedReference.Read("sfno.npz").Path;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_of_the_library_tells_everything()
    {
        ParameterValues expected = Checkpoint.Load(Npz), actual = Checkpoint.Load(Path.ChangeExtension(Npz, ".pt"));
        SfnoOptions options = Assert.IsType<Sfno>(actual.Definition).Options;
        Assert.Equal([6, 12], options.Modes);
        Assert.Equal((SphericalGrid.WithPoles, true), (options.Grid, options.HasGridEmbedding));
        Assert.Equal(2, ((Sfno)actual.Definition).Inputs[0].Channels);
        foreach (var (mine, theirs) in expected.Definition.Parameters.Zip(actual.Definition.Parameters))
            Assert.Equal(expected[mine], actual[theirs]);
    }

    [Fact]
    public void Weights_alone_need_what_they_do_not_say()
    {
        Assert.Contains("SFNO of neuraloperator, whose weights do not say everything. Give the program's arguments "
            + "'n_modes' and 'in_channels' and 'sht_grids'", Refused([]));
        Assert.Contains("argument 'sht_grids'", Refused(new() { ["n_modes"] = new[] { 6, 12 }, ["in_channels"] = 2 }));
        SfnoOptions options = ((Sfno)Load(Given("legendre-gauss", [6, 9], 4)).Definition).Options;
        Assert.Equal((SphericalGrid.Gauss, false, 4), (options.Grid, options.HasGridEmbedding, options.Orders));
    }

    [Theory]
    [InlineData("lobatto", new[] { 6, 12 }, 2, "sht_grids = lobatto; Sfno knows equiangular and legendre-gauss")]
    [InlineData("equiangular", new[] { 4, 12 }, 2, "keeps 4 modes along axis 0, fewer than its weights have")]
    [InlineData("equiangular", new[] { 6 }, 2, "n_modes is [6]; expected two numbers")]
    [InlineData("equiangular", new[] { 6, 12 }, 3, "in_channels = 3, but its lifting has 4 channels; expected as many")]
    public void Arguments_that_do_not_fit_are_refused(string grid, int[] modes, int channels, string reason)
        => Assert.Contains(reason, Refused(Given(grid, modes, channels)));

    [Fact]
    public void An_argument_without_effect_is_refused()
    {
        Dictionary<string, object> given = Given("equiangular", [6, 12], 2);
        given["sht_norm"] = "schmidt";
        Assert.Contains("'sht_norm' has no effect", Refused(given));
        given = Given("equiangular", [6, 12], 2);
        given["norm"] = "batch_norm";
        Assert.Contains("norm = batch_norm; Sfno knows group_norm and instance_norm", Refused(given));
    }

    private static Dictionary<string, object> Given(string grid, int[] modes, int channels)
        => new() { ["sht_grids"] = grid, ["n_modes"] = modes, ["in_channels"] = channels };

    private ParameterValues Load(Dictionary<string, object> arguments)
        => Checkpoint.Load(BareWeights.Of("sfno.npz", _folder), arguments);

    private string Refused(Dictionary<string, object> arguments)
        => Assert.Throws<FormatException>(() => Load(arguments)).Message;
}
