using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>
/// Weights of neuraloperator's LocalNO: what they do not tell is asked for, and what the operator or the program itself
/// does not have is refused.
/// </summary>
public sealed class PublishedLocalNOTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_alone_ask_for_grid_disc_and_padding()
    {
        string message = Refused("localno_20x20.npz", new());
        foreach (string name in (string[])["default_in_shape", "disco_kernel_shape", "domain_length", "radius_cutoff",
            "conv_padding_mode", "domain_padding"]) Assert.Contains($"'{name}'", message);
        Assert.DoesNotContain("'disco_layers'", message);
        Assert.Contains("'disco_layers' and 'diff_layers'", Refused("localno_lists_20x28.npz", new()));
        Assert.DoesNotContain("'disco_kernel_shape'", Refused("localno_slopes_32.npz", new()));
    }

    [Fact]
    public void What_is_asked_for_gives_the_same_operator()
    {
        var given = (LocalNO)Load("localno_20x20.npz", Arguments()).Definition;
        var file = (LocalNO)Checkpoint.Load(PublishedReference.Read("localno_20x20.npz").Path).Definition;
        Assert.Equal(file.Options.Published!.Disc, given.Options.Published!.Disc);
        Assert.Equal(PaddingMode.Circular, given.Options.Published.Padding);
        Assert.Equal((1, 4), (given.Options.Rings, given.Options.Sectors));
        Assert.Equal([20, 20], given.Options.Published.Grid);
    }

    [Fact]
    public void What_the_program_saves_beside_its_weights_is_read()
    {
        PublishedReference reference = PublishedReference.Read("localno_rings_18x18.npz");
        ParameterValues values = Checkpoint.Load(Path.ChangeExtension(reference.Path, ".pt"));
        using var module = new OperatorModule((NeuralOperator)values.Definition, values);
        module.eval();
        using DisposeScope scope = torch.NewDisposeScope();
        var (input, output) = reference.Pairs[0];
        torch.Tensor y = module.call(torch.tensor(input.Values, PublishedReference.Shape(input)));
        Assert.True(PublishedReference.Difference(output.Values, y.contiguous().data<float>().ToArray()) <= 2e-5);
    }

    [Theory]
    [InlineData("radius_cutoff", 0.16, "spans 4×4 points")]
    [InlineData("disco_kernel_shape", new[] { 3, 4 }, "makes 9 weights for every two channels")]
    [InlineData("disco_kernel_shape", new[] { 5 }, "expected two numbers")]
    [InlineData("default_in_shape", new[] { 20 }, "expected 2 sizes")]
    [InlineData("conv_padding_mode", "wrap", "'conv_padding_mode' is wrap")]
    [InlineData("non_linearity", "relu", "LocalNO has GELU only")]
    [InlineData("local_no_skip", "identity", "local_no_skip = identity")]
    [InlineData("preactivation", true, "preactivation = True")]
    [InlineData("norm", "ada_in", "norm = ada_in")]
    [InlineData("in_channels", 3, "its lifting has 4 channels")]
    [InlineData("domain_padding", "some", "expected a number")]
    public void What_cannot_be_met_is_refused(string name, object value, string reason)
    {
        Dictionary<string, object> arguments = Arguments();
        arguments[name] = value;
        Assert.Contains(reason, Refused("localno_20x20.npz", arguments));
    }

    /// <summary>On such kernels the program's own outputs differ between machines.</summary>
    [Theory]
    [InlineData(11, 2, true)]
    [InlineData(11, 3, false)]
    [InlineData(9, 2, false)]
    public void A_middle_that_rounding_decides_is_known(int taps, int rings, bool isUncertain)
        => Assert.Equal(isUncertain, new PublishedDisc(rings, 4, 0.31, 0.01, taps).IsUncertain);

    [Fact]
    public void Parameters_under_two_names_must_agree()
    {
        string path = Bare("localno_slopes_32.npz");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry entry = zip.GetEntry("state.local_no_blocks.differential.1.weight.npy")!;
            using var stream = new MemoryStream();
            using (Stream stored = entry.Open()) stored.CopyTo(stream);
            byte[] bytes = stream.ToArray();
            bytes[^2] ^= 1;
            string name = entry.FullName;
            entry.Delete();
            using Stream changed = zip.CreateEntry(name).Open();
            changed.Write(bytes);
        }
        Assert.Contains("'local_no_blocks.differential.1.weight' differ", Assert.Throws<FormatException>(()
            => Checkpoint.Load(path, new Dictionary<string, object>
            {
                ["default_in_shape"] = new[] { 32 },
                ["conv_padding_mode"] = "replicate",
                ["domain_padding"] = 0,
            })).Message);
    }

    private static Dictionary<string, object> Arguments() => new()
    {
        ["default_in_shape"] = new[] { 20, 20 },
        ["disco_kernel_shape"] = new[] { 2, 4 },
        ["domain_length"] = new[] { 2, 2 },
        ["radius_cutoff"] = "None",
        ["conv_padding_mode"] = "periodic",
        ["domain_padding"] = 0,
    };

    private string Refused(string file, Dictionary<string, object> arguments)
        => Assert.Throws<FormatException>(() => Load(file, arguments)).Message;

    private ParameterValues Load(string file, Dictionary<string, object> arguments)
        => Checkpoint.Load(Bare(file), arguments);

    // The weights alone, without what the file says of itself.
    private string Bare(string file)
    {
        string path = _folder[file];
        File.Copy(PublishedReference.Read(file).Path, path, overwrite: true);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update);
        foreach (ZipArchiveEntry entry in zip.Entries.ToArray())
            if (!entry.FullName.StartsWith("state.", StringComparison.Ordinal)) entry.Delete();
        return path;
    }
}
