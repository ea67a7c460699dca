using System.IO.Compression;
using System.Text;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Microsoft.ML.NeuralOperators.Tests.Invariants;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Torch;

/// <summary>
/// Checkpoints as neuraloperator saves them: what their metadata says, though no weight shows it, is followed or
/// refused.
/// </summary>
public class FnoCheckpointTests
{
    [Theory]
    [InlineData("fno_odd_modes")]
    [InlineData("fno_padded")]
    public void A_checkpoint_gives_the_outputs_of_its_program(string name)
    {
        ParameterValues values = Checkpoint.Load(Case(name + ".pt"));
        IReadOnlyDictionary<string, NamedArray> expected = ArrayFile.Read(Case(name + "_expected.npz"));
        foreach (string grid in new[] { "16x16", "15x21", "33x10" })
        {
            NamedArray input = expected[$"input_{grid}"], output = expected[$"output_{grid}"];
            float[] actual = TorchRun.Of((NeuralOperator)values.Definition, values,
                [(input.Values, [.. input.Shape.Select(n => (long)n)])]);
            Near.Require(output.Values, actual, 1e-5, $"{name} on {grid}");
        }
    }

    /// <summary>Files of versions of the library that pad on one side only, or say that they do on both.</summary>
    [Theory]
    [InlineData("one-sided", DomainExtension.End)]
    [InlineData("symmetric", DomainExtension.BothEnds)]
    public void The_side_of_the_padding_is_followed(string mode, DomainExtension expected)
    {
        using var folder = new TemporaryFolder();
        var fno = Assert.IsType<Fno>(Checkpoint.Load(Padded(folder, mode)).Definition);
        Assert.Equal((expected, 0.25), (fno.Options.DomainExtension, fno.Options.DomainPadding));
    }

    [Fact]
    public void Other_paddings_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("pads its domain circular; Fno knows symmetric and one-sided",
            Assert.Throws<FormatException>(() => Checkpoint.Load(Padded(folder, "circular"))).Message);
    }

    [Theory]
    [InlineData("fno_relu", "relu'; Fno has GELU only")]
    [InlineData("fno_fewer_modes", "keeps 5 modes along axis 0")]
    [InlineData("fno_conv_bias_kernel_3", "conv")]
    public void What_the_operator_does_not_have_is_refused(string name, string reason)
        => Assert.Contains(reason, Assert.Throws<FormatException>(() => Checkpoint.Load(Case(name + ".pt"))).Message);

    // The padded file with one more entry in its pickled metadata: two texts before the one that says how much.
    private static string Padded(TemporaryFolder folder, string mode)
    {
        string path = folder["padded.pt"];
        File.Copy(Case("fno_padded.pt"), path);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update);
        ZipArchiveEntry entry = zip.Entries.Single(e => e.Name == "data.pkl");
        using var pickle = new MemoryStream();
        using (Stream stream = entry.Open()) stream.CopyTo(pickle);
        byte[] bytes = pickle.ToArray();
        int place = bytes.AsSpan().IndexOf(Text("domain_padding"));
        string name = entry.FullName;
        entry.Delete();
        using Stream changed = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        changed.Write([.. bytes[..place], .. Text("domain_padding_mode"), .. Text(mode), .. bytes[place..]]);
        return path;

        static byte[] Text(string text)
            => [(byte)'X', .. BitConverter.GetBytes(text.Length), .. Encoding.ASCII.GetBytes(text)];
    }

    private static string Case(string file) => SharedData.Path("cases", Path.Combine("07_fno_checkpoints", file));
}
