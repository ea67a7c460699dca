using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Operators;

/// <summary>Weights of LESnets, whose names are alike for two networks, ask for what they do not say.</summary>
public sealed class LesNetsWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Iterations_and_frames_are_asked_for()
    {
        string path = BareWeights.Of("lesnets_ifno3d.npz", _folder);
        Assert.Contains("'name' and 'layers' and 'act' and 'T'", Refused(path, []));
        var arguments = new Dictionary<string, object>
        {
            ["name"] = "IFNO",
            ["layers"] = 20,
            ["act"] = "gelu",
            ["T"] = 10,
        };
        var definition = (IFno)Checkpoint.Load(path, arguments).Definition;
        Assert.Equal((20, 70, 30),
            (definition.Options.Iterations, definition.Inputs[0].Channels, definition.Output.Channels));
        Assert.Contains("'T' is 0", Refused(path, new(arguments) { ["T"] = 0 }));
        Assert.Contains("expected IFNO or FNO", Refused(path, new(arguments) { ["name"] = "UNet" }));
    }

    [Fact]
    public void A_single_layer_is_no_iteration_where_the_name_says_so()
        => Assert.IsType<Fno>(Checkpoint.Load(BareWeights.Of("lesnets_ifno3d.npz", _folder),
            new Dictionary<string, object> { ["name"] = "FNO", ["act"] = "gelu", ["T"] = 10 }).Definition);

    [Theory]
    [InlineData("lesnets_ifno3d.npz")]
    [InlineData("lesnets_fno3d.npz")]
    public void A_coefficient_of_equations_is_refused(string file)
    {
        string path = BareWeights.Of(file, _folder);
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        using (Stream entry = zip.CreateEntry("state.param.npy").Open())
            entry.Write(PythonFiles.Npy("<f4", "(1,)", new byte[4]));
        Assert.Contains("'param', a learned coefficient", Refused(path, new()
        {
            ["name"] = "IFNO",
            ["layers"] = 2,
            ["act"] = "gelu",
            ["T"] = 10,
        }));
    }

    private static string Refused(string path, Dictionary<string, object> arguments)
        => Assert.Throws<FormatException>(() => Checkpoint.Load(path, arguments)).Message;
}
