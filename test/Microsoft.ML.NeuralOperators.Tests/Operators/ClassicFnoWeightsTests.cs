using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>
/// Weights of the first Fourier neural operators ask for what they do not say, and what Fno cannot honour is refused.
/// </summary>
public sealed class ClassicFnoWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, Dictionary<string, object>> Programs => new()
    {
        { "pino_fno1d.npz", "'act'", new() { ["act"] = "relu" } },
        { "pino_fno2d.npz", "'act' and 'pad_ratio'", new() { ["act"] = "gelu", ["pad_ratio"] = 0.0 } },
        { "pino_fno3d.npz", "'act' and 'pad_ratio'", new() { ["act"] = "tanh", ["pad_ratio"] = new[] { 0, 0.1 } } },
        { "fno1d_2021_names.npz", "'act' and 'padding' and 'get_grid'",
            new() { ["act"] = "relu", ["padding"] = 0, ["get_grid"] = true } },
        { "fno2d_2021.npz", "'act' and 'padding' and 'get_grid'",
            new() { ["act"] = "relu", ["padding"] = 9, ["get_grid"] = false, ["s"] = 85 } },
        { "fno2d_with_mlps_and_norms.npz", "'padding' and 'get_grid' and 'norm'",
            new() { ["padding"] = 0, ["get_grid"] = true, ["norm"] = false } },
        { "fno3d_with_mlps.npz", "'padding' and 'get_grid'",
            new() { ["padding"] = 6, ["get_grid"] = true, ["T"] = 40 } },
        { "fno3d_torch_cfd.npz", "'padding' and 'last_activation'",
            new() { ["padding"] = 0, ["last_activation"] = true } },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Programs))]
    public void Weights_alone_ask_for_the_programs_arguments(string file, string expected,
        Dictionary<string, object> arguments)
    {
        string path = Bare(file);
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Checkpoint.Load(path)).Message);
        Assert.IsType<Fno>(Checkpoint.Load(path, arguments).Definition);
    }

    [Fact]
    public void Cells_of_padding_become_a_fraction_of_the_training_grid()
    {
        string path = Bare("fno2d_2021.npz");
        var arguments = new Dictionary<string, object> { ["act"] = "gelu", ["padding"] = 9, ["get_grid"] = true };
        Assert.Contains("'s'", Refused(path, arguments));
        FnoOptions options = ((Fno)Checkpoint.Load(path, new Dictionary<string, object>(arguments) { ["s"] = 90 })
            .Definition).Options;
        Assert.Equal((0.1, DomainExtension.End), (options.DomainPadding, options.DomainExtension));
        Assert.Contains("'s' is [1, 2, 3]; expected the points of the training grid, one number or 2",
            Refused(path, new(arguments) { ["s"] = new[] { 1, 2, 3 } }));
    }

    [Fact]
    public void Padding_that_differs_at_the_two_ends_is_refused()
        => Assert.Contains("pads 0.1 of an axis before the first point and 0.2 after the last",
            Refused(Bare("pino_fno2d.npz"), new() { ["act"] = "gelu", ["pad_ratio"] = new[] { 0.1, 0.2 } }));

    [Fact]
    public void Padding_by_the_other_end_is_refused()
        => Assert.Contains("by those of the other end",
            Refused(Bare("fno3d_torch_cfd.npz"), new() { ["padding"] = 2, ["last_activation"] = false }));

    [Theory]
    [InlineData("bn0.weight", "of a batch norm")]
    [InlineData("fc3.weight", "lifting of two layers")]
    public void Parts_that_the_operator_lacks_are_refused(string name, string expected)
    {
        string path = Bare("fno2d_2021.npz");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            using var copy = new MemoryStream();
            using (Stream bias = zip.GetEntry("state.fc0.bias.npy")!.Open()) bias.CopyTo(copy);
            using Stream entry = zip.CreateEntry($"state.{name}.npy").Open();
            entry.Write(copy.ToArray());
        }
        Assert.Contains(expected,
            Refused(path, new() { ["act"] = "gelu", ["padding"] = 0, ["get_grid"] = true }));
    }

    private static string Refused(string path, Dictionary<string, object> arguments)
        => Assert.Throws<FormatException>(() => Checkpoint.Load(path, arguments)).Message;

    private string Bare(string file) => BareWeights.Of(file, _folder);
}
